package dev.weir.fuse;

import java.time.Duration;

/** How long the kernel may believe what it was told, as the protocol has it. */
record TimeOuts(
        long entrySeconds,
        int entryNanos,
        long attributeSeconds,
        int attributeNanos,
        long negativeSeconds,
        int negativeNanos) {

    static TimeOuts of(MountOptions options) {
        Duration entry = options.entryTimeOut();
        Duration attributes = options.attributeTimeOut();
        Duration negative = options.negativeTimeOut();
        return new TimeOuts(
                entry.toSeconds(),
                entry.toNanosPart(),
                attributes.toSeconds(),
                attributes.toNanosPart(),
                negative.toSeconds(),
                negative.toNanosPart());
    }

    /** One time for everything. */
    static TimeOuts of(Duration all) {
        long seconds = all.toSeconds();
        int nanos = all.toNanosPart();
        return new TimeOuts(seconds, nanos, seconds, nanos, seconds, nanos);
    }

    boolean cachesNegatives() {
        return negativeSeconds > 0 || negativeNanos > 0;
    }
}
