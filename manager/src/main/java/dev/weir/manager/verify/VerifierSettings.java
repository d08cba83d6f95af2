package dev.weir.manager.verify;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * How a filter is verified.
 *
 * @param threads runs what waits for a teardown; unbounded
 * @param grace how long a filter may take to resume and release what it has, after which that is a finding and done for it
 * @param locksEvery the least time between two looks at a thread's locks, which cost a walk through the heap; 0 for every callback
 */
public record VerifierSettings(Executor threads, Duration grace, Duration locksEvery) {}
