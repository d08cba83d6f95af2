package dev.weir.manager;

/** Is shown operations that an instance's volume is asked for, whether the instance registered for them or not: all but reads, writes and SHUTDOWN. */
public interface OperationWatch {
    /** An operation begins, and comes to the instance's altitude. On the operation's thread; must not block or throw. */
    void begins(Operation operation);
}
