package dev.weir;

/** Flags of one operation's registration (FLTFL_OPERATION_REGISTRATION_...). The first four have an effect on READ and WRITE. */
public enum OperationFlag {
    /** Not what the page cache asks for by itself: read-ahead, filling and writing back. */
    SKIP_PAGING_IO,
    /** Not what the page cache could answer: lets the kernel cache data and answer reads from there. */
    SKIP_CACHED_IO,
    /** Only operations on a volume handle; there are none on Linux, so the callback is never called. */
    SKIP_NON_DASD_IO,
    /** Not what goes round the page cache by the program's wish (O_DIRECT). */
    SKIP_NON_CACHED_NON_PAGING_IO,
    /**
     * A promise: the callbacks do not wait. They do no I/O, neither own nor by path, send no messages, sleep for nobody and take no lock that anybody holds while waiting. What has to wait is queued
     * ({@link CallbackData#queueDeferredWork}, {@link Instance#queueWork}). FltMgr's callbacks that may run at DISPATCH_LEVEL are bound so. Nothing else changes: the verifier holds the filter to it.
     */
    NON_BLOCKING
}
