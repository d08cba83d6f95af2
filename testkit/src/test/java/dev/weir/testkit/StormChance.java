package dev.weir.testkit;

import java.util.concurrent.atomic.AtomicLong;

/** Numbers from a seed, for several threads: which thread draws which is not fixed, the sequence is. */
final class StormChance {
    private final AtomicLong drawn;

    StormChance(long seed) {
        drawn = new AtomicLong(seed * 0x9E3779B97F4A7C15L);
    }

    int below(int bound) {
        long mixed = drawn.addAndGet(0x9E3779B97F4A7C15L);
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return (int) Long.remainderUnsigned(mixed ^ mixed >>> 31, bound);
    }

    boolean oneOf(int many) {
        return below(many) == 0;
    }
}
