package dev.weir.testkit;

import dev.weir.Errno;
import dev.weir.NtStatus;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.testkit.posix.FileStatus;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a program would have been told. Immutable. */
public final class Result {
    /** The attributes that came back. */
    public record Attributes(
            long inode, int mode, int links, int userId, int groupId, long size, long modificationSeconds) {}

    /** What F_GETLK answered; type 2 (F_UNLCK) where nothing is in the way. */
    public record Lock(int type, long start, long end, int process) {}

    private final String operation;
    private final NtStatus status;
    private final int errno;
    private final long information;
    private final byte[] bytes;
    private final @Nullable FileNodeObject node;
    private final @Nullable FileHandleObject handle;
    private final @Nullable Attributes attributes;
    private final FileStatus fileStatus;
    private final Lock lock;

    private Result(Operation operation) {
        this.operation = operation.operationName();
        this.status = operation.status();
        this.errno = operation.errno();
        this.information = operation.information();
        this.bytes = data(operation);
        this.node = operation.resultNode();
        this.handle = operation.resultHandle();
        var came = operation.attributes();
        this.attributes = came.isPresent()
                ? new Attributes(
                        came.inode(),
                        came.mode(),
                        came.links(),
                        came.userId(),
                        came.groupId(),
                        came.size(),
                        came.modificationSeconds())
                : null;
        this.fileStatus = new FileStatus(
                0,
                came.inode(),
                came.mode(),
                came.links(),
                came.userId(),
                came.groupId(),
                came.size(),
                came.blocks(),
                came.deviceNumber(),
                nanos(came.accessSeconds(), came.accessNanos()),
                nanos(came.modificationSeconds(), came.modificationNanos()),
                nanos(came.changeSeconds(), came.changeNanos()));
        var answer = operation.lockAnswer();
        this.lock = new Lock(answer.type, answer.start, answer.end, answer.process);
    }

    private static long nanos(long seconds, int nanos) {
        return seconds * 1_000_000_000L + nanos;
    }

    /** Of an operation that has just ended. */
    static Result of(Operation operation) {
        return new Result(operation);
    }

    private static byte[] data(Operation operation) {
        boolean hasData = switch (operation.kind()) {
            case READ, READDIR, READLINK, GETXATTR, LISTXATTR, IOCTL -> operation.errno() == 0;
            default -> false;
        };
        long length =
                hasData ? Math.min(operation.information(), operation.buffer().length()) : 0;
        return operation
                .buffer()
                .segment()
                .asSlice(operation.buffer().offset(), length)
                .toArray(ValueLayout.JAVA_BYTE);
    }

    public NtStatus status() {
        return status;
    }

    /** 0 for success. */
    public int errno() {
        return errno;
    }

    /** Bytes transferred, the position of a seek, the size of an attribute asked for without room. */
    public long information() {
        return information;
    }

    /** The data that came back; empty for everything but reads of any kind. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The same as text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether the program was told of success. */
    public boolean succeeded() {
        return errno == 0;
    }

    /** The node that a look-up or a creation found or made. */
    public FileNodeObject node() {
        return present(node, "node");
    }

    boolean hasNode() {
        return node != null;
    }

    /** The file that an open opened. */
    public FileHandleObject handle() {
        return present(handle, "handle");
    }

    public boolean hasHandle() {
        return handle != null;
    }

    /** The attributes in full; zeros where none came back. */
    FileStatus fileStatus() {
        return fileStatus;
    }

    public Attributes attributes() {
        return present(attributes, "attributes");
    }

    /** Of {@code getlock} only. */
    public Lock lock() {
        return lock;
    }

    /** This, if it is a success; else an assertion error that says what happened. */
    public Result orFail() {
        if (!succeeded()) {
            throw new AssertionError(toString());
        }
        return this;
    }

    private <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw new AssertionError("there is no " + what + ": " + this);
        }
        return value;
    }

    @Override
    public String toString() {
        return operation + " = " + (errno == 0 ? Long.toString(information) : Errno.name(errno)) + ", " + status;
    }
}
