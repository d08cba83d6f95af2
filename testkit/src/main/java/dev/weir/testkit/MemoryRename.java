package dev.weir.testkit;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.manager.Operation;
import dev.weir.operation.Rename;
import org.jspecify.annotations.Nullable;

/** Renaming, with the flags of renameat2(2). The caller holds the tree. */
final class MemoryRename {
    private static final int NOREPLACE = 1;
    private static final int EXCHANGE = 2;
    private static final int WHITEOUT = 4;

    private final MemoryTree tree;
    private final Operation operation;
    private final MemoryInode from;
    private final FileName name;
    private final MemoryInode to;
    private final FileName newName;
    private final int flags;

    MemoryRename(MemoryTree tree, Operation operation, Rename rename) {
        this.tree = tree;
        this.operation = operation;
        this.from = MemoryNames.inode(operation.node());
        this.name = rename.name();
        this.to = MemoryNames.inode(rename.newParent());
        this.newName = rename.newName();
        this.flags = rename.flags();
    }

    void run() {
        MemoryInode moved = tree.existing(from, name);
        MemoryInode replaced = tree.find(to, newName);
        checkLoop(moved, to);
        if ((flags & EXCHANGE) != 0) {
            exchange(moved, replaced);
        } else if (replaced == null) {
            tree.checkFree(to, newName);
            move(moved);
        } else if ((flags & NOREPLACE) != 0) {
            throw new Refused(Errno.EEXIST);
        } else if (replaced != moved) {
            checkReplaceable(moved, replaced);
            tree.leave(to, newName, replaced);
            move(moved);
        }
    }

    private static void checkLoop(MemoryInode moved, MemoryInode target) {
        if (moved.type == FileType.DIRECTORY && MemoryTree.isWithin(target, moved)) {
            throw new Refused(Errno.EINVAL);
        }
    }

    private static void checkReplaceable(MemoryInode moved, MemoryInode replaced) {
        boolean directory = replaced.type == FileType.DIRECTORY;
        if (directory && moved.type != FileType.DIRECTORY) {
            throw new Refused(Errno.EISDIR);
        }
        if (!directory && moved.type == FileType.DIRECTORY) {
            throw new Refused(Errno.ENOTDIR);
        }
        if (directory && !MemoryTree.directory(replaced).isEmpty()) {
            throw new Refused(Errno.ENOTEMPTY);
        }
    }

    private void move(MemoryInode moved) {
        tree.leave(from, name, moved);
        tree.enter(to, newName, moved);
        if ((flags & WHITEOUT) != 0) {
            MemoryInode whiteout = tree.make(from, FileType.CHARACTER_DEVICE.bits(), 0, operation.requestor());
            tree.enter(from, name, whiteout);
        }
    }

    private void exchange(MemoryInode moved, @Nullable MemoryInode replaced) {
        if (replaced == null) {
            throw new Refused(Errno.ENOENT);
        }
        checkLoop(replaced, from);
        tree.leave(from, name, moved);
        tree.leave(to, newName, replaced);
        tree.enter(to, newName, moved);
        tree.enter(from, name, replaced);
    }
}
