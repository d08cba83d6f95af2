package dev.weir.linux;

/** The capabilities that the calling thread has in effect, by their numbers in linux/capability.h. */
public final class Capabilities {
    public static final int CAP_CHOWN = 0;
    public static final int CAP_DAC_OVERRIDE = 1;
    public static final int CAP_DAC_READ_SEARCH = 2;
    public static final int CAP_FOWNER = 3;
    public static final int CAP_FSETID = 4;
    public static final int CAP_SETGID = 6;
    public static final int CAP_SETUID = 7;
    public static final int CAP_SYS_ADMIN = 21;
    public static final int CAP_SYS_RESOURCE = 24;
    public static final int CAP_MKNOD = 27;

    private static final int VERSION_3 = 0x20080522;

    private Capabilities() {}

    /** One bit for each effective capability, 0 if the kernel does not say. */
    public static long effective(NativeThread thread) {
        long header = thread.struct();
        long data = header + 8;
        NativeMemory.putInt(header, VERSION_3);
        NativeMemory.putInt(header + 4, 0);
        if (RawSyscall.call(thread, SyscallNumbers.CAPGET, header, data) != 0) {
            return 0;
        }
        return NativeMemory.getInt(data) & 0xffff_ffffL | (long) NativeMemory.getInt(data + 12) << 32;
    }

    /** Whether the calling thread has a capability in effect. */
    public static boolean has(NativeThread thread, int capability) {
        return (effective(thread) >>> capability & 1) != 0;
    }
}
