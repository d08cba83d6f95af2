package dev.weir.linux;

import dev.weir.DataBuffer;
import dev.weir.Errno;
import dev.weir.manager.Operation;
import dev.weir.operation.Ioctl;
import java.lang.foreign.MemorySegment;

/**
 * The ioctls that make sense on a file of another file system: getting and setting its attributes (chattr, project
 * ids). All others are ENOTTY: their arguments may hold pointers, which mean nothing here.
 */
final class HostControls {
    private static final int GET_FLAGS = 0x80086601;
    private static final int SET_FLAGS = 0x40086602;
    private static final int GET_VERSION = 0x80087601;
    private static final int GET_XATTR = 0x801c581f;
    private static final int SET_XATTR = 0x401c5820;

    private HostControls() {}

    static long control(HostThread thread, Operation operation, HostFile file) {
        Ioctl request = (Ioctl) operation.parameters();
        int command = request.command();
        int size = command >>> 16 & 0x3fff;
        return switch (command) {
            case GET_FLAGS, GET_VERSION, GET_XATTR -> get(thread, operation.buffer(), file, command, size);
            case SET_FLAGS, SET_XATTR -> set(thread, operation.buffer(), file, command, size);
            default -> -Errno.ENOTTY;
        };
    }

    private static long get(HostThread thread, DataBuffer buffer, HostFile file, int command, int size) {
        // The kernel fills in an int for what is declared as a long.
        NativeMemory.clear(thread.staging, size);
        long result = FileCalls.ioctl(thread.natives, file.descriptor, Integer.toUnsignedLong(command), thread.staging);
        if (result < 0) {
            return result;
        }
        long length = Math.min(size, buffer.length());
        HostBuffers.out(thread.staging, buffer, 0, length);
        return length;
    }

    private static long set(HostThread thread, DataBuffer buffer, HostFile file, int command, int size) {
        NativeMemory.clear(thread.staging, size);
        MemorySegment input = buffer.segment();
        if (input.byteSize() == 0 || buffer.length() == 0) {
            return -Errno.EINVAL;
        }
        HostBuffers.in(buffer, 0, thread.staging, Math.min(size, buffer.length()));
        return FileCalls.ioctl(thread.natives, file.descriptor, Integer.toUnsignedLong(command), thread.staging);
    }
}
