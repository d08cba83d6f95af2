package dev.weir.service;

import dev.weir.fuse.RingSupport;
import dev.weir.linux.Capabilities;
import dev.weir.linux.FuseMountHelper;
import dev.weir.linux.MountEntry;
import dev.weir.linux.MountState;
import dev.weir.linux.MountTable;
import dev.weir.linux.NativeThread;
import dev.weir.service.run.UserNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks at what Weir needs of this system and of this user's rights. Changes nothing; takes a few seconds at most. */
public final class Doctor {
    /** How a check ended. */
    public enum Verdict {
        OK,
        /** Weir works, with less. */
        LESS,
        /** Something does not work. */
        BAD
    }

    /** @param remedy what to do; empty where nothing is to be done */
    public record Check(String name, Verdict verdict, String text, String remedy) {}

    private static final Path DEVICE = Path.of("/dev/fuse");
    private static final Path SYSTEM = Path.of("/sys");
    private static final String GOVERNOR = "devices/system/cpu/cpuidle/current_governor";
    private static final String HALT_POLL = "module/haltpoll/parameters/guest_halt_poll_ns";
    private static final int PASSTHROUGH_MAJOR = 6;
    private static final int WATCH_MAJOR = 6;
    private static final int WATCH_MINOR = 2;
    private static final int PASSTHROUGH_MINOR = 9;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final List<Check> checks = new ArrayList<>();
    private final boolean admin = Capabilities.has(NativeThread.current(), Capabilities.CAP_SYS_ADMIN);

    private Doctor() {}

    /** Looks at everything. */
    public static List<Check> examine() throws IOException, InterruptedException {
        Doctor doctor = new Doctor();
        doctor.kernel();
        doctor.device();
        doctor.rings();
        doctor.idleProcessors();
        doctor.java();
        doctor.privileges();
        doctor.withoutRoot();
        doctor.mounts();
        doctor.leftFolders();
        return List.copyOf(doctor.checks);
    }

    private void add(String name, Verdict verdict, String text, String remedy) {
        checks.add(new Check(name, verdict, text, remedy));
    }

    private void kernel() throws IOException {
        String release = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        add("kernel", Verdict.OK, release, "");
        String reason = missing(release, PASSTHROUGH_MAJOR, PASSTHROUGH_MINOR);
        if (reason.isEmpty()) {
            add(
                    "passthrough",
                    Verdict.OK,
                    "yes, where no filter wants a file's data and the file system below allows it",
                    "");
        } else {
            add("passthrough", Verdict.LESS, "no: " + reason, "all data goes through Weir: right, but slower");
        }
        watching(release);
    }

    private void watching(String release) {
        String reason = missing(release, WATCH_MAJOR, WATCH_MINOR);
        add(
                "changes underneath",
                reason.isEmpty() ? Verdict.OK : Verdict.LESS,
                reason.isEmpty() ? "are watched, on ext4, xfs, f2fs and tmpfs" : "are not watched: " + reason,
                reason.isEmpty()
                        ? ""
                        : "the kernel believes names and attributes for a second instead of a minute: slower");
    }

    /** Why there is not what root has since a kernel; empty where there is. */
    private String missing(String release, int major, int minor) {
        if (!isAtLeast(release, major, minor)) {
            return "the kernel is older than " + major + "." + minor;
        }
        return admin ? "" : "needs CAP_SYS_ADMIN in the initial user namespace";
    }

    private static boolean isAtLeast(String release, int major, int minor) {
        String[] parts = release.split("[^0-9]+", 3);
        try {
            int theMajor = Integer.parseInt(parts[0]);
            int theMinor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            return theMajor > major || theMajor == major && theMinor >= minor;
        } catch (NumberFormatException unknown) {
            return false;
        }
    }

    private void device() {
        if (!Files.exists(DEVICE)) {
            add("/dev/fuse", Verdict.BAD, "is not there", "'modprobe fuse' as root, or give the container the device");
        } else if (Files.isReadable(DEVICE) && Files.isWritable(DEVICE)) {
            add("/dev/fuse", Verdict.OK, "is open to this user", "");
        } else {
            add("/dev/fuse", Verdict.BAD, "is not open to this user", "'chmod 666 /dev/fuse' as root, or run as root");
        }
    }

    private void rings() {
        String refusal = RingSupport.refusal();
        add(
                "io_uring",
                refusal.isEmpty() ? Verdict.OK : Verdict.LESS,
                refusal.isEmpty() ? "is offered to mounts" : "no: " + refusal,
                RingSupport.remedy());
    }

    private void idleProcessors() {
        if (haltAtOnce(SYSTEM)) {
            add(
                    "idle processors",
                    Verdict.LESS,
                    "halt at once: in a virtual machine waking them can be most of what a request costs",
                    "'echo 200000 > " + SYSTEM.resolve(HALT_POLL)
                            + "' as root: they look for work for up to 200 us before");
        }
    }

    /** Whether a guest's governor for idle processors is there, and is told not to poll before it gives a processor back (guest-halt-polling.rst of the kernel's documents). */
    static boolean haltAtOnce(Path system) {
        try {
            return Files.readString(system.resolve(GOVERNOR)).strip().equals("haltpoll")
                    && Files.readString(system.resolve(HALT_POLL)).strip().equals("0");
        } catch (IOException none) {
            return false;
        }
    }

    private void java() {
        add("java", Verdict.OK, Runtime.version() + " in " + System.getProperty("java.home"), "");
    }

    private void privileges() throws IOException {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        add(
                "privileges",
                admin ? Verdict.OK : Verdict.LESS,
                "user " + user + (admin ? ", may mount" : ", may not mount by itself"),
                admin ? "" : "mounts go through fusermount3 and are this user's alone");
    }

    private void withoutRoot() throws IOException, InterruptedException {
        boolean helper = FuseMountHelper.find().isPresent();
        boolean namespaces = UserNamespace.isAvailable();
        Verdict missing = admin ? Verdict.OK : Verdict.LESS;
        add(
                "fusermount3",
                helper ? Verdict.OK : missing,
                helper ? "is installed" : "is not installed",
                helper ? "" : "'apt-get install fuse3' (or your system's package), for mounts without root");
        add(
                "user namespaces",
                namespaces ? Verdict.OK : missing,
                namespaces ? "this user can make them" : "are barred, or util-linux is too old",
                namespaces ? "" : "without root, 'weir run' then mounts where this user's other programs see it too");
        if (!admin && !helper && !namespaces) {
            add("mounting", Verdict.BAD, "this user can't mount at all", "install fuse3, or run as root");
        }
    }

    private void mounts() throws IOException, InterruptedException {
        for (MountEntry entry : MountTable.read().weirVolumes()) {
            String path = entry.mountPointText();
            MountState state = MountState.probe(entry.mountPoint(), PATIENCE);
            switch (state) {
                case DEAD ->
                    add(
                            "mount " + path,
                            Verdict.BAD,
                            "is dead: its service has ended",
                            "'weir umount " + path + "' frees it");
                case SILENT ->
                    add("mount " + path, Verdict.BAD, "does not answer", "'weir umount --abort " + path + "' ends it");
                case ALIVE -> alive(path);
            }
        }
    }

    private void alive(String path) {
        List<FileUsers.Use> round = FileUsers.roundMount(path);
        add("mount " + path, Verdict.OK, "answers", "");
        round.forEach(use -> add(
                "mount " + path,
                Verdict.LESS,
                use + " goes round the filters: it was there before the mount",
                "start it again"));
    }

    private void leftFolders() {
        for (Path folder : RunFolders.dead(RunFolders.parents(System.getenv()))) {
            add(
                    "folder",
                    Verdict.LESS,
                    folder + " was left by a run that was killed",
                    "the next 'weir run' removes it");
        }
    }

    /** A check as a word: ok, less or bad. */
    public static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
