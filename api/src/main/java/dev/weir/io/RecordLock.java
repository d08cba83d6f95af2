package dev.weir.io;

/**
 * A lock on a range of bytes that somebody holds. Immutable.
 *
 * @param length in bytes; 0 for up to the end, however long the file grows
 * @param process its owner's; 0 where that is not known
 */
public record RecordLock(LockType type, long offset, long length, int process) {}
