package dev.weir.manager;

import dev.weir.FileHandle;
import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.operation.SetAttributes;
import org.jspecify.annotations.Nullable;

/**
 * How a front says what a program asked for: one method for each kind of operation, which begins the operation and sets its parameters. The parameters are those of the
 * type of the same name in {@link dev.weir.operation}.
 */
public final class Requests {
    private Requests() {}

    public static void lookup(Operation operation, FileName name) {
        ParameterBlock block = operation.begin(OperationKind.LOOKUP);
        block.objects[0] = name;
    }

    public static void open(Operation operation, int flags) {
        ParameterBlock block = operation.begin(OperationKind.OPEN);
        block.numbers[0] = flags;
    }

    public static void create(Operation operation, FileName name, int mode, int umask, int flags) {
        ParameterBlock block = operation.begin(OperationKind.CREATE);
        block.objects[0] = name;
        block.numbers[0] = mode;
        block.numbers[1] = umask;
        block.numbers[2] = flags;
    }

    public static void opendir(Operation operation, int flags) {
        ParameterBlock block = operation.begin(OperationKind.OPENDIR);
        block.numbers[0] = flags;
    }

    public static void mkdir(Operation operation, FileName name, int mode, int umask) {
        ParameterBlock block = operation.begin(OperationKind.MKDIR);
        block.objects[0] = name;
        block.numbers[0] = mode;
        block.numbers[1] = umask;
    }

    public static void mknod(Operation operation, FileName name, int mode, int umask, int device) {
        ParameterBlock block = operation.begin(OperationKind.MKNOD);
        block.objects[0] = name;
        block.numbers[0] = mode;
        block.numbers[1] = umask;
        block.numbers[2] = device;
    }

    public static void symlink(Operation operation, FileName name, FileName target) {
        ParameterBlock block = operation.begin(OperationKind.SYMLINK);
        block.objects[0] = name;
        block.objects[1] = target;
    }

    public static void tmpfile(Operation operation, int mode, int umask, int flags) {
        ParameterBlock block = operation.begin(OperationKind.TMPFILE);
        block.numbers[0] = mode;
        block.numbers[1] = umask;
        block.numbers[2] = flags;
    }

    public static void link(Operation operation, FileNode newParent, FileName newName) {
        ParameterBlock block = operation.begin(OperationKind.LINK);
        block.objects[0] = newParent;
        block.objects[1] = newName;
    }

    public static void unlink(Operation operation, FileName name, @Nullable FileNode removed) {
        ParameterBlock block = operation.begin(OperationKind.UNLINK);
        block.objects[0] = name;
        block.objects[1] = removed;
    }

    public static void rmdir(Operation operation, FileName name, @Nullable FileNode removed) {
        ParameterBlock block = operation.begin(OperationKind.RMDIR);
        block.objects[0] = name;
        block.objects[1] = removed;
    }

    public static void rename(
            Operation operation,
            FileName name,
            FileNode newParent,
            FileName newName,
            int flags,
            @Nullable FileNode moved,
            @Nullable FileNode replaced) {
        ParameterBlock block = operation.begin(OperationKind.RENAME);
        block.objects[0] = name;
        block.objects[1] = newParent;
        block.objects[2] = newName;
        block.numbers[0] = flags;
        block.objects[3] = moved;
        block.objects[4] = replaced;
    }

    public static void getattr(Operation operation, int mask) {
        ParameterBlock block = operation.begin(OperationKind.GETATTR);
        block.numbers[0] = mask;
    }

    public static void readlink(Operation operation) {
        operation.begin(OperationKind.READLINK);
    }

    public static void lseek(Operation operation, long offset, int whence) {
        ParameterBlock block = operation.begin(OperationKind.SEEK);
        block.numbers[0] = offset;
        block.numbers[1] = whence;
    }

    /**
     * One change of several attributes at once: it is the weightiest of them, and carries the others.
     *
     * @param valid which of them, bits of {@link SetAttributes}
     */
    public static void setAttributes(
            Operation operation,
            int valid,
            int mode,
            int userId,
            int groupId,
            long size,
            long accessSeconds,
            int accessNanos,
            long modificationSeconds,
            int modificationNanos) {
        OperationKind kind = (valid & SetAttributes.VALID_SIZE) != 0
                ? OperationKind.TRUNCATE
                : (valid & (SetAttributes.VALID_USER_ID | SetAttributes.VALID_GROUP_ID)) != 0
                        ? OperationKind.CHOWN
                        : (valid & SetAttributes.VALID_MODE) != 0 ? OperationKind.CHMOD : OperationKind.UTIMENS;
        setAttributes(
                operation,
                kind,
                valid,
                mode,
                userId,
                groupId,
                size,
                accessSeconds,
                accessNanos,
                modificationSeconds,
                modificationNanos);
    }

    /**
     * One change of attributes, as the kind that the caller says.
     *
     * @param kind TRUNCATE, CHOWN, CHMOD or UTIMENS
     */
    public static void setAttributes(
            Operation operation,
            OperationKind kind,
            int valid,
            int mode,
            int userId,
            int groupId,
            long size,
            long accessSeconds,
            int accessNanos,
            long modificationSeconds,
            int modificationNanos) {
        ParameterBlock block = operation.begin(kind);
        block.numbers[0] = valid;
        block.numbers[1] = mode;
        block.numbers[2] = userId;
        block.numbers[3] = groupId;
        block.numbers[4] = size;
        block.numbers[5] = accessSeconds;
        block.numbers[6] = accessNanos;
        block.numbers[7] = modificationSeconds;
        block.numbers[8] = modificationNanos;
    }

    public static void fallocate(Operation operation, long offset, long rangeLength, int mode) {
        ParameterBlock block = operation.begin(OperationKind.ALLOCATE);
        block.numbers[0] = offset;
        block.numbers[1] = rangeLength;
        block.numbers[2] = mode;
    }

    public static void read(Operation operation, long offset, int byteCount, int flags) {
        ParameterBlock block = operation.begin(OperationKind.READ);
        block.numbers[0] = offset;
        block.numbers[1] = byteCount;
        block.numbers[2] = flags;
    }

    public static void write(Operation operation, long offset, int byteCount, int flags) {
        ParameterBlock block = operation.begin(OperationKind.WRITE);
        block.numbers[0] = offset;
        block.numbers[1] = byteCount;
        block.numbers[2] = flags;
    }

    public static void copyFileRange(
            Operation operation,
            long offset,
            FileHandle destination,
            long destinationOffset,
            long rangeLength,
            int flags) {
        ParameterBlock block = operation.begin(OperationKind.COPY_RANGE);
        block.numbers[0] = offset;
        block.objects[0] = destination;
        block.numbers[1] = destinationOffset;
        block.numbers[2] = rangeLength;
        block.numbers[3] = flags;
    }

    public static void readdir(Operation operation, long offset, int byteCount) {
        ParameterBlock block = operation.begin(OperationKind.READDIR);
        block.numbers[0] = offset;
        block.numbers[1] = byteCount;
    }

    public static void fsync(Operation operation, boolean dataOnly) {
        ParameterBlock block = operation.begin(OperationKind.FSYNC);
        block.numbers[0] = dataOnly ? 1 : 0;
    }

    public static void fsyncdir(Operation operation, boolean dataOnly) {
        ParameterBlock block = operation.begin(OperationKind.FSYNCDIR);
        block.numbers[0] = dataOnly ? 1 : 0;
    }

    public static void syncfs(Operation operation) {
        operation.begin(OperationKind.SYNCFS);
    }

    public static void closeDescriptor(Operation operation, long lockOwner) {
        ParameterBlock block = operation.begin(OperationKind.FLUSH);
        block.numbers[0] = lockOwner;
    }

    public static void getxattr(Operation operation, FileName name, int byteCount) {
        ParameterBlock block = operation.begin(OperationKind.GETXATTR);
        block.objects[0] = name;
        block.numbers[0] = byteCount;
    }

    public static void listxattr(Operation operation, int byteCount) {
        ParameterBlock block = operation.begin(OperationKind.LISTXATTR);
        block.numbers[0] = byteCount;
    }

    public static void setxattr(Operation operation, FileName name, int flags, int extraFlags) {
        ParameterBlock block = operation.begin(OperationKind.SETXATTR);
        block.objects[0] = name;
        block.numbers[0] = flags;
        block.numbers[1] = extraFlags;
    }

    public static void removexattr(Operation operation, FileName name) {
        ParameterBlock block = operation.begin(OperationKind.REMOVEXATTR);
        block.objects[0] = name;
    }

    public static void statfs(Operation operation) {
        operation.begin(OperationKind.STATFS);
    }

    public static void ioctl(
            Operation operation, int command, long argument, int inputLength, int outputLength, int flags) {
        ParameterBlock block = operation.begin(OperationKind.IOCTL);
        block.numbers[0] = command;
        block.numbers[1] = argument;
        block.numbers[2] = inputLength;
        block.numbers[3] = outputLength;
        block.numbers[4] = flags;
    }

    public static void getlk(Operation operation, long lockOwner, long start, long end, int lockType, int lockProcess) {
        ParameterBlock block = operation.begin(OperationKind.GETLK);
        block.numbers[0] = lockOwner;
        block.numbers[1] = start;
        block.numbers[2] = end;
        block.numbers[3] = lockType;
        block.numbers[4] = lockProcess;
    }

    public static void setlk(
            Operation operation, long lockOwner, long start, long end, int lockType, int lockProcess, boolean waiting) {
        ParameterBlock block = operation.begin(OperationKind.SETLK);
        block.numbers[0] = lockOwner;
        block.numbers[1] = start;
        block.numbers[2] = end;
        block.numbers[3] = lockType;
        block.numbers[4] = lockProcess;
        block.numbers[5] = waiting ? 1 : 0;
    }

    public static void flock(Operation operation, long lockOwner, int lockType, boolean waiting) {
        ParameterBlock block = operation.begin(OperationKind.FLOCK);
        block.numbers[0] = lockOwner;
        block.numbers[1] = lockType;
        block.numbers[2] = waiting ? 1 : 0;
    }

    public static void cleanup(Operation operation, long lockOwner) {
        ParameterBlock block = operation.begin(OperationKind.CLEANUP);
        block.numbers[0] = lockOwner;
    }

    public static void release(Operation operation) {
        operation.begin(OperationKind.RELEASE);
    }

    public static void shutdown(Operation operation) {
        operation.begin(OperationKind.SHUTDOWN);
    }
}
