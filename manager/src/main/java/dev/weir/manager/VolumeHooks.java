package dev.weir.manager;

import dev.weir.FileName;
import java.util.List;

/** What a front wants to be told of its volume. */
public interface VolumeHooks {
    /** For a front that caches nothing. */
    VolumeHooks NONE = () -> {};

    /**
     * The stack has changed for new operations: the front forgets what it or its kernel cached of results under the old one, and returns when that is done. Bounded; never called
     * on a worker's thread. Must not throw.
     */
    void stackChanged();

    /** From now on, or no longer: files that are opened do not begin to have their data go past the filters, though no filter wants it yet. Calls add up. Must not throw. */
    default void keepData(boolean kept) {}

    /** The open files whose data goes past the filters, each with the program that opened it, for people. May block for a short time. */
    default List<String> unseenData() {
        return List.of();
    }

    /** A filter's own I/O has changed the data or the attributes of a file. Called on any thread, a worker's too, in the middle of an operation on that very file: must not block. */
    default void changed(FileNodeObject file) {}

    /** A filter's own I/O has changed what a name leads to. As {@link #changed}. */
    default void nameChanged(FileNodeObject directory, FileName name) {}
}
