package dev.weir.linux;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the host file system keeps for an open file: a file description of its own, with the program's flags.
 *
 * <p>Safe on any thread; the descriptor is open until the handle is closed.
 */
final class HostFile {
    /** Flags of open(2) that the host's open gets: the rest has had its effect above, or would need aligned memory. */
    private static final int PASSED = OpenFlags.O_ACCMODE
            | OpenFlags.O_TRUNC
            | OpenFlags.O_APPEND
            | OpenFlags.O_NONBLOCK
            | OpenFlags.O_DSYNC
            | OpenFlags.O_SYNC
            | OpenFlags.O_NOATIME;

    final int descriptor;
    private final @Nullable HostListing listing;
    private volatile boolean appends;
    private int pager = -1;
    private @Nullable Set<Long> lockOwners;

    HostFile(int descriptor, int flags, boolean directory) {
        this.descriptor = descriptor;
        this.appends = (flags & OpenFlags.O_APPEND) != 0;
        this.listing = directory ? new HostListing(descriptor) : null;
    }

    /** What of a program's flags the host's file is opened with. */
    static int passed(int flags) {
        return flags & PASSED;
    }

    /** The listing of a directory; null for a file. */
    @Nullable
    HostListing listing() {
        return listing;
    }

    /** Follows fcntl(2): whether writes append can change while the file is open. */
    void follow(HostThread thread, int flags) {
        boolean wanted = (flags & OpenFlags.O_APPEND) != 0;
        if (wanted != appends) {
            changeAppend(thread, wanted);
        }
    }

    /** Whether writes go to the end, wherever they are meant for. */
    boolean appends() {
        return appends;
    }

    /**
     * A descriptor for the page cache, which reads pages of a file that a program only writes, and writes where it
     * says into one that the program appends to. Opened at the first need.
     *
     * @return it, or a negated {@link dev.weir.Errno}
     */
    synchronized int pager(HostThread thread) {
        if (pager < 0) {
            pager = FileCalls.reopen(thread.natives, descriptor, OpenFlags.O_RDWR);
        }
        return pager;
    }

    /** Closes all descriptors. */
    synchronized void close(HostThread thread) {
        FileCalls.close(thread.natives, descriptor);
        if (pager >= 0) {
            FileCalls.close(thread.natives, pager);
        }
    }

    private synchronized void changeAppend(HostThread thread, boolean wanted) {
        int flags = FileCalls.flags(thread.natives, descriptor);
        if (flags >= 0) {
            int changed = wanted ? flags | OpenFlags.O_APPEND : flags & ~OpenFlags.O_APPEND;
            FileCalls.setFlags(thread.natives, descriptor, changed);
            appends = wanted;
        }
    }

    /** Notes that an owner asks for record locks through this file. */
    synchronized void locksAs(long owner) {
        if (lockOwners == null) {
            lockOwners = new HashSet<>();
        }
        lockOwners.add(owner);
    }

    /** The owner closed its descriptor: its record locks are gone. */
    synchronized void locksNoMoreAs(long owner) {
        if (lockOwners != null) {
            lockOwners.remove(owner);
        }
    }

    /**
     * Who may still have locks when the file is closed. Processes have closed their descriptors by then, and lost
     * theirs: it is the open file itself (F_OFD_SETLK), whose close(2) the kernel does not tell otherwise.
     */
    synchronized Set<Long> lockOwners() {
        return lockOwners == null ? Set.of() : Set.copyOf(lockOwners);
    }
}
