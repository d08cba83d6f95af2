package dev.weir.operation;

/** {@code ioctl}: A device control of an open file: those that get and set file attributes (chattr). Input goes down and output comes back as data. Major function {@link dev.weir.MajorFunction#DEVICE_CONTROL}. */
public non-sealed interface Ioctl extends Parameters {

    /** The ioctl's number. */
    int command();

    /** Its argument as the program gave it: an address in the program, not here. */
    long argument();

    /** In bytes. */
    int inputLength();

    /** The room for output, in bytes. */
    int outputLength();

    /** FUSE_IOCTL_ flags. */
    int flags();
}
