package dev.weir.fuse;

import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.linux.FuseConnection;
import dev.weir.linux.FuseMount;
import dev.weir.linux.FuseMountHelper;
import dev.weir.linux.MountEntry;
import dev.weir.linux.MountTable;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Manager;
import dev.weir.manager.VolumeObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A directory that is mounted through FUSE, from its mount to its end.
 *
 * <p>It ends when it is unmounted by anybody, or aborted: then everything that the kernel held is given back to the filters and the base file system, and the manager dismounts it. Safe on any thread.
 */
public final class FuseVolume {
    /** How a mount point is unmounted. */
    enum Way {
        /** By umount2(2). */
        PRIVILEGED,
        /** By fusermount3. */
        HELPER,
        /** By whoever mounted it, perhaps in another mount namespace. */
        ELSEWHERE
    }

    private static final String CONNECTION_FIELD = "fuse_connection:";

    private final Manager manager;
    private final VolumeObject volume;
    private final byte[] mountPoint;
    private final Way way;
    private final Connection connection;
    private final Session session;
    private final Notifier notifier;
    private final Notifier changes;
    private final OptionalInt number;
    private final Consumer<FuseVolume> onEnd;
    private final CountDownLatch end = new CountDownLatch(1);

    FuseVolume(
            Manager manager,
            VolumeObject volume,
            byte[] mountPoint,
            Way way,
            int device,
            Connection connection,
            MountOptions options,
            Consumer<FuseVolume> onEnd) {
        this.manager = manager;
        this.volume = volume;
        this.mountPoint = mountPoint;
        this.way = way;
        this.connection = connection;
        this.onEnd = onEnd;
        this.number = connectionNumber(device, way == Way.ELSEWHERE ? new byte[0] : mountPoint);
        String name = "weir-fuse-" + volume.id();
        this.session = new Session(connection, name, device, options.maximumWorkers(), this::ended);
        this.notifier = new Notifier(connection, session.notices(), name + "-notifier");
        connection.onWriteBack(file -> {
            // What is written comes as requests.
            session.readers().together();
            notifier.writeBack(file);
        });
        // A thread of its own: what it tells may have to wait for the operation that did it.
        this.changes = new Notifier(connection, session.notices(), name + "-changes");
    }

    void start() {
        connection.beliefs().watch(session.notices(), changes);
        session.start();
    }

    /** The manager's view of it. */
    public VolumeObject volume() {
        return volume;
    }

    /** Where it was mounted; bytes that are not UTF-8 are replaced. */
    public String mountPoint() {
        return new String(mountPoint, StandardCharsets.UTF_8);
    }

    /** The number under /sys/fs/fuse/connections; empty where the kernel does not say. */
    public OptionalInt connection() {
        return number;
    }

    /** Why no file's data goes past this process; empty if it does, or was not asked for. Known when the first file has been opened. */
    public String passthroughRefusal() {
        return connection.passthrough().refusal();
    }

    /** How requests come; {@link Transport#AUTO} until the kernel has sent its first. */
    public Transport transport() {
        return connection.transport().current();
    }

    /**
     * Why changes made below by others are not watched, so that the kernel believes names and attributes for the usual time only; empty if they are. A minute is believed then what no filter asks to see, and somebody else's change is
     * seen after some milliseconds, a second at most.
     */
    public String watchRefusal() {
        return connection.beliefs().refusal();
    }

    /** Why that is not io_uring though it was asked for; else empty. */
    public String transportRefusal() {
        return connection.transport().refusal();
    }

    /** How many open files are read and written past this process: whoever attaches now does not see those. */
    public int unseenFiles() {
        return connection.passthrough().unseen();
    }

    /** Those files, and those of which only mappings go past this process, each with the program that opened it, for people. */
    public List<String> unseenData() {
        if (!connection.passthrough().isUsed()) {
            return List.of();
        }
        var files = new ArrayList<String>();
        volume.handles().forEach(handle -> {
            if (handle.frontState() instanceof HandleState state && state.isPassedThrough()) {
                files.add(described(handle, state));
            }
        });
        return files.isEmpty() && connection.passthrough().isUsed() ? List.of("a file that is being opened") : files;
    }

    private String described(FileHandleObject handle, HandleState state) {
        FilePath path = volume.base().pathOf(handle.node());
        int process = handle.openerProcessId();
        String program = process > 0 ? Requestors.program(process) : "";
        return (path == null ? "a deleted file" : path.text())
                + (state.isDirect() ? ", mappings only" : "")
                + (process > 0
                        ? " (opened by process " + process + (program.isEmpty() ? "" : " " + program) + ")"
                        : "");
    }

    /** Threads that read requests or do them. */
    public int workers() {
        return session.threads();
    }

    /** Requests that were read and wait for a worker; none unless the limit of workers is reached. */
    public int waitingRequests() {
        return connection.backlog().size();
    }

    /** Answers that the kernel did not take; none outside an abort. */
    public long lostReplies() {
        return connection.lostReplies();
    }

    /** Whether it has ended, with all that belongs to it. */
    public boolean isEnded() {
        return end.getCount() == 0;
    }

    /** Waits until it has ended; false if it has not in that time. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        return end.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Unmounts it, in the calling thread's mount namespace. When it returns the kernel has let go; {@link #awaitEnd} tells when all is given back.
     *
     * @throws IOException why not: {@code EBUSY} while a program uses it
     */
    public void unmount() throws IOException {
        takeAway(false);
    }

    /** Takes it out of the tree now; it ends when no program uses it any more. */
    public void unmountLazily() throws IOException {
        takeAway(true);
        manager.markDetached(volume);
    }

    private void takeAway(boolean lazily) throws IOException {
        if (way == Way.ELSEWHERE) {
            throw new IOException(mountPoint() + " is mounted for one program: it goes when that ends");
        }
        if (way == Way.PRIVILEGED) {
            FuseMount.unmount(mountPoint, lazily);
        } else {
            FuseMountHelper.find()
                    .orElseThrow(() -> new IOException("fusermount3 is not installed any more"))
                    .unmount(mountPoint, lazily);
        }
    }

    /**
     * Ends the connection at once: whoever waits gets ECONNABORTED. The mount stays, dead, until it is unmounted; only where the kernel offers no other way is it unmounted too.
     */
    public void abort() throws IOException {
        int wanted = number.orElseThrow(() -> new IOException("the kernel does not tell the number of the connection"));
        Optional<MountEntry> entry = MountTable.read().entries().stream()
                .filter(MountEntry::isFuse)
                .filter(mount -> mount.connection() == wanted)
                .findFirst();
        if (entry.isPresent()) {
            FuseMount.abort(entry.get());
        } else {
            new FuseConnection(wanted).abort();
        }
    }

    /** Whether the kernel drops files that nobody uses when it is told to (7.45). False until it has said what it can. */
    public boolean dropsUnusedFiles() {
        return connection.negotiation().hasPrune();
    }

    /** For {@link dev.weir.manager.VolumeHooks}. */
    void stackChanged() {
        connection.stackChanged();
        if (connection.negotiation().isSettled() && !session.isEnded()) {
            notifier.forgetEverything();
            connection.beliefs().stackChanged();
        }
    }

    /** For {@link dev.weir.manager.VolumeHooks}. */
    void keepData(boolean kept) {
        connection.passthrough().keepData(kept);
    }

    /** For {@link dev.weir.manager.VolumeHooks}. */
    void changed(FileNodeObject file) {
        changes.changed(file);
    }

    /** For {@link dev.weir.manager.VolumeHooks}. */
    void nameChanged(FileNodeObject directory, FileName name) {
        changes.nameChanged(directory, name);
    }

    private void ended() {
        notifier.stop();
        changes.stop();
        try {
            manager.dismount(volume);
        } finally {
            try {
                onEnd.accept(this);
            } finally {
                end.countDown();
            }
        }
    }

    private static OptionalInt connectionNumber(int device, byte[] mountPoint) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + device))) {
                if (line.startsWith(CONNECTION_FIELD)) {
                    return OptionalInt.of(Integer.parseInt(
                            line.substring(CONNECTION_FIELD.length()).strip()));
                }
            }
            return MountTable.read().at(mountPoint).stream()
                    .filter(MountEntry::isFuse)
                    .mapToInt(MountEntry::connection)
                    .findFirst();
        } catch (IOException | NumberFormatException unknown) {
            return OptionalInt.empty();
        }
    }
}
