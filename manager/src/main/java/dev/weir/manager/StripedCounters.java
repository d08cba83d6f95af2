package dev.weir.manager;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A few exact counters in stripes, so that two workers do not write to one cache line. Safe on any thread; allocates nothing. */
final class StripedCounters {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int STRIPES = 16;
    private static final int LINE = 16;

    private final int width;
    private final long[] counts;

    StripedCounters(int counters) {
        width = (counters + LINE - 1) / LINE * LINE;
        counts = new long[STRIPES * width];
    }

    void add(int stripe, int counter, long amount) {
        LONGS.getAndAdd(counts, (stripe & STRIPES - 1) * width + counter, amount);
    }

    long sum(int counter) {
        long sum = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            sum += (long) LONGS.getVolatile(counts, stripe * width + counter);
        }
        return sum;
    }
}
