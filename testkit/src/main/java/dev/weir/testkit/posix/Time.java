package dev.weir.testkit.posix;

/** A time for utimensat(2): since 1970, or one of its two special values. */
public record Time(long seconds, long nanoseconds) {
    /** UTIME_NOW. */
    public static final Time NOW = new Time(0, (1L << 30) - 1);

    /** UTIME_OMIT. */
    public static final Time OMIT = new Time(0, (1L << 30) - 2);

    public static Time of(long seconds) {
        return new Time(seconds, 0);
    }
}
