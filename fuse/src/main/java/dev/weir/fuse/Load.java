package dev.weir.fuse;

/**
 * How much requests have to wait for one worker that does them one after the other. A request that is there at once when the worker comes for it has waited, for as long as the one before took at most, unless it comes from the same
 * {@link Asker}. That is too much where it is half of the time.
 *
 * <p>For one thread.
 */
final class Load {
    /** Two switches from one thread to another take longer. */
    private static final long AT_ONCE = 4_000;

    private static final long TOO_MUCH = 500_000;

    private long taken;
    private long waited;
    private int last;

    /** Nothing has waited for the worker until now. */
    void restart(long now) {
        taken = now;
        waited = 0;
    }

    /**
     * The worker has taken a request.
     *
     * @param came when it came for it, by nanoTime
     * @param now when it had it
     * @param asker whose it is
     * @return whether requests wait too much
     */
    boolean took(long came, long now, int asker) {
        waited = Math.max(0, waited - (now - taken) / 2);
        if (asker != Asker.NOBODY) {
            if (now - came < AT_ONCE && (asker != last || asker == Asker.MANY)) {
                waited += came - taken;
            }
            last = asker;
        }
        taken = now;
        return waited > TOO_MUCH;
    }
}
