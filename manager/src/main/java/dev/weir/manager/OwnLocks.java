package dev.weir.manager;

import dev.weir.Errno;
import dev.weir.io.LockType;
import dev.weir.io.OwnIoException;
import dev.weir.io.RecordLock;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The locks of one open file of a filter's.
 *
 * <p>Invariant: none outlives the file. The CLEANUP drops what is held; whoever gets a lock afterwards sees that the file was closed before that, and drops it again, as fcntl(2) does.
 */
final class OwnLocks {
    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int UNLOCK = 2;
    private static final long OWN = Long.MIN_VALUE;

    private final OwnFileObject file;
    private final OwnIoObject io;
    private final FileHandleObject handle;

    OwnLocks(OwnFileObject file, OwnIoObject io, FileHandleObject handle) {
        this.file = file;
        this.io = io;
        this.handle = handle;
    }

    /** Whose the record locks of a filter's open file are. Programs' owners are numbers of the kernel's, which look random. */
    static long owner(FileHandleObject handle) {
        return OWN | handle.id();
    }

    /** Whether it has the lock. */
    boolean set(LockType type, long offset, long length, boolean waits) throws OwnIoException {
        long end = end(offset, length);
        return set(
                operation -> record(operation, offset, end, number(type), waits),
                operation -> record(operation, offset, end, UNLOCK, false),
                waits);
    }

    /** The same with flock. */
    boolean setWhole(LockType type, boolean waits) throws OwnIoException {
        return set(
                operation -> Requests.flock(operation, owner(handle), number(type), waits),
                operation -> Requests.flock(operation, owner(handle), UNLOCK, false),
                waits);
    }

    private boolean set(Consumer<? super Operation> request, Consumer<? super Operation> undo, boolean waits)
            throws OwnIoException {
        io.desk().enter();
        try {
            return file.using(() -> {
                boolean held = attempt(request, waits);
                if (held && file.wasClosed()) {
                    io.volume().ownOperations().drop(handle, io.below(), undo);
                    throw file.isClosed();
                }
                return held;
            });
        } finally {
            io.desk().exit();
        }
    }

    private boolean attempt(Consumer<? super Operation> request, boolean waits) throws OwnIoException {
        try {
            io.perform(
                    operation -> {
                        request.accept(operation);
                        operation.through(handle);
                    },
                    OwnFileObject::nothing);
            return true;
        } catch (OwnIoException failed) {
            if (!waits && failed.errno() == Errno.EAGAIN) {
                return false;
            }
            throw failed;
        }
    }

    void drop(long offset, long length) throws OwnIoException {
        long end = end(offset, length);
        file.perform(operation -> record(operation, offset, end, UNLOCK, false), OwnFileObject::nothing);
    }

    void dropWhole() throws OwnIoException {
        file.perform(operation -> Requests.flock(operation, owner(handle), UNLOCK, false), OwnFileObject::nothing);
    }

    Optional<RecordLock> find(LockType type, long offset, long length) throws OwnIoException {
        long end = end(offset, length);
        return file.perform(
                operation -> Requests.getlk(operation, owner(handle), offset, end, number(type), io.process()),
                OwnLocks::found);
    }

    private static Optional<RecordLock> found(Operation operation) {
        LockAnswer answer = operation.lockAnswer();
        long length = answer.end == Long.MAX_VALUE ? 0 : answer.end - answer.start + 1;
        LockType type = answer.type == WRITE ? LockType.EXCLUSIVE : LockType.SHARED;
        return answer.type == UNLOCK
                ? Optional.empty()
                : Optional.of(new RecordLock(type, answer.start, length, answer.process));
    }

    private void record(Operation operation, long start, long end, int type, boolean waits) {
        Requests.setlk(operation, owner(handle), start, end, type, io.process(), waits);
    }

    private static int number(LockType type) {
        return type == LockType.EXCLUSIVE ? WRITE : READ;
    }

    /** The last byte of a range, inclusive. */
    private static long end(long offset, long length) throws OwnIoException {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw OwnIoObject.invalid("offset " + offset + ", length " + length);
        }
        return length == 0 ? Long.MAX_VALUE : offset + length - 1;
    }
}
