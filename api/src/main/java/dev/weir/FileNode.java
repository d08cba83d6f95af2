package dev.weir;

import dev.weir.context.ContextObject;
import java.util.List;

/** A file as such, whatever its names and descriptors: an inode that somebody knows. Safe on any thread. */
public interface FileNode extends ContextObject {

    /** The base file system's device number. */
    long device();

    /** The inode number. */
    long inode();

    FileType type();

    /**
     * One of its names, from the volume's root, walked now; allocates. The root's is empty. Where every name is gone it is the last one, and {@link #isUnlinked()}.
     */
    FilePath path();

    /** All of its names that are known (hard links that nobody has looked up are not), from the volume's root, walked now; allocates. Empty where every name is gone. */
    List<FilePath> paths();

    /** Whether no name of it is known any more. */
    boolean isUnlinked();
}
