package dev.weir.manager;

/**
 * What a filter's callbacks were called for. Exact once no operation is in flight: {@code preWithCallback = post + drained} for operations that also had a pre-operation.
 *
 * @param pre pre-operation callbacks
 * @param preWithCallback those that asked for the post-operation
 * @param post post-operation callbacks, draining ones not counted
 * @param drained draining post-operation callbacks
 * @param pended operations that the filter pended
 * @param refused operations that failed because of it
 * @param exceptions callbacks that threw
 */
public record FilterCounters(
        long pre, long preWithCallback, long post, long drained, long pended, long refused, long exceptions) {
    static final int PRE = 0;
    static final int PRE_WITH_CALLBACK = 1;
    static final int POST = 2;
    static final int DRAINED = 3;
    static final int PENDED = 4;
    static final int REFUSED = 5;
    static final int EXCEPTIONS = 6;

    /** Operations that went all along a line and did not ask for the post-operation that the line expects: {@link LineFrame} counts the others in one number for all layers. */
    static final int WITHOUT = 7;

    static final int COUNT = 8;

    /** @param lines what went along lines */
    static FilterCounters of(StripedCounters counts, long[] lines) {
        long without = counts.sum(WITHOUT);
        return new FilterCounters(
                counts.sum(PRE) + lines[PRE],
                counts.sum(PRE_WITH_CALLBACK) + lines[PRE_WITH_CALLBACK] - without,
                counts.sum(POST) + lines[POST] - without,
                counts.sum(DRAINED),
                counts.sum(PENDED),
                counts.sum(REFUSED),
                counts.sum(EXCEPTIONS));
    }
}
