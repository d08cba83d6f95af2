package dev.weir.io;

import dev.weir.FileHandle;
import dev.weir.FileNode;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A file that a filter opened, or a program's open file that a filter reads and writes through ({@link OwnIo#through}).
 *
 * <p>Every call is one operation below the instance unless it says otherwise; it blocks the calling thread until its end. Offsets and lengths are in bytes. Memory must be accessible to every thread: arrays, shared or
 * global arenas, a {@link dev.weir.DataBuffer} of a callback. Safe on any thread.
 *
 * <p>All calls throw {@link OwnIoException}: the errno of below; STATUS_FILE_CLOSED after the close, STATUS_INVALID_PARAMETER for what can't be, STATUS_FLT_DELETING_OBJECT once the instance is torn down.
 */
public interface OwnFile extends AutoCloseable {
    FileNode node();

    FileHandle handle();

    /** Reads at most the segment's size; 0 is the end of the file. */
    int read(long offset, MemorySegment to) throws OwnIoException;

    /** Reads until the end of the file or so many bytes; several operations where those below give less at a time. */
    byte[] read(long offset, int length) throws OwnIoException;

    /** Writes at most the segment's size, and says how much that was. */
    int write(long offset, MemorySegment from) throws OwnIoException;

    /** Writes all; several operations where those below take less at a time. */
    void write(long offset, byte[] bytes) throws OwnIoException;

    /** {@link #read(long, int)} on a thread of the manager's; cancelled with the other own I/O of the instance. */
    CompletionStage<byte[]> readLater(long offset, int length);

    /** {@link #write(long, byte[])} on a thread of the manager's. The bytes are copied. */
    CompletionStage<Void> writeLater(long offset, byte[] bytes);

    FileInformation information() throws OwnIoException;

    FileInformation change(AttributeChange change) throws OwnIoException;

    /** fallocate(2), with its modes. */
    void allocate(int mode, long offset, long length) throws OwnIoException;

    /** The next data (whence 3, SEEK_DATA) or hole (4, SEEK_HOLE) from an offset on; ENXIO beyond the end. */
    long seek(long offset, int whence) throws OwnIoException;

    /** copy_file_range(2): says how much was copied. Both files are of the same volume. */
    long copyTo(long offset, OwnFile to, long toOffset, long length) throws OwnIoException;

    /** fsync(2), or fdatasync(2). Of a directory: fsync of that. */
    void flush(boolean dataOnly) throws OwnIoException;

    /** An ioctl: input goes down, at most so many bytes of output come back. */
    byte[] control(int command, byte[] input, int outputLength) throws OwnIoException;

    /** All names in an open directory but {@code .} and {@code ..}; several operations. */
    List<ListedName> list() throws OwnIoException;

    // ---- locks

    /**
     * Sets a record lock on a range of bytes and waits until nobody else's is in the way (F_SETLKW); over what this file has there already. Such locks are advisory, as all of Linux. They belong to this open file and to nobody
     * else, the filter's other files included, and conflict with programs' as far as the base file system knows of these. {@link OwnIo#cancelAll} and {@link OwnTask#cancel} end a wait with STATUS_CANCELLED.
     * On a mount, owners that wait for each other in a circle are found, and the wait that closed it fails with EDEADLK; elsewhere nobody looks for that.
     * The close drops them; a lock that a wait gets only after that is dropped too, and fails with STATUS_FILE_CLOSED.
     *
     * @param length in bytes; 0 for up to the end, however long the file grows
     * @throws OwnIoException STATUS_INVALID_PARAMETER also for a program's file, whose locks are the program's
     */
    void lock(LockType type, long offset, long length) throws OwnIoException;

    /** {@link #lock} without waiting (F_SETLK): false where somebody's lock is in the way. */
    boolean tryLock(LockType type, long offset, long length) throws OwnIoException;

    /** {@link #lock} on a thread of the manager's: comes to this file once it has the lock. */
    OwnTask<OwnFile> lockLater(LockType type, long offset, long length);

    /** Drops what this file has locked in a range of bytes. */
    void unlock(long offset, long length) throws OwnIoException;

    /** A record lock of somebody else's that would be in the way (F_GETLK): one of several. Of a program's file too, whose own locks then are somebody else's. */
    Optional<RecordLock> findLock(LockType type, long offset, long length) throws OwnIoException;

    /** Locks the whole file as flock(2) does, and waits. Such a lock has nothing to do with record locks; otherwise as {@link #lock}. */
    void lockWhole(LockType type) throws OwnIoException;

    /** {@link #lockWhole} without waiting: false where somebody's lock is in the way. */
    boolean tryLockWhole(LockType type) throws OwnIoException;

    /** {@link #lockWhole} on a thread of the manager's: comes to this file once it has the lock. */
    OwnTask<OwnFile> lockWholeLater(LockType type);

    void unlockWhole() throws OwnIoException;

    /**
     * Closes what the filter opened: those below see CLEANUP and CLOSE, once. Never fails, is possible as long as anything of the instance runs, and does nothing the second time. A program's file stays open.
     *
     * <p>What is still open after the instance's {@code TeardownComplete} the manager closes, and reports.
     */
    @Override
    void close();
}
