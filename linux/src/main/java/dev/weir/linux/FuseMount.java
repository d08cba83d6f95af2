package dev.weir.linux;

import dev.weir.Errno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/**
 * Mounting a FUSE volume with privilege, by mount(2), and unmounting it; {@link FuseMountHelper} is the way without.
 * A mount point is a path in bytes; {@code /proc/self/fd/N} of an O_PATH descriptor is one too.
 */
public final class FuseMount {
    /** What the mount table shows as the source. */
    public static final String SOURCE = "weir";

    /** What the mount table shows after {@code fuse.}. */
    public static final String SUBTYPE = "weir";

    /** The file system's type in the mount table. */
    public static final String TYPE = "fuse." + SUBTYPE;

    private FuseMount() {}

    /**
     * Mounts in the calling thread's namespace; needs CAP_SYS_ADMIN. From now on the kernel's requests can be read
     * from the device, and the volume is dead as soon as that and all its clones are closed.
     *
     * @return the device's descriptor
     * @throws SystemCallException naming the step: opening /dev/fuse, or mount(2)
     */
    public static int mount(byte[] mountPoint, FuseMountOptions options) throws SystemCallException {
        NativeThread thread = NativeThread.current();
        int device = (int) SystemCallException.check("open /dev/fuse", FuseDevice.open(thread));
        try (Arena arena = Arena.ofConfined()) {
            int result = MountCalls.mount(
                    thread,
                    arena.allocateFrom(SOURCE).address(),
                    thread.name(mountPoint),
                    arena.allocateFrom(TYPE).address(),
                    options.flags(),
                    arena.allocateFrom(options.forKernel(device)).address());
            if (result < 0) {
                FileCalls.close(thread, device);
                throw new SystemCallException("mount " + text(mountPoint), -result);
            }
            return device;
        }
    }

    /**
     * Unmounts what is uppermost at a path; needs CAP_SYS_ADMIN. Works on a dead volume too, and asks its program for
     * nothing but an end.
     *
     * @param lazy out of the tree at once, the rest when nobody uses it any more; otherwise EBUSY if somebody does
     */
    public static void unmount(byte[] mountPoint, boolean lazy) throws SystemCallException {
        NativeThread thread = NativeThread.current();
        int flags = MountCalls.UMOUNT_NOFOLLOW | (lazy ? MountCalls.MNT_DETACH : 0);
        SystemCallException.check(
                "umount " + text(mountPoint), MountCalls.unmount(thread, thread.name(mountPoint), flags));
    }

    /**
     * Ends a volume's connection, by fusectl where that is mounted and this user may, else by a forced umount (with
     * CAP_SYS_ADMIN), which also takes the volume out of the tree if nobody uses it. Nobody hangs in it afterwards.
     */
    public static void abort(MountEntry volume) throws IOException {
        FuseConnection connection = new FuseConnection(volume.connection());
        if (connection.isPresent()) {
            connection.abort();
            return;
        }
        NativeThread thread = NativeThread.current();
        int flags = MountCalls.UMOUNT_NOFOLLOW | MountCalls.MNT_FORCE;
        int result = MountCalls.unmount(thread, thread.name(volume.mountPoint()), flags);
        if (result != -Errno.EBUSY) {
            SystemCallException.check("umount --force " + volume.mountPointText(), result);
        }
    }

    /**
     * Ends the connection of the FUSE volume that is uppermost at a path, and takes it out of the tree whoever uses it: they get errors. Needs CAP_SYS_ADMIN; the connection goes on where that is a
     * user namespace's only.
     */
    public static void abandon(byte[] mountPoint) throws SystemCallException {
        NativeThread thread = NativeThread.current();
        int flags = MountCalls.UMOUNT_NOFOLLOW | MountCalls.MNT_DETACH;
        if (MountCalls.unmount(thread, thread.name(mountPoint), flags | MountCalls.MNT_FORCE) != 0) {
            unmount(mountPoint, true);
        }
    }

    static String text(byte[] path) {
        return new String(path, StandardCharsets.UTF_8);
    }
}
