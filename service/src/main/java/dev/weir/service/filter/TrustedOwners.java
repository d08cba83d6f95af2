package dev.weir.service.filter;

import dev.weir.NtStatus;
import dev.weir.linux.FileCalls;
import dev.weir.linux.NativeThread;
import dev.weir.linux.OpenFlags;
import dev.weir.linux.Statx;
import dev.weir.linux.SystemCallException;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whose files may become code of the service: root's, the service's own user's, and of whoever owns the program that runs already.
 *
 * @param users their numbers
 * @param ownGroup the group whose write access counts as its user's own (a group of the user's alone), -1 for none
 */
public record TrustedOwners(Set<Integer> users, int ownGroup) {
    private static final int WRITABLE_BY_GROUP = 020;
    private static final int WRITABLE_BY_OTHERS = 02;
    private static final int STICKY = 01000;
    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR = 0100000;

    /** Those of this process; {@code program} is the folder that Weir itself was loaded from. */
    public static TrustedOwners ofThisProcess(Path program) throws IOException {
        int user = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        int group = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:gid");
        Set<Integer> users = new TreeSet<>(List.of(0, user));
        if (Files.exists(program)) {
            users.add((Integer) Files.getAttribute(program, "unix:uid"));
        }
        return new TrustedOwners(users, user == group && user != 0 ? group : -1);
    }

    /** Refuses what is no regular file of a trusted owner that nobody else can write, in a folder of which the same holds. */
    void check(NativeThread thread, Path source, int descriptor, long limit) throws Refusal, IOException {
        try (Arena arena = Arena.ofConfined()) {
            long stat = arena.allocate(Statx.SIZE, 8).address();
            stat(thread, descriptor, stat);
            if ((Statx.mode(stat) & FILE_TYPE) != REGULAR) {
                throw Refusal.no(NtStatus.DRIVER_UNABLE_TO_LOAD, source + " is not a jar: it is no regular file");
            }
            if (Statx.size(stat) > limit) {
                throw Refusal.no(NtStatus.FILE_TOO_LARGE, source + " is larger than " + (limit >> 20) + " MiB");
            }
            checkWriters(source.toString(), stat, false);
            Path real = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            checkFolder(thread, real.getParent() == null ? Path.of("/") : real.getParent(), stat);
        }
    }

    private void checkFolder(NativeThread thread, Path folder, long stat) throws Refusal, IOException {
        byte[] path = folder.toString().getBytes(StandardCharsets.UTF_8);
        int opened = FileCalls.open(
                thread, OpenFlags.AT_FDCWD, thread.name(path), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0);
        SystemCallException.check("open " + folder, opened);
        try {
            stat(thread, opened, stat);
            checkWriters(folder.toString(), stat, true);
        } finally {
            FileCalls.close(thread, opened);
        }
    }

    private void checkWriters(String what, long stat, boolean stickyIsEnough) throws Refusal {
        if (!users.contains(Statx.uid(stat))) {
            throw denied(what + " belongs to user " + Integer.toUnsignedString(Statx.uid(stat))
                    + ": chown it to root or to the service's user");
        }
        int mode = Statx.mode(stat);
        boolean byOthers = (mode & WRITABLE_BY_OTHERS) != 0
                || (mode & WRITABLE_BY_GROUP) != 0 && Statx.gid(stat) != ownGroup && Statx.gid(stat) != 0;
        if (byOthers && !(stickyIsEnough && (mode & STICKY) != 0)) {
            throw denied(what + " can be written by others: chmod go-w it");
        }
    }

    private static Refusal denied(String why) {
        return Refusal.no(NtStatus.ACCESS_DENIED, why);
    }

    private static void stat(NativeThread thread, int descriptor, long result) throws IOException {
        SystemCallException.check("statx", Statx.statDescriptor(thread, descriptor, Statx.BASIC_STATS, result));
    }
}
