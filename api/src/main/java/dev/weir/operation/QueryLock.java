package dev.weir.operation;

/** {@code getlk}: Asking which POSIX record lock would be in the way (F_GETLK). Comes back changed. Major function {@link dev.weir.MajorFunction#LOCK_CONTROL}. */
public non-sealed interface QueryLock extends Parameters {

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
}
