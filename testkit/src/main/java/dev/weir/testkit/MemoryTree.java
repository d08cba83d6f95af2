package dev.weir.testkit;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.FileType;
import dev.weir.Requestor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The inodes of an in-memory file system and the names that lead to them. Its monitor guards all directories; callers of what changes names hold it. */
final class MemoryTree {
    private static final int SET_GROUP_ID = 02000;
    private static final int MAXIMUM_NAME = 255;

    private final AtomicLong inodes = new AtomicLong();
    private final MemoryInode root;

    MemoryTree() {
        root = MemoryInode.of(nextInode(), FileType.DIRECTORY.bits() | 0755, 0, null);
        root.addLinks(2);
    }

    MemoryInode root() {
        return root;
    }

    /** How many inodes were ever made. */
    long inodesMade() {
        return inodes.get();
    }

    private long nextInode() {
        return inodes.incrementAndGet();
    }

    /** What a name leads to, or null. */
    synchronized @Nullable MemoryInode find(MemoryInode parent, FileName name) {
        return directory(parent).get(name);
    }

    MemoryInode existing(MemoryInode parent, FileName name) {
        MemoryInode found = find(parent, name);
        if (found == null) {
            throw new Refused(Errno.ENOENT);
        }
        return found;
    }

    static MemoryDirectory directory(MemoryInode inode) {
        MemoryDirectory directory = inode.directory;
        if (directory == null) {
            throw new Refused(Errno.ENOTDIR);
        }
        return directory;
    }

    /** A new file of a mode, without a name. */
    MemoryInode make(MemoryInode parent, int mode, int device, Requestor requestor) {
        boolean isDirectory = FileType.ofMode(mode) == FileType.DIRECTORY;
        boolean inheritsGroup = (parent.permissions() & SET_GROUP_ID) != 0;
        int whole = inheritsGroup && isDirectory ? mode | SET_GROUP_ID : mode;
        MemoryInode made = MemoryInode.of(nextInode(), whole, device, isDirectory ? parent : null);
        own(made, parent, requestor);
        return made;
    }

    MemoryInode makeLink(MemoryInode parent, FileName target, Requestor requestor) {
        MemoryInode made = MemoryInode.link(nextInode(), target);
        own(made, parent, requestor);
        return made;
    }

    private static void own(MemoryInode made, MemoryInode parent, Requestor requestor) {
        boolean inheritsGroup = (parent.permissions() & SET_GROUP_ID) != 0;
        int group = inheritsGroup ? parent.groupId() : Math.max(0, requestor.groupId());
        made.owner(Math.max(0, requestor.userId()), group);
    }

    /** Gives an inode a name that is free. */
    void enter(MemoryInode parent, FileName name, MemoryInode inode) {
        checkFree(parent, name);
        directory(parent).put(name, inode);
        gained(parent, inode);
    }

    void checkFree(MemoryInode parent, FileName name) {
        if (name.length() > MAXIMUM_NAME) {
            throw new Refused(Errno.ENAMETOOLONG);
        }
        if (directory(parent).get(name) != null) {
            throw new Refused(Errno.EEXIST);
        }
        if (parent.links() == 0) {
            throw new Refused(Errno.ENOENT);
        }
    }

    /** Takes a name away. */
    void leave(MemoryInode parent, FileName name, MemoryInode inode) {
        directory(parent).remove(name);
        lost(parent, inode);
    }

    /** A path of an inode, looked for in the whole tree; null where it has no name. */
    synchronized @Nullable FilePath pathOf(MemoryInode inode) {
        return inode == root ? FilePath.root() : pathOf(inode, root, FilePath.root());
    }

    private static @Nullable FilePath pathOf(MemoryInode inode, MemoryInode within, FilePath path) {
        for (MemoryDirectory.Entry entry : directory(within).after(0)) {
            FilePath at = path.resolve(entry.name());
            if (entry.inode() == inode) {
                return at;
            }
            FilePath deeper = entry.inode().directory == null ? null : pathOf(inode, entry.inode(), at);
            if (deeper != null) {
                return deeper;
            }
        }
        return null;
    }

    /** Accounts for a name that a directory gained. */
    static void gained(MemoryInode parent, MemoryInode inode) {
        MemoryDirectory directory = inode.directory;
        if (directory == null) {
            inode.addLinks(1);
        } else {
            directory.parent(parent);
            // Its name, its own dot and the dot-dots of what is in it; the new parent gets its dot-dot.
            inode.addLinks(inode.links() == 0 ? 2 + directory.directories() : 0);
            parent.addLinks(1);
        }
        parent.modified();
    }

    /** Accounts for a name that a directory lost. */
    static void lost(MemoryInode parent, MemoryInode inode) {
        if (inode.directory == null) {
            inode.addLinks(-1);
        } else {
            inode.addLinks(-inode.links());
            parent.addLinks(-1);
        }
        parent.modified();
    }

    /** Whether a directory is another one or below it. */
    static boolean isWithin(MemoryInode directory, MemoryInode ancestor) {
        MemoryInode at = directory;
        while (at != ancestor) {
            MemoryInode parent = directory(at).parent();
            if (parent == at) {
                return false;
            }
            at = parent;
        }
        return true;
    }
}
