package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.linux.NativeMemory;
import dev.weir.linux.OpenFlags;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.Requests;

/**
 * What moves and places data.
 *
 * <pre>
 *  read_in 40:   0 fh  8 offset  16 size(4)  20 read_flags(4)   24 lock_owner  32 flags(4)
 *  write_in 40:  0 fh  8 offset  16 size(4)  20 write_flags(4)  24 lock_owner  32 flags(4)     data
 *  write_out 8:  0 size(4)
 *  fsync_in 16:  0 fh  8 fsync_flags(4)
 *  fallocate_in 32: 0 fh  8 offset  16 length  24 mode(4)
 *  lseek_in 24:  0 fh  8 offset  16 whence(4)      lseek_out 8: 0 offset
 *  copy_file_range_in 56: 0 fh_in  8 off_in  16 nodeid_out  24 fh_out  32 off_out  40 len  48 flags
 *  ioctl_in 32:  0 fh  8 flags(4)  12 cmd(4)  16 arg  24 in_size(4)  28 out_size(4)            data
 *  ioctl_out 16: 0 result(4)  4 flags  8 in_iovs  12 out_iovs                                  data
 * </pre>
 */
final class DataHandlers {
    private static final int FIXED_DATA = 40;
    private static final int WRITE_CACHE = 1;
    private static final int KILL_SUIDGID = 1 << 2;
    private static final int DATA_ONLY = 1;

    private static final int FS_IOC_GETFLAGS = 0x80086601;
    private static final int FS_IOC_SETFLAGS = 0x40086602;
    private static final int FS_IOC32_GETFLAGS = 0x80046601;
    private static final int FS_IOC32_SETFLAGS = 0x40046602;
    private static final int FS_IOC_FSGETXATTR = 0x801c581f;
    private static final int FS_IOC_FSSETXATTR = 0x401c5820;
    private static final int IOCTL_LIMIT = 4096;
    private static final int IOCTL_OUT = 16;

    private DataHandlers() {}

    static void read(Exchange x) {
        x.request.require(FIXED_DATA);
        FileHandleObject handle = x.handle(x.request.word(0));
        int size = x.request.number(16);
        if (size < 0 || size > x.buffers().capacity()) {
            throw RequestRefused.malformed();
        }
        int flags = x.request.number(32);
        boolean direct = HandleState.of(handle).isDirect();
        if (direct && x.connection.negotiation().writesBack()) {
            writeBackTheEnd(x, handle, place(x, 8) + size);
        }
        Requests.read(x.operation, place(x, 8), size, flags);
        x.operation.caching(!direct, direct || (flags & OpenFlags.O_DIRECT) != 0);
        x.room(0, size);
        x.startData(handle, true, DataHandlers::bytes);
    }

    /** Before a read past the page cache the kernel writes back what is to be read, and no more: where the file ends it has to be told below as well. */
    private static void writeBackTheEnd(Exchange x, FileHandleObject handle, long readsTo) {
        OpenModes modes = NodeState.of(handle.node()).openModes();
        boolean perhapsLonger;
        synchronized (modes) {
            perhapsLonger = modes.isWrittenBack();
        }
        if (perhapsLonger
                && handle.base() != null
                && x.probe().getattr(handle)
                && x.probe().attributes().size() < readsTo) {
            x.connection.writeBack(handle.node());
        }
    }

    static void write(Exchange x) {
        x.request.require(FIXED_DATA);
        FileHandleObject handle = x.handle(x.request.word(0));
        int size = x.request.number(16);
        if (size < 0 || size > x.request.length() - FIXED_DATA) {
            throw RequestRefused.malformed();
        }
        int flags = x.request.number(32);
        int how = x.request.number(20);
        boolean writtenBack = (how & WRITE_CACHE) != 0;
        Requests.write(x.operation, place(x, 8), size, flags);
        x.clearsSetIds(how, KILL_SUIDGID);
        boolean direct = HandleState.of(handle).isDirect();
        x.operation.caching(writtenBack, !writtenBack && (direct || (flags & OpenFlags.O_DIRECT) != 0));
        x.data(x.request.address(FIXED_DATA), size);
        x.startData(handle, !writtenBack, DataHandlers::written);
    }

    static void fsync(Exchange x) {
        FileHandleObject handle = x.handle(x.request.word(0));
        Requests.fsync(x.operation, (x.request.number(8) & DATA_ONLY) != 0);
        x.start(handle, DataHandlers::done);
    }

    static void syncfs(Exchange x) {
        Requests.syncfs(x.operation);
        x.start(x.node(), DataHandlers::done);
    }

    static void fallocate(Exchange x) {
        FileHandleObject handle = x.handle(x.request.word(0));
        Requests.fallocate(x.operation, place(x, 8), place(x, 16), x.request.number(24));
        x.start(handle, DataHandlers::done);
    }

    /** The kernel asks only for SEEK_DATA and SEEK_HOLE. What it has not written back yet is not below: then it has to treat files as all data. */
    static void lseek(Exchange x) {
        if (x.connection.negotiation().writesBack()) {
            x.replyError(Errno.ENOSYS);
            return;
        }
        FileHandleObject handle = x.handle(x.request.word(0));
        Requests.lseek(x.operation, x.request.word(8), x.request.number(16));
        x.start(handle, DataHandlers::position);
    }

    static void copyFileRange(Exchange x) {
        copyFileRange(x, DataHandlers::copied);
    }

    static void copyFileRange64(Exchange x) {
        copyFileRange(x, DataHandlers::copied64);
    }

    private static void copied(Exchange x) {
        sourceRead(x);
        written(x);
    }

    private static void copied64(Exchange x) {
        sourceRead(x);
        position(x);
    }

    /** The kernel takes only the target for changed. Before the answer. */
    private static void sourceRead(Exchange x) {
        x.connection.beliefs().ownAttributesChanged(x.operation.node());
    }

    /** While somebody wants to see data it must come as reads and writes, which the kernel then does instead. */
    private static void copyFileRange(Exchange x, Completion whenDone) {
        x.request.require(56);
        FileHandleObject from = x.handle(x.request.word(0));
        FileHandleObject to = x.handle(x.request.word(24));
        if (x.volume().wantsData()) {
            x.replyError(Errno.EOPNOTSUPP);
            return;
        }
        // What comes back as 32 bits must fit in there.
        long length = Math.min(place(x, 40), Integer.MAX_VALUE & ~4095);
        Requests.copyFileRange(x.operation, place(x, 8), to, place(x, 32), length, (int) x.request.word(48));
        x.start(from, whenDone);
    }

    /** Only those that the kernel itself makes of its own calls for file attributes: their sizes are known. */
    static void ioctl(Exchange x) {
        x.request.require(32);
        FileHandleObject handle = x.handle(x.request.word(0));
        int command = x.request.number(12);
        int in = x.request.number(24);
        int out = x.request.number(28);
        if (!isKnown(command)) {
            x.replyError(Errno.ENOTTY);
            return;
        }
        if (in < 0 || out < 0 || in > IOCTL_LIMIT || out > IOCTL_LIMIT || in > x.request.length() - 32) {
            throw RequestRefused.malformed();
        }
        Requests.ioctl(x.operation, command, x.request.word(16), in, out, x.request.number(8));
        int size = Math.max(in, out);
        long data = x.buffers().payload() + IOCTL_OUT;
        NativeMemory.copy(x.request.address(32), data, in);
        NativeMemory.clear(data + in, size - in);
        x.number = out;
        x.data(data, size);
        x.start(handle, DataHandlers::controlled);
    }

    /** An offset or a length; the kernel has none below 0. */
    private static long place(Exchange x, int field) {
        long value = x.request.word(field);
        if (value < 0) {
            throw RequestRefused.malformed();
        }
        return value;
    }

    private static boolean isKnown(int command) {
        return switch (command) {
            case FS_IOC_GETFLAGS,
                    FS_IOC_SETFLAGS,
                    FS_IOC32_GETFLAGS,
                    FS_IOC32_SETFLAGS,
                    FS_IOC_FSGETXATTR,
                    FS_IOC_FSSETXATTR -> true;
            default -> false;
        };
    }

    private static void controlled(Exchange x) {
        if (x.replyFailure()) {
            return;
        }
        if (x.number == 0) {
            // It has set something, and the kernel does not know that attributes are others now.
            x.connection.beliefs().ownAttributesChanged(x.operation.node());
        }
        int out = (int) Math.clamp(x.operation.information(), 0, x.number);
        NativeMemory.copy(x.dataAddress(out), x.buffers().payload(), out);
        NativeMemory.clear(x.buffers().payload() - IOCTL_OUT, IOCTL_OUT);
        x.replyData(IOCTL_OUT, out);
    }

    /** So many bytes as the operation says, at most as many as there was room for. */
    static void bytes(Exchange x) {
        if (!x.replyFailure()) {
            x.replyAnswer(Math.clamp(x.operation.information(), 0, x.size()));
        }
    }

    static void done(Exchange x) {
        if (!x.replyFailure()) {
            x.replyDone();
        }
    }

    private static void written(Exchange x) {
        if (x.replyFailure()) {
            return;
        }
        long most = x.size() > 0 ? x.size() : Integer.MAX_VALUE;
        long body = x.body(8);
        NativeMemory.putInt(body, (int) Math.clamp(x.operation.information(), 0, most));
        x.reply(8);
    }

    private static void position(Exchange x) {
        if (x.replyFailure()) {
            return;
        }
        long body = x.body(8);
        NativeMemory.putLong(body, x.operation.information());
        x.reply(8);
    }
}
