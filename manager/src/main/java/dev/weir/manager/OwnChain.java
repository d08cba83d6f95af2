package dev.weir.manager;

import java.util.ArrayList;
import java.util.List;

/** The directories on the way to a file that a filter holds: while they are known its path is. Belongs to one thread until it is given to its holder. */
final class OwnChain {
    private final List<FileNodeObject> directories = new ArrayList<>(4);

    /** Takes over a reference. */
    void add(FileNodeObject directory) {
        directories.add(directory);
    }

    void release() {
        directories.forEach(directory -> directory.release(1));
        directories.clear();
    }
}
