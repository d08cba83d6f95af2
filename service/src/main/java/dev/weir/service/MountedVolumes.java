package dev.weir.service;

import dev.weir.Errno;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.fuse.FuseMounts;
import dev.weir.fuse.FuseVolume;
import dev.weir.fuse.MountOptions;
import dev.weir.linux.Capabilities;
import dev.weir.linux.HostFileSystem;
import dev.weir.linux.NativeThread;
import dev.weir.linux.SystemCallException;
import dev.weir.manager.Manager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The volumes that this service has mounted. Safe on any thread. */
final class MountedVolumes {
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger(MountedVolumes.class.getName());

    private final Manager manager;
    private final OwnPaths ownPaths;
    private final Runnable changed;
    private final List<MountedVolume> volumes = new CopyOnWriteArrayList<>();

    /** @param changed called after a volume came or went */
    MountedVolumes(Manager manager, OwnPaths ownPaths, Runnable changed) {
        this.manager = manager;
        this.ownPaths = ownPaths;
        this.changed = changed;
    }

    List<MountedVolume> all() {
        return List.copyOf(volumes);
    }

    /** The volume of a mount point or id; one that is not detached where there are two. */
    Optional<MountedVolume> find(String nameOrId) throws Refusal {
        var wanted = InstancesVerb.volume(manager, nameOrId);
        return volumes.stream().filter(v -> v.front().volume().equals(wanted)).findFirst();
    }

    /**
     * Mounts a directory at a place, which may be itself.
     *
     * @throws Refusal where one of them is not there, something dead is mounted there, or the service needs it itself
     */
    MountedVolume mount(Path directory, Path at, MountSettings settings)
            throws Refusal, IOException, InterruptedException {
        Path mountPoint = directory(at);
        if (DeadMounts.isDead(mountPoint.toString())) {
            throw Refusal.system(mountPoint + " is a dead mount: 'weir umount " + mountPoint + "' frees it");
        }
        Path below = directory(directory);
        ownPaths.check(mountPoint);
        boolean privileged = Capabilities.has(NativeThread.current(), Capabilities.CAP_SYS_ADMIN);
        MountOptions options = settings.options()
                .withAllowOther(privileged)
                .withNotices(notice -> LOG.log(System.Logger.Level.INFO, mountPoint + ": " + notice));
        HostFileSystem base = HostFileSystem.open(below.toString().getBytes(StandardCharsets.UTF_8));
        try {
            FuseVolume front = FuseMounts.mount(manager, base, mountPoint.toString(), options, this::ended);
            MountedVolume volume = new MountedVolume(below.toString(), settings, front, true);
            volumes.add(volume);
            if (front.isEnded()) {
                ended(front);
            }
            changed.run();
            return volume;
        } catch (FilterException refused) {
            throw Refusal.of(refused);
        }
    }

    void checkMountPoint(Path mountPoint) throws Refusal {
        ownPaths.check(mountPoint);
    }

    /** Serves a device that somebody mounted, in whichever namespace. */
    FuseVolume serve(String directory, HostFileSystem base, int device, MountSettings settings)
            throws Refusal, IOException {
        try {
            FuseVolume front = FuseMounts.adopt(manager, base, directory, device, settings.options(), this::ended);
            volumes.add(new MountedVolume(directory, settings, front, false));
            return front;
        } catch (FilterException refused) {
            throw Refusal.of(refused);
        }
    }

    private static Path directory(Path given) throws Refusal, IOException, InterruptedException {
        Path path = given.toAbsolutePath().normalize();
        if (DeadMounts.isDead(path.toString())) {
            return path;
        }
        if (!Files.isDirectory(path)) {
            boolean there = Files.exists(path);
            throw new Refusal(
                    Refusal.Kind.SYSTEM,
                    there ? NtStatus.NOT_A_DIRECTORY : NtStatus.OBJECT_PATH_NOT_FOUND,
                    path + (there ? ": Not a directory" : ": No such file or directory"));
        }
        return path.toRealPath();
    }

    private void ended(FuseVolume front) {
        if (volumes.removeIf(volume -> volume.front().equals(front))) {
            changed.run();
        }
    }

    /** Unmounts; refuses while somebody uses it, naming who. Blocks until everything is given back, but not for ever. */
    void unmount(MountedVolume volume) throws Refusal, IOException, InterruptedException {
        try {
            volume.front().unmount();
        } catch (IOException busy) {
            throw busy(volume, busy);
        }
        volume.front().awaitEnd(END_PATIENCE);
    }

    private static Refusal busy(MountedVolume volume, IOException reason) {
        String mountPoint = volume.mountPoint();
        boolean busy = reason instanceof SystemCallException call
                ? call.errno() == Errno.EBUSY
                : String.valueOf(reason.getMessage()).contains("busy");
        if (!busy) {
            return Refusal.system(mountPoint + " is not unmounted: " + reason.getMessage());
        }
        List<String> users = FileUsers.ofMount(mountPoint).stream()
                .limit(5)
                .map(FileUsers.Use::toString)
                .toList();
        String who = users.isEmpty() ? String.valueOf(reason.getMessage()) : "used by " + String.join(", ", users);
        return new Refusal(
                Refusal.Kind.SYSTEM,
                NtStatus.FILES_OPEN,
                mountPoint + " is busy: " + who + "; end that, or 'weir umount --lazy " + mountPoint + "'");
    }

    /** Takes it out of the tree now; it ends when nobody uses it. */
    void unmountLazily(MountedVolume volume) throws IOException {
        volume.front().unmountLazily();
    }

    /** Ends it at once: whoever is in it gets an error. */
    void abort(MountedVolume volume) throws IOException, InterruptedException {
        volume.front().abort();
        DeadMounts.free(volume.mountPoint());
        volume.front().awaitEnd(END_PATIENCE);
    }

    /** The service ends: all are taken away, those in use lazily. */
    void unmountAll() {
        for (MountedVolume volume : volumes.reversed()) {
            try {
                if (!volume.front().volume().isDetached()) {
                    takeAway(volume);
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "unmounting " + volume.mountPoint(), e);
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void takeAway(MountedVolume volume) throws IOException, InterruptedException {
        if (!volume.isOurs()) {
            abortElsewhere(volume);
            return;
        }
        try {
            volume.front().unmount();
            volume.front().awaitEnd(END_PATIENCE);
        } catch (IOException busy) {
            volume.front().unmountLazily();
        }
    }

    /** Without a way to abort it goes with this process, whose end closes the last descriptor of its device. */
    private static void abortElsewhere(MountedVolume volume) {
        if (volume.front().isEnded()) {
            return;
        }
        try {
            volume.front().abort();
        } catch (IOException noWay) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    volume.mountPoint() + ": " + noWay.getMessage() + "; it ends with this process");
        }
    }
}
