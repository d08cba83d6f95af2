package dev.weir.linux;

import dev.weir.Errno;

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
        long data = get(thread);
        return data == 0 ? 0 : NativeMemory.getInt(data) & 0xffff_ffffL | (long) NativeMemory.getInt(data + 12) << 32;
    }

    /** One bit for each that the calling thread may put into effect, 0 if the kernel does not say. */
    static long permitted(NativeThread thread) {
        long data = get(thread);
        return data == 0
                ? 0
                : NativeMemory.getInt(data + 4) & 0xffff_ffffL | (long) NativeMemory.getInt(data + 16) << 32;
    }

    /** Whether the calling thread has a capability in effect. */
    public static boolean has(NativeThread thread, int capability) {
        return (effective(thread) >>> capability & 1) != 0;
    }

    /** Puts one capability into effect or out of it, as {@link #setAllEffective}. */
    public static int setEffective(NativeThread thread, int capability, boolean effective) {
        return setAllEffective(thread, 1L << capability, effective);
    }

    /**
     * Puts capabilities of this thread into effect or out of it; they stay permitted, so that this can be undone.
     *
     * @param capabilities one bit for each
     * @return 0, or a negated {@link Errno}
     */
    static int setAllEffective(NativeThread thread, long capabilities, boolean effective) {
        long data = get(thread);
        if (data == 0) {
            return -Errno.EINVAL;
        }
        change(data, (int) capabilities, effective);
        change(data + 12, (int) (capabilities >>> 32), effective);
        return (int) RawSyscall.call(thread, SyscallNumbers.CAPSET, data - 8, data);
    }

    private static void change(long word, int bits, boolean effective) {
        int now = NativeMemory.getInt(word);
        NativeMemory.putInt(word, effective ? now | bits : now & ~bits);
    }

    /** Two times {effective(4) permitted(4) inheritable(4)}, with the head that capset wants before it; 0 if refused. */
    private static long get(NativeThread thread) {
        long header = thread.struct();
        NativeMemory.putInt(header, VERSION_3);
        NativeMemory.putInt(header + 4, 0);
        return RawSyscall.call(thread, SyscallNumbers.CAPGET, header, header + 8) == 0 ? header + 8 : 0;
    }
}
