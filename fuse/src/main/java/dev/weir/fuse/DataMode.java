package dev.weir.fuse;

/** How file data moves between programs and the directory below. Settled at the mount: the kernel offers one or the other. */
public enum DataMode {
    /** Files that no filter wants the data of go past this process, where the kernel and the privileges allow it; else as {@link #SEEN}. */
    PASSTHROUGH,

    /** The kernel collects small writes in its cache and writes them back later. */
    WRITEBACK,

    /** All reads and writes that the page cache can't answer come here, each write at once. */
    SEEN
}
