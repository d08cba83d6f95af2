package dev.weir.testkit;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.FileType;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.NodeTable;
import dev.weir.manager.Operation;
import dev.weir.operation.CreateFile;
import dev.weir.operation.Link;
import dev.weir.operation.Lookup;
import dev.weir.operation.MakeDirectory;
import dev.weir.operation.MakeNode;
import dev.weir.operation.MakeSymbolicLink;
import dev.weir.operation.MakeTemporaryFile;
import dev.weir.operation.Open;
import dev.weir.operation.OpenDirectory;
import dev.weir.operation.RemoveDirectory;
import dev.weir.operation.Unlink;
import java.util.concurrent.atomic.AtomicInteger;

/** Looking up, creating, opening and removing. */
final class MemoryNames {
    private static final long DEVICE = 1;
    private static final int ACCESS_BITS = 07777;

    private final MemoryTree tree;
    private final AtomicInteger openFiles = new AtomicInteger();

    MemoryNames(MemoryTree tree) {
        this.tree = tree;
    }

    static FileNodeObject obtain(NodeTable nodes, MemoryInode inode) {
        return nodes.obtain(DEVICE, inode.number, 0, inode.type, inode);
    }

    static MemoryInode inode(FileNode node) {
        if (node instanceof FileNodeObject object && object.base() instanceof MemoryInode inode) {
            return inode;
        }
        throw new IllegalArgumentException(node.path() + " is not of this file system");
    }

    int openFiles() {
        return openFiles.get();
    }

    void closed(FileHandleObject handle) {
        if (handle.base() instanceof OpenFile) {
            openFiles.decrementAndGet();
        }
    }

    void lookup(Operation operation, Lookup lookup) {
        MemoryInode parent = inode(operation.node());
        MemoryInode found = switch (lookup.name().text()) {
            case "." -> parent;
            case ".." -> MemoryTree.directory(parent).parent();
            default -> tree.existing(parent, lookup.name());
        };
        answer(operation, found);
    }

    private static FileNodeObject answer(Operation operation, MemoryInode inode) {
        FileNodeObject node = obtain(operation.volume().nodes(), inode);
        inode.describeTo(operation.attributes());
        operation.yieldNode(node);
        operation.succeed(0);
        return node;
    }

    void create(Operation operation, CreateFile create) {
        MemoryInode inode;
        synchronized (tree) {
            MemoryInode parent = inode(operation.node());
            MemoryInode found = tree.find(parent, create.name());
            if (found == null) {
                int mode = FileType.REGULAR.bits() | create.mode() & ~create.umask() & ACCESS_BITS;
                inode = tree.make(parent, mode, 0, operation.requestor());
                tree.enter(parent, create.name(), inode);
            } else if ((create.flags() & OpenFile.EXCLUSIVE) != 0) {
                throw new Refused(Errno.EEXIST);
            } else {
                inode = found;
            }
        }
        checkOpen(inode, create.flags());
        open(operation, answer(operation, inode), inode, create.flags());
    }

    void temporary(Operation operation, MakeTemporaryFile make) {
        MemoryInode parent = inode(operation.node());
        MemoryTree.directory(parent);
        int mode = FileType.REGULAR.bits() | make.mode() & ~make.umask() & ACCESS_BITS;
        MemoryInode inode = tree.make(parent, mode, 0, operation.requestor());
        open(operation, answer(operation, inode), inode, make.flags());
    }

    void open(Operation operation, Open open) {
        MemoryInode inode = inode(operation.node());
        checkOpen(inode, open.flags());
        open(operation, operation.node(), inode, open.flags());
        operation.succeed(0);
    }

    void openDirectory(Operation operation, OpenDirectory open) {
        MemoryInode inode = inode(operation.node());
        MemoryTree.directory(inode);
        open(operation, operation.node(), inode, open.flags());
        operation.succeed(0);
    }

    private static void checkOpen(MemoryInode inode, int flags) {
        switch (inode.type) {
            case SYMBOLIC_LINK -> throw new Refused(Errno.ELOOP);
            case DIRECTORY -> throw new Refused(Errno.EISDIR);
            case REGULAR -> {
                if ((flags & OpenFile.TRUNCATE) != 0) {
                    synchronized (inode) {
                        inode.details().content.resize(0);
                        inode.modified();
                    }
                }
            }
            default -> throw new Refused(Errno.ENXIO);
        }
    }

    private void open(Operation operation, FileNodeObject node, MemoryInode inode, int flags) {
        openFiles.incrementAndGet();
        operation.yieldHandle(node, flags, new OpenFile(inode, flags));
    }

    void makeDirectory(Operation operation, MakeDirectory make) {
        int mode = FileType.DIRECTORY.bits() | make.mode() & ~make.umask() & ACCESS_BITS;
        enterNew(operation, make.name(), mode, 0);
    }

    void makeNode(Operation operation, MakeNode make) {
        int format = FileType.ofMode(make.mode()) == FileType.UNKNOWN ? FileType.REGULAR.bits() : 0;
        enterNew(operation, make.name(), format | make.mode() & ~make.umask(), make.device());
    }

    private void enterNew(Operation operation, FileName name, int mode, int device) {
        MemoryInode parent = inode(operation.node());
        MemoryInode made = tree.make(parent, mode, device, operation.requestor());
        synchronized (tree) {
            tree.enter(parent, name, made);
        }
        answer(operation, made);
    }

    void makeSymbolicLink(Operation operation, MakeSymbolicLink make) {
        MemoryInode parent = inode(operation.node());
        MemoryInode made = tree.makeLink(parent, make.target(), operation.requestor());
        synchronized (tree) {
            tree.enter(parent, make.name(), made);
        }
        answer(operation, made);
    }

    void link(Operation operation, Link link) {
        MemoryInode inode = inode(operation.node());
        if (inode.type == FileType.DIRECTORY) {
            throw new Refused(Errno.EPERM);
        }
        synchronized (tree) {
            tree.enter(inode(link.newParent()), link.newName(), inode);
        }
        answer(operation, inode);
    }

    void unlink(Operation operation, Unlink unlink) {
        MemoryInode parent = inode(operation.node());
        synchronized (tree) {
            MemoryInode inode = tree.existing(parent, unlink.name());
            if (inode.type == FileType.DIRECTORY) {
                throw new Refused(Errno.EISDIR);
            }
            tree.leave(parent, unlink.name(), inode);
        }
        operation.succeed(0);
    }

    void removeDirectory(Operation operation, RemoveDirectory remove) {
        MemoryInode parent = inode(operation.node());
        synchronized (tree) {
            MemoryInode inode = tree.existing(parent, remove.name());
            if (!MemoryTree.directory(inode).isEmpty()) {
                throw new Refused(Errno.ENOTEMPTY);
            }
            tree.leave(parent, remove.name(), inode);
        }
        operation.succeed(0);
    }
}
