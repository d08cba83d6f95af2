package dev.weir.manager.verify;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;

/**
 * How a filter is verified.
 *
 * @param threads runs what waits for a teardown; unbounded
 * @param grace how long a filter may take to resume and release what it has, after which that is a finding and done for it
 * @param locksEvery the least time between two looks at a thread's locks, which cost a walk through the heap; 0 for every callback
 * @param threadId the current thread, as a {@link dev.weir.Requestor} of this process numbers it; 0 where that is not known
 */
public record VerifierSettings(Executor threads, Duration grace, Duration locksEvery, IntSupplier threadId) {}
