package dev.weir.operation;

/** {@code flock}: Setting or dropping a lock on the whole open file (flock). Major function {@link dev.weir.MajorFunction#LOCK_CONTROL}. */
public non-sealed interface LockFile extends Parameters {

    /** The owner of the lock. */
    long lockOwner();

    /** F_RDLCK 0, F_WRLCK 1, F_UNLCK 2. */
    int lockType();

    /** Whether the program waits for the lock. */
    boolean waiting();
}
