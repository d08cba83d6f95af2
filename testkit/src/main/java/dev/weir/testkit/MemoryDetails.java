package dev.weir.testkit;

import dev.weir.FileName;
import java.util.Map;
import java.util.TreeMap;

/** What an inode need not have: made when it is first asked for, so that ten million files that nobody writes to or locks stay small. Guarded by its inode; the locks guard themselves. */
final class MemoryDetails {
    final MemoryContent content = new MemoryContent();
    final Map<FileName, byte[]> xattrs = new TreeMap<>();
    final LockTable recordLocks = new LockTable();
    final LockTable fileLocks = new LockTable();
    final FileName target;
    final int device;
    int flags;

    /**
     * @param target of a symbolic link, else empty
     * @param device of a device node, else 0
     */
    MemoryDetails(FileName target, int device) {
        this.target = target;
        this.device = device;
    }
}
