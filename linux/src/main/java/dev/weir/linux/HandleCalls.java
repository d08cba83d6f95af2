package dev.weir.linux;

/**
 * File handles: the name of an inode for ever, which the kernel turns into a descriptor again (CAP_DAC_READ_SEARCH).
 *
 * <pre>
 *  struct file_handle: 0 bytes(4)  4 type(4)  8 handle, at most 128 bytes
 * </pre>
 */
final class HandleCalls {
    /** The size of a buffer that any handle fits into. */
    static final int SIZE = 8 + 128;

    private static final int MAX_HANDLE = 128;

    private HandleCalls() {}

    /** The handle of a descriptor's file, written at {@code handle}. EOPNOTSUPP where the file system has none. */
    static int ofDescriptor(NativeThread thread, int descriptor, long handle) {
        NativeMemory.putInt(handle, MAX_HANDLE);
        return (int) RawSyscall.call(
                thread,
                SyscallNumbers.NAME_TO_HANDLE_AT,
                descriptor,
                thread.emptyName(),
                handle,
                thread.struct() + NativeThread.STRUCT_SIZE - 8,
                Statx.AT_EMPTY_PATH);
    }

    /** How many bytes of the buffer a handle takes, its head included. */
    static int size(long handle) {
        return 8 + NativeMemory.getInt(handle);
    }

    /**
     * The inode number that a handle was made of, as ext2, ext3, ext4, f2fs, xfs and tmpfs make them; -1 where its form is none of theirs.
     *
     * <pre>
     *  type    1, 8 bytes:  0 inode(4)  4 generation(4)
     *  type    1, 12 bytes: 0 generation(4)  4 inode, low(4)  8 inode, high(4)       tmpfs
     *  type 0x81, 12 bytes: 0 inode(8)  8 generation(4)                              xfs
     * </pre>
     */
    static long inode(long handle) {
        int bytes = NativeMemory.getInt(handle);
        int type = NativeMemory.getInt(handle + 4);
        if (type == 1 && bytes == 8) {
            return Integer.toUnsignedLong(NativeMemory.getInt(handle + 8));
        }
        if (type == 1 && bytes == 12) {
            return NativeMemory.getLong(handle + 12);
        }
        return type == 0x81 && bytes == 12 ? NativeMemory.getLong(handle + 8) : -1;
    }

    /** Opens by handle; {@code mount} is any descriptor on that file system. ESTALE: the inode is gone. */
    static int open(NativeThread thread, int mount, long handle, int flags) {
        return (int)
                RawSyscall.call(thread, SyscallNumbers.OPEN_BY_HANDLE_AT, mount, handle, flags | OpenFlags.O_CLOEXEC);
    }
}
