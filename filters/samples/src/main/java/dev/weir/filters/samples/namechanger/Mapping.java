package dev.weir.filters.samples.namechanger;

import dev.weir.FileName;
import dev.weir.FilePath;
import java.util.ArrayList;

/** A directory that is at one path and appears at another. Immutable. */
record Mapping(FilePath real, FilePath user) {

    /** What programs call a file whose real name this is. */
    FilePath toUser(FilePath path) {
        return moved(path, real, user);
    }

    private static FilePath moved(FilePath path, FilePath from, FilePath to) {
        int depth = from.names().size();
        if (path.names().size() < depth || !path.names().subList(0, depth).equals(from.names())) {
            return path;
        }
        var names = new ArrayList<FileName>(to.names());
        names.addAll(path.names().subList(depth, path.names().size()));
        return new FilePath(names);
    }

    static FilePath parent(FilePath path) {
        return new FilePath(path.names().subList(0, path.names().size() - 1));
    }

    static FileName last(FilePath path) {
        return path.names().getLast();
    }
}
