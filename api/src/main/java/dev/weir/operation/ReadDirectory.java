package dev.weir.operation;

/** {@code readdir}: Listing a part of an open directory. The entries come back as data, each {u64 inode, u64 next offset, u32 name length, u32 type (mode >> 12), name, zeros up to a multiple of 8} in native byte order. Major function {@link dev.weir.MajorFunction#DIRECTORY_CONTROL}. */
public non-sealed interface ReadDirectory extends Parameters {

    /** 0 for the start, else the next offset of the last entry seen. */
    long offset();

    /** The room for entries, in bytes. */
    int byteCount();

    /** Changes {@link #byteCount()} for those below, if the callback marks the operation as changed. */
    void setByteCount(int byteCount);
}
