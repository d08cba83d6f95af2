package dev.weir.manager;

/**
 * An operation that is in flight now, for {@code weir ps}.
 *
 * @param process -1 where unknown
 * @param where what it waits for: a callback, the base file system
 * @param holder the filter that holds it, empty where the base file system does
 */
public record InFlight(
        long id,
        String volume,
        String operation,
        String path,
        int process,
        String program,
        long ageNanos,
        String where,
        String holder,
        String thread) {}
