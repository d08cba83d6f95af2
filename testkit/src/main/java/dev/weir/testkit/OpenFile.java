package dev.weir.testkit;

import dev.weir.manager.FileHandleObject;
import dev.weir.manager.Operation;

/** What the in-memory file system keeps with a handle. */
record OpenFile(MemoryInode inode, int flags) {
    static final int ACCESS_MODE = 3;
    static final int READ_ONLY = 0;
    static final int WRITE_ONLY = 1;
    static final int EXCLUSIVE = 0x80;
    static final int TRUNCATE = 0x200;
    static final int APPEND = 0x400;

    static OpenFile of(FileHandleObject handle) {
        if (handle.base() instanceof OpenFile file) {
            return file;
        }
        throw new IllegalArgumentException("handle " + handle.id() + " is not open in this file system");
    }

    static OpenFile of(Operation operation) {
        return of(operation.handle());
    }

    boolean reads() {
        return (flags & ACCESS_MODE) != WRITE_ONLY;
    }

    boolean writes() {
        return (flags & ACCESS_MODE) != READ_ONLY;
    }
}
