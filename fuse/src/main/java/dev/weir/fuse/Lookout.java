package dev.weir.fuse;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks each millisecond whether the only reader of a volume is held up by what it does; on one thread for all volumes, which sleeps where no requests come.
 *
 * <p>Safe on any thread.
 */
final class Lookout {
    /** The process has one. */
    static final Lookout SHARED = new Lookout();

    private static final long PERIOD = 1_000_000;
    private static final int QUIET = 50;

    private final Set<Readers> watched = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread thread;
    private volatile boolean asleep;

    private Lookout() {}

    synchronized void add(Readers readers) {
        watched.add(readers);
        if (thread == null) {
            asleep = false;
            thread = Thread.ofPlatform().daemon().name("weir-fuse-lookout").start(this::run);
        }
    }

    void remove(Readers readers) {
        watched.remove(readers);
        LockSupport.unpark(thread);
    }

    /** A request was taken by one that reads alone, who has said so. Costs a look as a rule. */
    void wake() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        int quiet = 0;
        while (goesOn()) {
            quiet = look() ? 0 : quiet + 1;
            if (quiet < QUIET) {
                LockSupport.parkNanos(this, PERIOD);
            } else {
                asleep = true;
                // After it is said: whoever takes a request now sees that, or this one does.
                if (!look()) {
                    LockSupport.park(this);
                }
                asleep = false;
                quiet = 0;
            }
        }
    }

    private boolean look() {
        boolean any = false;
        for (Readers readers : watched) {
            any |= readers.look();
        }
        return any;
    }

    private synchronized boolean goesOn() {
        if (watched.isEmpty()) {
            thread = null;
            return false;
        }
        return true;
    }
}
