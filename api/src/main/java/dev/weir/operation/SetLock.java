package dev.weir.operation;

/** {@code setlk}: Setting or dropping a POSIX record lock (F_SETLK, F_SETLKW). Major function {@link dev.weir.MajorFunction#LOCK_CONTROL}. */
public non-sealed interface SetLock extends Parameters {

    /** The owner of the lock. */
    long lockOwner();

    /** First byte. */
    long start();

    /** Last byte, inclusive; the greatest offset for up to the end. */
    long end();

    /** F_RDLCK 0, F_WRLCK 1, F_UNLCK 2. */
    int lockType();

    /** The owner's process. */
    int lockProcess();

    /** Whether the program waits for the lock (F_SETLKW). */
    boolean waiting();
}
