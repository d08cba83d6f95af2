package dev.weir.fuse;

/** How the kernel's requests come to this process. Settled at the mount. */
public enum Transport {
    /** The best that is offered. */
    AUTO,

    /** By reading /dev/fuse. */
    DEVICE,

    /** By io_uring, where kernel and system allow it (Linux 6.14, switched on by root); else as {@link #DEVICE}, and the reason is said. */
    IO_URING
}
