package dev.weir.linux;

import dev.weir.Errno;
import dev.weir.FileName;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What the host file system keeps for a node: the way to an O_PATH descriptor of it. It is opened when it is needed
 * and may be closed when nobody uses it, as long as there is a way to open it again.
 *
 * <p>Safe on any thread. One word holds descriptor + 1 and the number of users, so that nobody closes what another
 * uses:
 *
 * <pre>
 *   63                32 31                 0
 *   | descriptor + 1    | users             |     0: closed
 * </pre>
 */
final class HostNode {
    private static final int OTHER_WAS_FASTER = Integer.MAX_VALUE;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(HostNode.class, "state", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final HostDescriptors cache;
    private final @Nullable HostLocator locator;
    private volatile long state;
    private volatile boolean recentlyUsed;
    private volatile boolean pinned;
    private volatile boolean uncached;
    private volatile @Nullable LockedFile locks;

    /**
     * @param locator how to open it again, or null: then the descriptor stays open
     * @param descriptor an O_PATH descriptor that becomes this object's, or -1 for none
     */
    HostNode(HostDescriptors cache, @Nullable HostLocator locator, int descriptor) {
        this.cache = cache;
        this.locator = locator;
        this.pinned = locator == null;
        this.state = descriptor < 0 ? 0 : word(descriptor, pinned ? 1 : 0);
    }

    private static long word(int descriptor, int users) {
        return (descriptor + 1L) << 32 | users;
    }

    private static int descriptor(long state) {
        return (int) (state >>> 32) - 1;
    }

    private static int users(long state) {
        return (int) state;
    }

    /**
     * The descriptor, which stays open until {@link #release}.
     *
     * @return it, or a negated {@link Errno}: ESTALE if the file is gone
     */
    int acquire(HostThread thread) {
        while (true) {
            long now = state;
            if (now == 0) {
                int opened = open(thread);
                if (opened != OTHER_WAS_FASTER) {
                    return opened;
                }
            } else if (STATE.compareAndSet(this, now, now + 1)) {
                if (!recentlyUsed) {
                    recentlyUsed = true;
                }
                return descriptor(now);
            }
        }
    }

    /** Opens it with one user; OTHER_WAS_FASTER if another thread was faster. */
    private int open(HostThread thread) {
        int opened = locator == null ? -Errno.ESTALE : locator.open(thread);
        if (opened < 0) {
            return opened;
        }
        if (STATE.compareAndSet(this, 0L, word(opened, 1))) {
            recentlyUsed = true;
            uncached = !cache.admit(thread, this);
            return opened;
        }
        FileCalls.close(thread.natives, opened);
        return OTHER_WAS_FASTER;
    }

    /** Ends the use that {@link #acquire} began. */
    void release(HostThread thread) {
        long left = (long) STATE.getAndAdd(this, -1L) - 1;
        if (uncached && users(left) == 0) {
            evict(thread);
        }
    }

    /** Takes over a descriptor of the same file if there is none, else closes it. */
    void offer(HostThread thread, int descriptor) {
        if (STATE.compareAndSet(this, 0L, word(descriptor, 0))) {
            if (!cache.admit(thread, this)) {
                evict(thread);
            }
        } else {
            FileCalls.close(thread.natives, descriptor);
        }
    }

    /** Notes a name that leads here, if that is how it is found again. */
    void named(HostNode directory, FileName name) {
        if (locator instanceof HostLocator.ByName byName) {
            byName.named(directory, name);
        }
    }

    /** Closes the descriptor if nobody uses it; true if there is none afterwards. */
    boolean evict(HostThread thread) {
        long now = state;
        if (now != 0 && users(now) == 0 && STATE.compareAndSet(this, now, 0L)) {
            FileCalls.close(thread.natives, descriptor(now));
            return true;
        }
        return state == 0;
    }

    /** Whether it was used since the last time this was asked. */
    boolean usedSinceAsked() {
        boolean used = recentlyUsed;
        recentlyUsed = false;
        return used;
    }

    /**
     * Keeps the descriptor open from now on: before the file's last name goes, since its handle may then lead nowhere.
     *
     * @return whether {@link #unpin} has to follow if the name stays
     */
    synchronized boolean pin(HostThread thread) {
        if (pinned || acquire(thread) < 0) {
            return false;
        }
        pinned = true;
        return true;
    }

    /** Undoes {@link #pin}. */
    synchronized void unpin(HostThread thread) {
        pinned = false;
        release(thread);
    }

    /**
     * The locks that programs hold on the file through this volume; made at the first.
     *
     * @param waits the volume's
     */
    LockedFile locks(LockWaits waits) {
        LockedFile known = locks;
        if (known == null) {
            synchronized (this) {
                known = locks;
                if (known == null) {
                    known = new LockedFile(this, waits);
                    locks = known;
                }
            }
        }
        return known;
    }

    /** The locks, or null if there never were any. */
    @Nullable
    LockedFile locksIfAny() {
        return locks;
    }

    /** Closes everything. The node is nobody's any more. */
    void dispose(HostThread thread) {
        LockedFile held = locks;
        if (held != null) {
            held.close(thread);
        }
        long last = (long) STATE.getAndSet(this, 0L);
        if (last != 0) {
            FileCalls.close(thread.natives, descriptor(last));
        }
    }
}
