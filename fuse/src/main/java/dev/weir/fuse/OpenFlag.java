package dev.weir.fuse;

/** The bits FOPEN_ of an answer to OPEN: how the kernel does the file's reads and writes. */
final class OpenFlag {
    /** Each read(2) and write(2) comes here; only mappings use the page cache. */
    static final int DIRECT_IO = 1;

    /** The page cache is as good as it was when the file was last open. */
    static final int KEEP_CACHE = 1 << 1;

    /** The kernel keeps a directory's listing; with {@link #KEEP_CACHE} it uses the one that it has. */
    static final int CACHE_DIR = 1 << 3;

    /** Direct writes to one file may run side by side. */
    static final int PARALLEL_DIRECT_WRITES = 1 << 6;

    /** Reads, writes and mappings go to the backing file, past this process. */
    static final int PASSTHROUGH = 1 << 7;

    private OpenFlag() {}
}
