package dev.weir.fuse;

import dev.weir.FileType;
import dev.weir.linux.OpenFlags;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;

/** Decides how the kernel opens a file that the base file system, or a filter, has opened; and undoes that at its close. */
final class Opening {
    private static final int SEEN = OpenFlag.DIRECT_IO | OpenFlag.PARALLEL_DIRECT_WRITES;

    private Opening() {}

    /**
     * Decides, and takes the file into account.
     *
     * @return the bits of {@link OpenFlag} in the low, the backing id in the high 32 bits
     */
    static long open(Exchange x, FileHandleObject handle) {
        if (handle.isDirectory() || handle.node().type() != FileType.REGULAR) {
            int listing = handle.isDirectory() && handle.base() != null
                    ? x.connection.beliefs().ofListing(handle.node())
                    : 0;
            handle.frontState(new HandleState(listing));
            return listing;
        }
        OpenModes modes = NodeState.of(handle.node()).openModes();
        synchronized (modes) {
            Passthrough passthrough = x.connection.passthrough();
            passthrough.begin();
            int flags = decide(x, handle, modes);
            handle.frontState(new HandleState(flags));
            if ((flags & OpenFlag.PASSTHROUGH) == 0) {
                passthrough.end();
                return flags;
            }
            if ((flags & OpenFlag.DIRECT_IO) == 0) {
                passthrough.openedUnseen();
            }
            return Integer.toUnsignedLong(flags) | (long) modes.backing() << 32;
        }
    }

    private static int decide(Exchange x, FileHandleObject handle, OpenModes modes) {
        Connection connection = x.connection;
        boolean virtual = handle.base() == null;
        boolean cachedWanted = virtual || x.volume().wantsCachedData();
        boolean wanted = cachedWanted || x.volume().wantsData();
        if (modes.isPassedThrough()) {
            passThrough(connection, handle, modes, modes.backing());
            boolean seen = wanted || connection.passthrough().isKept() || writesWithSetIds(x, handle);
            return seen ? OpenFlag.PASSTHROUGH | SEEN : OpenFlag.PASSTHROUGH;
        }
        if (!wanted && modes.mayPassThrough() && !connection.passthrough().isKept()) {
            int backing = connection.passthrough().open(handle);
            if (backing != 0) {
                passThrough(connection, handle, modes, backing);
                return writesWithSetIds(x, handle) ? OpenFlag.PASSTHROUGH | SEEN : OpenFlag.PASSTHROUGH;
            }
        }
        modes.openedOtherwise(cachedWanted ? SEEN : 0, isWritable(handle));
        if (cachedWanted) {
            return SEEN;
        }
        Probe probe = x.probe();
        boolean keeps = probe.getattr(handle) && modes.isAsBefore(probe.attributes(), connection.stackVersion());
        return keeps ? OpenFlag.KEEP_CACHE : 0;
    }

    private static void passThrough(Connection connection, FileHandleObject handle, OpenModes modes, int backing) {
        if (modes.openedPassedThrough(backing, isWritable(handle))) {
            connection.beliefs().writesUnseen(handle.node());
        }
    }

    /**
     * Past this process nobody keeps set-user-ID and set-group-ID bits of what he writes to, root neither. So where a file has them its writes come here; where it gets
     * them while it is open, the next write takes them away again.
     */
    private static boolean writesWithSetIds(Exchange x, FileHandleObject handle) {
        if (!isWritable(handle)) {
            return false;
        }
        Probe probe = x.probe();
        return probe.getattr(handle) && probe.attributes().hasSetIds();
    }

    private static boolean isWritable(FileHandleObject handle) {
        return (handle.openFlags() & OpenFlags.O_ACCMODE) != OpenFlags.O_RDONLY;
    }

    /** The file is closed, or the kernel was never told of it. */
    static void closed(Connection connection, FileHandleObject handle) {
        if (handle.isDirectory() || !(handle.frontState() instanceof HandleState state)) {
            return;
        }
        FileNodeObject node = handle.node();
        if (node.type() != FileType.REGULAR) {
            return;
        }
        int flags = state.openFlags();
        if ((flags & (OpenFlag.PASSTHROUGH | OpenFlag.DIRECT_IO)) == OpenFlag.PASSTHROUGH) {
            connection.passthrough().closedUnseen();
        }
        if ((flags & OpenFlag.PASSTHROUGH) != 0) {
            connection.passthrough().end();
        }
        OpenModes modes = NodeState.of(node).openModes();
        synchronized (modes) {
            connection.passthrough().close(modes.closed(flags, isWritable(handle)));
        }
    }
}
