package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FilePath;
import org.jspecify.annotations.Nullable;

/**
 * What is below the lowest filter: does what operations ask for.
 *
 * <p>All methods are called by several threads at once. A base file system never calls a filter and keeps no reference on an operation that it has answered.
 */
public interface BaseFileSystem extends AutoCloseable {

    /** The type of what is below: {@code ext4}, {@code tmpfs}, {@code memory}. */
    String type();

    /** Obtains the root's node from the table, the first one ever obtained there (its id is 1). Called once. */
    FileNodeObject root(NodeTable nodes);

    /**
     * Does an operation, by {@link Operation#kind()} and {@link Operation#parameters()}, and answers it with {@link Operation#succeed} or {@link Operation#fail}.
     *
     * <p>Results beside the status:
     *
     * <ul>
     *   <li>look-ups and creations: {@link Operation#yieldNode} with the node obtained from {@link VolumeObject#nodes()} (its reference goes to the
     *       operation), and {@link Operation#attributes()} filled;
     *   <li>opens: {@link Operation#yieldHandle}; a create and a tmpfile yield both, the node first;
     *   <li>getattr and the changes of attributes: {@link Operation#attributes()} filled;
     *   <li>read, readdir, getxattr, listxattr, readlink, ioctl: the bytes at {@link Operation#buffer()}, their number as information;
     *   <li>write, copy_file_range: the number of bytes as information; lseek: the position; a getxattr or listxattr without room: the size;
     *   <li>statfs: {@link Operation#volumeStatistics()}; getlk: {@link Operation#lockAnswer()}.
     * </ul>
     *
     * <p>{@code lookup} of a name that is not there fails with ENOENT. CLEANUP drops what close(2) of the last descriptor drops (locks); {@code release} itself does nothing here: {@link #close(FileHandleObject)}
     * is called after it in any case. SHUTDOWN never comes here.
     *
     * <p>May block as long as the work below blocks. What waits for an event rather than for a device (a lock) must not hold the thread: it calls {@link Operation#deferBelow},
     * returns, and calls {@link Operation#completeBelow()} later, from any thread.
     *
     * <p>Only manager frames are on the stack above; an exception fails the operation with EIO and is recorded.
     */
    void execute(Operation operation);

    /**
     * A path of a file as it is below, from the root: for files whose names the manager does not know, and for filters that ask for names from the file system. One of several; null where there is none
     * or it can't be found out. May block.
     */
    default @Nullable FilePath pathOf(FileNodeObject node) {
        return null;
    }

    /** Whether a name in a directory leads to a node now. Asked after a look-up at the same time as which a name was taken away from the directory. May block. */
    default boolean isNamed(FileNodeObject node, FileNodeObject directory, FileName name) {
        return true;
    }

    /** The file-system user as which this process makes files: who asks for filters' own I/O. */
    default int serviceUser() {
        return 0;
    }

    /** The group of {@link #serviceUser()}. */
    default int serviceGroup() {
        return 0;
    }

    /** Frees what belongs to an open file. Called exactly once for each handle that was yielded, after its CLOSE; the node is still there. Must not throw. */
    void close(FileHandleObject handle);

    /** Frees what belongs to a node that nobody knows any more. Called exactly once per node. Must not throw. */
    void forget(FileNodeObject node);

    /** Called once, after every handle is closed and every node forgotten that still can be. */
    @Override
    void close();
}
