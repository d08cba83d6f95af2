package dev.weir;

/**
 * Who asked for an operation. READ and WRITE carry the opener of their handle where the kernel does not say; operations that the kernel issues by itself may have no
 * known requestor, and then every number is -1.
 */
public interface Requestor {

    /** Whether the rest means anything. */
    boolean isKnown();

    /** The process's id as the service sees it. */
    int processId();

    /** The thread's id, or the process's where only that is known. */
    int threadId();

    /** The file-system user id. */
    int userId();

    /** The file-system group id. */
    int groupId();

    /** The command name of the process, such as {@code git}; empty where it is gone. Reads it from the system, so it may cost some microseconds. */
    String program();
}
