package dev.weir.linux;

import dev.weir.Errno;

/**
 * Extended attributes by descriptor. An O_PATH descriptor needs the way through {@code /proc/self/fd/N}, with the
 * calls that follow links: the magic link leads to the file itself, a symbolic link included, while the calls that do
 * not follow would act on the magic link. POSIX ACLs are attributes too ({@code system.posix_acl_access}).
 *
 * <p>Names are addresses of C strings. Results are a length, 0, or a negated {@link Errno} (ENODATA: no such one).
 */
final class XattrCalls {
    private XattrCalls() {}

    /** The value's length; with {@code size} 0 nothing is copied. ERANGE if the buffer is too small. */
    static int get(NativeThread thread, int node, long name, long buffer, int size) {
        return (int) RawSyscall.call(thread, SyscallNumbers.GETXATTR, thread.descriptorPath(node), name, buffer, size);
    }

    /** Sets one; flags 0, 1 XATTR_CREATE or 2 XATTR_REPLACE. */
    static int set(NativeThread thread, int node, long name, long value, int size, int flags) {
        return (int)
                RawSyscall.call(thread, SyscallNumbers.SETXATTR, thread.descriptorPath(node), name, value, size, flags);
    }

    /** The names, each with its NUL; with {@code size} 0 only the length of all. */
    static int list(NativeThread thread, int node, long buffer, int size) {
        return (int) RawSyscall.call(thread, SyscallNumbers.LISTXATTR, thread.descriptorPath(node), buffer, size);
    }

    /** Removes one. */
    static int remove(NativeThread thread, int node, long name) {
        return (int) RawSyscall.call(thread, SyscallNumbers.REMOVEXATTR, thread.descriptorPath(node), name);
    }

    /** As {@link #get}, of a file that is open (not with O_PATH): no path walk. */
    static int getOpen(NativeThread thread, int descriptor, long name, long buffer, int size) {
        return (int) RawSyscall.call(thread, SyscallNumbers.FGETXATTR, descriptor, name, buffer, size);
    }

    /** As {@link #set}, of a file that is open (not with O_PATH). */
    static int setOpen(NativeThread thread, int descriptor, long name, long value, int size, int flags) {
        return (int) RawSyscall.call(thread, SyscallNumbers.FSETXATTR, descriptor, name, value, size, flags);
    }
}
