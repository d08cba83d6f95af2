package dev.weir.operation;

import dev.weir.FileHandle;

/** {@code copy_file_range}: Copying between two open files inside the file system. Moves data without READ and WRITE: while an instance wants data the program is made to read and write instead. Major function {@link dev.weir.MajorFunction#FILE_SYSTEM_CONTROL}. */
public non-sealed interface CopyRange extends Parameters {

    /** In the source, in bytes. */
    long offset();

    /** Changes {@link #offset()} for those below, if the callback marks the operation as changed. */
    void setOffset(long offset);

    /** The open file that is written. */
    FileHandle destination();

    /** In the destination, in bytes. */
    long destinationOffset();

    /** Changes {@link #destinationOffset()} for those below, if the callback marks the operation as changed. */
    void setDestinationOffset(long destinationOffset);

    /** In bytes. */
    long rangeLength();

    /** Changes {@link #rangeLength()} for those below, if the callback marks the operation as changed. */
    void setRangeLength(long rangeLength);

    /** The flags of copy_file_range(2). */
    int flags();
}
