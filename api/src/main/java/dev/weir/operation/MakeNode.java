package dev.weir.operation;

import dev.weir.FileName;

/** {@code mknod}: Making a regular file, device, FIFO or socket without opening it. Major function {@link dev.weir.MajorFunction#CREATE}. */
public non-sealed interface MakeNode extends Parameters {

    /** The name in the directory {@link dev.weir.CallbackData#node()}. */
    FileName name();

    /** Changes {@link #name()} for those below, if the callback marks the operation as changed. */
    void setName(FileName name);

    /** Format and permission bits, before the umask. */
    int mode();

    /** Changes {@link #mode()} for those below, if the callback marks the operation as changed. */
    void setMode(int mode);

    /** The umask of the requestor. */
    int umask();

    /** The device number of a device node, in the encoding of stat(2). */
    int device();

    /** Changes {@link #device()} for those below, if the callback marks the operation as changed. */
    void setDevice(int device);
}
