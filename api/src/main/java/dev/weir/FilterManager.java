package dev.weir;

import java.util.List;

/** The filter manager as a filter sees it: FltMgr's global functions. Safe on any thread. */
public interface FilterManager {

    /** The name under which the filter is being loaded. */
    String filterName();

    /** What the user configured, checked against the filter's descriptor. */
    Configuration configuration();

    /**
     * Registers this filter's callbacks (FltRegisterFilter). Nothing is called before {@link Filter#startFiltering()}.
     *
     * @throws FilterException STATUS_INVALID_DEVICE_REQUEST where it is registered already or the entry routine has returned
     */
    Filter register(Registration registration) throws FilterException;

    /**
     * Unloads another filter, non-mandatory (FltUnloadFilter). Blocks until the answer is known or the time-out of requests has passed.
     *
     * @throws FilterException STATUS_FLT_FILTER_NOT_FOUND, STATUS_FLT_DELETING_OBJECT, the status with which it refused,
     *     STATUS_IO_TIMEOUT where the teardown still waits (it goes on), STATUS_INVALID_DEVICE_REQUEST for the caller's own filter
     */
    void unloadFilter(String name) throws FilterException;

    /** The volumes that are mounted now, in the order in which they came. */
    List<Volume> volumes();

    /** The time by which {@link Filter#queueWorkAfter} and the time-outs of messages go. */
    FilterClock clock();

    /** Where a filter publishes what it saw, for {@code weir tail} and the summary of {@code weir run}. */
    OperationEvents events();
}
