package dev.weir.testkit;

import dev.weir.DataBuffer;
import dev.weir.Errno;
import dev.weir.FileType;
import dev.weir.manager.Operation;
import dev.weir.operation.Allocate;
import dev.weir.operation.CopyRange;
import dev.weir.operation.Ioctl;
import dev.weir.operation.Read;
import dev.weir.operation.Seek;
import dev.weir.operation.Write;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reading and changing the bytes of open files. */
final class MemoryData {
    private static final int KEEP_SIZE = 1;
    private static final int PUNCH_HOLE = 2;
    private static final int ZERO_RANGE = 0x10;
    private static final int SEEK_DATA = 3;
    private static final int GET_FLAGS = 0x80086601;
    private static final int SET_FLAGS = 0x40086602;

    private MemoryData() {}

    static void read(Operation operation, Read read) {
        OpenFile file = OpenFile.of(operation);
        if (!file.reads()) {
            throw new Refused(Errno.EBADF);
        }
        DataBuffer buffer = operation.buffer();
        MemoryInode inode = file.inode();
        long wanted = Math.min(read.byteCount(), buffer.length());
        int count;
        synchronized (inode) {
            count = inode.details().content.read(read.offset(), buffer.segment(), buffer.offset(), wanted);
        }
        operation.succeed(count);
    }

    static void write(Operation operation, Write write) {
        OpenFile file = OpenFile.of(operation);
        if (!file.writes()) {
            throw new Refused(Errno.EBADF);
        }
        DataBuffer buffer = operation.buffer();
        MemoryInode inode = file.inode();
        long length = Math.min(write.byteCount(), buffer.length());
        boolean append = ((write.flags() | file.flags()) & OpenFile.APPEND) != 0;
        synchronized (inode) {
            long offset = append ? inode.details().content.size() : write.offset();
            inode.details().content.write(offset, buffer.segment(), buffer.offset(), length);
            inode.modified();
        }
        operation.succeed(length);
    }

    static void allocate(Operation operation, Allocate allocate) {
        MemoryInode inode = OpenFile.of(operation).inode();
        int mode = allocate.mode();
        if ((mode & ~(KEEP_SIZE | PUNCH_HOLE | ZERO_RANGE)) != 0) {
            throw new Refused(Errno.EOPNOTSUPP);
        }
        if (allocate.offset() < 0 || allocate.rangeLength() <= 0) {
            throw new Refused(Errno.EINVAL);
        }
        synchronized (inode) {
            if ((mode & (PUNCH_HOLE | ZERO_RANGE)) != 0) {
                inode.details().content.zero(allocate.offset(), allocate.rangeLength());
            }
            long end = allocate.offset() + allocate.rangeLength();
            if ((mode & KEEP_SIZE) == 0 && end > inode.details().content.size()) {
                inode.details().content.resize(end);
            }
            inode.modified();
        }
        operation.succeed(0);
    }

    static void copy(Operation operation, CopyRange copy) {
        OpenFile source = OpenFile.of(operation);
        OpenFile target = OpenFile.of((dev.weir.manager.FileHandleObject) copy.destination());
        if (!source.reads() || !target.writes()) {
            throw new Refused(Errno.EBADF);
        }
        boolean overlap = Math.abs(copy.offset() - copy.destinationOffset()) < copy.rangeLength();
        if (source.inode() == target.inode() && overlap) {
            throw new Refused(Errno.EINVAL);
        }
        byte[] bytes = new byte[(int) Math.clamp(source.inode().size() - copy.offset(), 0, copy.rangeLength())];
        MemorySegment between = MemorySegment.ofArray(bytes);
        int count;
        synchronized (source.inode()) {
            count = source.inode().details().content.read(copy.offset(), between, 0, bytes.length);
        }
        synchronized (target.inode()) {
            target.inode().details().content.write(copy.destinationOffset(), between, 0, count);
            target.inode().modified();
        }
        operation.succeed(count);
    }

    /** There are no holes but the one behind the end. */
    static void seek(Operation operation, Seek seek) {
        long size = OpenFile.of(operation).inode().size();
        if (seek.offset() < 0 || seek.offset() >= size) {
            throw new Refused(Errno.ENXIO);
        }
        operation.succeed(seek.whence() == SEEK_DATA ? seek.offset() : size);
    }

    static void readLink(Operation operation) {
        MemoryInode inode = MemoryNames.inode(operation.node());
        if (inode.type != FileType.SYMBOLIC_LINK) {
            throw new Refused(Errno.EINVAL);
        }
        MemoryAttributes.fill(operation, inode.details().target.bytes());
        operation.succeed(
                Math.min(inode.details().target.length(), operation.buffer().length()));
    }

    /** The flags of chattr(1), kept and without effect. */
    static void control(Operation operation, Ioctl ioctl) {
        MemoryInode inode = OpenFile.of(operation).inode();
        switch (ioctl.command()) {
            case GET_FLAGS -> {
                byte[] flags = ByteBuffer.allocate(4)
                        .order(ByteOrder.nativeOrder())
                        .putInt(inode.flags())
                        .array();
                MemoryAttributes.fill(operation, flags);
                operation.succeed(flags.length);
            }
            case SET_FLAGS -> {
                byte[] payload = MemoryAttributes.payload(operation);
                if (payload.length < 4) {
                    throw new Refused(Errno.EFAULT);
                }
                inode.flags(
                        ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder()).getInt());
                operation.succeed(0);
            }
            default -> throw new Refused(Errno.ENOTTY);
        }
    }
}
