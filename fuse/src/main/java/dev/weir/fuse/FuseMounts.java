package dev.weir.fuse;

import dev.weir.FileName;
import dev.weir.FilterException;
import dev.weir.linux.Capabilities;
import dev.weir.linux.FileCalls;
import dev.weir.linux.FuseMount;
import dev.weir.linux.FuseMountHelper;
import dev.weir.linux.FuseMountOptions;
import dev.weir.linux.MountCalls;
import dev.weir.linux.NativeThread;
import dev.weir.manager.BaseFileSystem;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Manager;
import dev.weir.manager.VolumeDefinition;
import dev.weir.manager.VolumeHooks;
import dev.weir.manager.VolumeObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Mounts volumes through FUSE: the entry to this package.
 *
 * <pre>{@code
 *   FuseVolume volume = FuseMounts.mount(manager, base, "/srv", MountOptions.usual(), v -> {});
 *   ...
 *   volume.unmount();
 * }</pre>
 *
 * <p>Mounts in the calling thread's mount namespace, and blocks as long as the mount takes. The base file system must have opened its directory before: what is mounted may lie on top of it. It is the manager's from the
 * call on, also where that fails.
 */
public final class FuseMounts {
    private static final int DIRECTORY = 0x4000;

    private FuseMounts() {}

    /**
     * Mounts at a directory: by mount(2) where this thread may, else by fusermount3.
     *
     * @param onEnd called once when the volume has ended, by whatever cause, on a thread of its own
     * @throws FilterException where the manager does not take the volume
     * @throws IOException why it can't be mounted
     */
    public static FuseVolume mount(
            Manager manager, BaseFileSystem base, String mountPoint, MountOptions options, Consumer<FuseVolume> onEnd)
            throws FilterException, IOException {
        return mount(manager, base, mountPoint, mountPoint.getBytes(StandardCharsets.UTF_8), options, onEnd);
    }

    /**
     * As above, with a path of any bytes.
     *
     * @param name the volume's name for people
     */
    public static FuseVolume mount(
            Manager manager,
            BaseFileSystem base,
            String name,
            byte[] mountPoint,
            MountOptions options,
            Consumer<FuseVolume> onEnd)
            throws FilterException, IOException {
        boolean privileged = Capabilities.has(NativeThread.current(), Capabilities.CAP_SYS_ADMIN);
        Optional<FuseMountHelper> helper = privileged ? Optional.empty() : FuseMountHelper.find();
        FuseVolume.Way way = helper.isPresent() ? FuseVolume.Way.HELPER : FuseVolume.Way.PRIVILEGED;
        return run(
                manager,
                base,
                name,
                mountPoint,
                way,
                options,
                onEnd,
                () -> helper.isPresent()
                        ? helper.get().mount(mountPoint, kernelOptions(options))
                        : FuseMount.mount(mountPoint, kernelOptions(options)));
    }

    /**
     * Serves a connection that somebody else mounted.
     *
     * @param device the descriptor of /dev/fuse, whose INIT has not been answered; the volume's from the call on
     * @param name the volume's; nothing is unmounted by it, since in this namespace something else may be there
     */
    public static FuseVolume adopt(
            Manager manager,
            BaseFileSystem base,
            String name,
            int device,
            MountOptions options,
            Consumer<FuseVolume> onEnd)
            throws FilterException, IOException {
        byte[] mountPoint = name.getBytes(StandardCharsets.UTF_8);
        try {
            return run(manager, base, name, mountPoint, FuseVolume.Way.ELSEWHERE, options, onEnd, () -> device);
        } catch (FilterException refused) {
            FileCalls.close(NativeThread.current(), device);
            throw refused;
        }
    }

    private interface Mounting {
        /** The descriptor of the device. */
        int mount() throws IOException;
    }

    private static FuseVolume run(
            Manager manager,
            BaseFileSystem base,
            String name,
            byte[] mountPoint,
            FuseVolume.Way way,
            MountOptions options,
            Consumer<FuseVolume> onEnd,
            Mounting mounting)
            throws FilterException, IOException {
        boolean privileged = Capabilities.has(NativeThread.current(), Capabilities.CAP_SYS_ADMIN);
        var hooks = new Hooks();
        VolumeObject volume;
        try {
            volume = manager.mount(new VolumeDefinition(name, base, hooks, Requestors::program));
        } catch (FilterException | RuntimeException | Error refused) {
            base.close();
            throw refused;
        }
        int device = -1;
        try {
            device = mounting.mount();
            var connection = new Connection(volume, options, privileged);
            var mounted = new FuseVolume(manager, volume, mountPoint, way, device, connection, options, onEnd);
            hooks.mounted = mounted;
            mounted.start();
            return mounted;
        } catch (IOException | RuntimeException | Error failure) {
            if (device >= 0) {
                FileCalls.close(NativeThread.current(), device);
            }
            manager.dismount(volume);
            throw failure;
        }
    }

    private static FuseMountOptions kernelOptions(MountOptions options) throws IOException {
        int flags = options.readOnly() ? MountCalls.MS_RDONLY : 0;
        return new FuseMountOptions(
                DIRECTORY, identity("Uid:"), identity("Gid:"), true, options.allowOther(), 0, flags);
    }

    /** The effective id; the kernel wants to know whose mount it is. */
    private static int identity(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/status"), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith(field))
                .map(line -> Integer.parseUnsignedInt(line.split("\\s+", -1)[2]))
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/thread-self/status has no " + field));
    }

    /** Knows the volume only when that is mounted: before there is nothing to invalidate. */
    private static final class Hooks implements VolumeHooks {
        private volatile @Nullable FuseVolume mounted;

        @Override
        public void stackChanged() {
            FuseVolume volume = mounted;
            if (volume != null) {
                volume.stackChanged();
            }
        }

        @Override
        public void keepData(boolean kept) {
            FuseVolume volume = mounted;
            if (volume != null) {
                volume.keepData(kept);
            }
        }

        @Override
        public List<String> unseenData() {
            FuseVolume volume = mounted;
            return volume == null ? List.of() : volume.unseenData();
        }

        @Override
        public void changed(FileNodeObject file) {
            FuseVolume volume = mounted;
            if (volume != null) {
                volume.changed(file);
            }
        }

        @Override
        public void nameChanged(FileNodeObject directory, FileName name) {
            FuseVolume volume = mounted;
            if (volume != null) {
                volume.nameChanged(directory, name);
            }
        }
    }
}
