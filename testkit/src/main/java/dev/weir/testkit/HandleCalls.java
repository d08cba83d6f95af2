package dev.weir.testkit;

import dev.weir.manager.FileHandleObject;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.manager.Requests;
import dev.weir.operation.SetAttributes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** What a program does with open files: one operation a call, named after the operation, unless it says otherwise. */
abstract class HandleCalls extends PathCalls {
    /** F_RDLCK. */
    public static final int READ_LOCK = 0;

    /** F_WRLCK. */
    public static final int WRITE_LOCK = 1;

    /** F_UNLCK. */
    public static final int UNLOCK = 2;

    private static final int LISTING_ROOM = 4096;

    public final Result read(FileHandleObject handle, long offset, int length) {
        return through(handle, operation -> {
            Requests.read(operation, offset, length, handle.openFlags());
            room(operation, length);
        });
    }

    public final Result write(FileHandleObject handle, long offset, byte[] bytes) {
        byte[] own = bytes.clone();
        return through(handle, operation -> {
            Requests.write(operation, offset, own.length, handle.openFlags());
            payload(operation, own);
        });
    }

    /** The same with text. */
    public final Result write(FileHandleObject handle, long offset, String text) {
        return write(handle, offset, text.getBytes(StandardCharsets.UTF_8));
    }

    public final Result truncate(FileHandleObject handle, long size) {
        return through(
                handle,
                operation -> Requests.setAttributes(
                        operation, OperationKind.TRUNCATE, SetAttributes.VALID_SIZE, 0, 0, 0, size, 0, 0, 0, 0));
    }

    public final Result fallocate(FileHandleObject handle, long offset, long length, int mode) {
        return through(handle, operation -> Requests.fallocate(operation, offset, length, mode));
    }

    public final Result copyRange(
            FileHandleObject from, long offset, FileHandleObject to, long destinationOffset, long length) {
        return through(from, operation -> Requests.copyFileRange(operation, offset, to, destinationOffset, length, 0));
    }

    /** Whence is SEEK_DATA 3 or SEEK_HOLE 4. */
    public final Result lseek(FileHandleObject handle, long offset, int whence) {
        return through(handle, operation -> Requests.lseek(operation, offset, whence));
    }

    public final Result fsync(FileHandleObject handle) {
        return through(handle, operation -> Requests.fsync(operation, false));
    }

    public final Result fsyncdir(FileHandleObject handle) {
        return through(handle, operation -> Requests.fsyncdir(operation, false));
    }

    public final Result ioctl(FileHandleObject handle, int command, byte[] input, int outputLength) {
        return through(handle, operation -> {
            Requests.ioctl(operation, command, 0, input.length, outputLength, 0);
            payload(operation, Arrays.copyOf(input, Math.max(input.length, outputLength)));
        });
    }

    /** Sets or drops a POSIX lock (F_SETLK, or F_SETLKW where it waits) on the bytes from start to end, inclusive. */
    public final Result lock(FileHandleObject handle, long owner, long start, long end, int type, boolean waiting) {
        int process = program().caller().process();
        return through(handle, operation -> Requests.setlk(operation, owner, start, end, type, process, waiting));
    }

    /** Asks which POSIX lock is in the way (F_GETLK): {@link Result#lock()}. */
    public final Result getlock(FileHandleObject handle, long owner, long start, long end, int type) {
        int process = program().caller().process();
        return through(handle, operation -> Requests.getlk(operation, owner, start, end, type, process));
    }

    public final Result flock(FileHandleObject handle, int type, boolean waiting) {
        return through(handle, operation -> Requests.flock(operation, handle.id(), type, waiting));
    }

    /** One piece of a listing, in the format of {@link dev.weir.operation.ReadDirectory}; the information is its length. */
    public final Result readdir(FileHandleObject handle, long offset, int room) {
        return through(handle, operation -> {
            Requests.readdir(operation, offset, room);
            room(operation, room);
        });
    }

    /** The names in a directory but for . and .., sorted: opens, lists and closes it, several operations. */
    public final List<String> list(String directory) {
        FileHandleObject handle = opendir(directory).orFail().handle();
        var names = new ArrayList<String>();
        long offset = 0;
        while (true) {
            List<DirectoryEntry> piece = DirectoryEntry.all(
                    readdir(handle, offset, LISTING_ROOM).orFail().bytes());
            if (piece.isEmpty()) {
                break;
            }
            piece.forEach(entry -> names.add(entry.name()));
            offset = piece.getLast().next();
        }
        release(handle);
        names.removeAll(List.of(".", ".."));
        names.sort(null);
        return names;
    }

    /** close(2) of one of a file's descriptors; the file stays open. */
    public final Result closeDescriptor(FileHandleObject handle, long lockOwner) {
        return through(handle, operation -> Requests.closeDescriptor(operation, lockOwner));
    }

    /** The end of an open file: its CLEANUP and its CLOSE. */
    public final void release(FileHandleObject handle) {
        through(handle, operation -> Requests.cleanup(operation, 0));
        through(handle, Requests::release);
    }

    /** close(2) of the only descriptor: {@link #closeDescriptor} and {@link #release}. The result is close(2)'s. */
    public final Result close(FileHandleObject handle) {
        Result result = closeDescriptor(handle, 0);
        release(handle);
        return result;
    }

    private Result through(FileHandleObject handle, Consumer<Operation> request) {
        return program().run(operation -> {
            request.accept(operation);
            operation.through(handle);
        });
    }
}
