package dev.weir.filters.samples.ctx;

import java.util.concurrent.atomic.LongAdder;

/** The stream context: how often a file was opened, and what of that has ended. Safe on any thread. */
final class StreamCounts {
    final LongAdder creates = new LongAdder();
    final LongAdder cleanups = new LongAdder();
    final LongAdder closes = new LongAdder();

    @Override
    public String toString() {
        return "creates=" + creates + " cleanups=" + cleanups + " closes=" + closes;
    }
}
