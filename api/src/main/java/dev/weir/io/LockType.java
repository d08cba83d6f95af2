package dev.weir.io;

/** Who else may hold a lock at the same time. */
public enum LockType {
    /** Others who share (F_RDLCK, LOCK_SH). */
    SHARED,

    /** Nobody (F_WRLCK, LOCK_EX). */
    EXCLUSIVE
}
