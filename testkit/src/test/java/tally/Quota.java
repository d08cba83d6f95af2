package tally;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What an open file may still write. */
final class Quota {
    static final AtomicInteger OUT = new AtomicInteger();

    private final AtomicLong left;

    Quota(long bytes) {
        left = new AtomicLong(bytes);
        OUT.incrementAndGet();
    }

    boolean take(long bytes) {
        return left.getAndUpdate(now -> now < bytes ? now : now - bytes) >= bytes;
    }

    void giveBack() {
        OUT.decrementAndGet();
    }
}
