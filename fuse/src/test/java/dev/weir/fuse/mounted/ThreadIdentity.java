package dev.weir.fuse.mounted;

import dev.weir.testkit.posix.Identity;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * As whom the only thread of a test program makes its calls. It is somebody else for a single call at a time: Java's own files may be out of that user's reach. By raw system calls, which leave
 * other threads alone; root stays in reserve as the saved user.
 */
final class ThreadIdentity {
    private static final boolean AARCH64 = System.getProperty("os.arch", "").equals("aarch64");
    private static final int SETRESUID = AARCH64 ? 147 : 117;
    private static final int SETRESGID = AARCH64 ? 149 : 119;
    private static final int SETGROUPS = AARCH64 ? 159 : 116;
    private static final LibraryCall SYSCALL = LibraryCall.ofLong("syscall");

    private static Identity now = Identity.ROOT;

    private ThreadIdentity() {}

    static void become(Identity who) {
        now = who;
    }

    static long during(LongSupplier call) {
        Identity who = now;
        if (who.equals(Identity.ROOT)) {
            return call.getAsLong();
        }
        groups(who.groups());
        check(SYSCALL.callAsThis(SETRESGID, who.groupId(), who.groupId(), 0));
        check(SYSCALL.callAsThis(SETRESUID, who.userId(), who.userId(), 0));
        try {
            return call.getAsLong();
        } finally {
            check(SYSCALL.callAsThis(SETRESUID, 0, 0, 0));
            check(SYSCALL.callAsThis(SETRESGID, 0, 0, 0));
            groups(List.of());
        }
    }

    private static void groups(List<Integer> groups) {
        int[] numbers = groups.stream().mapToInt(Integer::intValue).toArray();
        check(LibraryCall.with(numbers, address -> SYSCALL.callAsThis(SETGROUPS, numbers.length, address)));
    }

    private static void check(long result) {
        if (result != 0) {
            throw new IllegalStateException("can't change the user: error " + -result);
        }
    }
}
