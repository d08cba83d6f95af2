package dev.weir.manager;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.ObjectReference;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Counted references on an object: taken until it is closed, and one action when the last one goes after that. Safe on any thread. */
final class ReferenceCount {
    private static final long CLOSED = 1L << 62;

    private final AtomicLong count = new AtomicLong();
    private final Runnable atEnd;

    ReferenceCount(Runnable atEnd) {
        this.atEnd = atEnd;
    }

    ObjectReference take(String what) throws FilterException {
        while (true) {
            long now = count.get();
            if ((now & CLOSED) != 0) {
                throw new FilterException(NtStatus.FLT_DELETING_OBJECT, what + " is being torn down");
            }
            if (count.compareAndSet(now, now + 1)) {
                var given = new AtomicBoolean(true);
                return () -> {
                    if (given.getAndSet(false)) {
                        release();
                    }
                };
            }
        }
    }

    /** No further references. */
    void close() {
        if (count.getAndUpdate(now -> now | CLOSED) == 0) {
            atEnd.run();
        }
    }

    long held() {
        return count.get() & ~CLOSED;
    }

    private void release() {
        if (count.decrementAndGet() == CLOSED) {
            atEnd.run();
        }
    }
}
