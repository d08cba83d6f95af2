package dev.weir.testkit;

import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.manager.BaseFileSystem;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.NodeTable;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.operation.Allocate;
import dev.weir.operation.Cleanup;
import dev.weir.operation.CloseDescriptor;
import dev.weir.operation.CopyRange;
import dev.weir.operation.CreateFile;
import dev.weir.operation.GetXattr;
import dev.weir.operation.Ioctl;
import dev.weir.operation.Link;
import dev.weir.operation.ListXattr;
import dev.weir.operation.LockFile;
import dev.weir.operation.Lookup;
import dev.weir.operation.MakeDirectory;
import dev.weir.operation.MakeNode;
import dev.weir.operation.MakeSymbolicLink;
import dev.weir.operation.MakeTemporaryFile;
import dev.weir.operation.Open;
import dev.weir.operation.OpenDirectory;
import dev.weir.operation.QueryLock;
import dev.weir.operation.Read;
import dev.weir.operation.ReadDirectory;
import dev.weir.operation.RemoveDirectory;
import dev.weir.operation.RemoveXattr;
import dev.weir.operation.Rename;
import dev.weir.operation.Seek;
import dev.weir.operation.SetAttributes;
import dev.weir.operation.SetLock;
import dev.weir.operation.SetXattr;
import dev.weir.operation.Unlink;
import dev.weir.operation.Write;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory: what tests have at the bottom of the stack.
 *
 * <p>It does what POSIX and Linux say, but checks no permissions: directories, hard and symbolic links, extended attributes, POSIX and flock locks that wait without a thread, listings
 * with stable offsets, the flags of renameat2. Not: holes, collapsing and inserting ranges, deadlock detection, times of access.
 *
 * <p>It can be made to stall (operations of a kind block the thread that they come on) and to fail. Safe on any thread.
 */
public final class MemoryFileSystem implements BaseFileSystem {
    private final MemoryTree tree = new MemoryTree();
    private final MemoryNames names = new MemoryNames(tree);
    private final Faults faults = new Faults();
    private volatile @Nullable Consumer<Operation> observer;
    private volatile boolean closed;

    @Override
    public String type() {
        return "memory";
    }

    @Override
    public FileNodeObject root(NodeTable nodes) {
        return MemoryNames.obtain(nodes, tree.root());
    }

    // ---- what tests turn

    /** From now on operations of these kinds block their thread until {@link #release}. */
    public void stall(OperationKind... kinds) {
        faults.stall(List.of(kinds));
    }

    /** Lets go what stalled; without kinds, everything. */
    public void release(OperationKind... kinds) {
        faults.release(kinds.length == 0 ? EnumSet.allOf(OperationKind.class) : List.of(kinds));
    }

    /** How many operations of a kind are stuck now. */
    public int stuck(OperationKind kind) {
        return faults.stuck(kind);
    }

    /** From now on operations of a kind fail; CLEANUP and RELEASE never do. */
    public void fail(OperationKind kind, int errno) {
        faults.fail(kind, errno);
    }

    /** Nothing fails any more. */
    public void heal() {
        faults.heal();
    }

    /** How many files are open here. */
    public int openFiles() {
        return names.openFiles();
    }

    /** How many operations wait for a lock on a file. */
    public int lockWaiters(String path) {
        MemoryInode inode = find(FilePath.of(path));
        MemoryDetails details = inode == null ? null : inode.detailsIfAny();
        return details == null ? 0 : details.recordLocks.waiting() + details.fileLocks.waiting();
    }

    /** Whether the manager has closed this. */
    public boolean isClosed() {
        return closed;
    }

    /** Is called with each operation before it is done. */
    void observe(Consumer<Operation> newObserver) {
        observer = newObserver;
    }

    /** What a path leads to, with no link followed, or null. */
    @Nullable
    MemoryInode find(FilePath path) {
        MemoryInode at = tree.root();
        for (FileName name : path.names()) {
            at = at == null ? null : child(at, name);
        }
        return at;
    }

    /** What a name in a directory leads to, or null. */
    @Nullable
    MemoryInode child(MemoryInode directory, FileName name) {
        return directory.directory == null ? null : tree.find(directory, name);
    }

    // ---- BaseFileSystem

    @Override
    public void execute(Operation operation) {
        Consumer<Operation> watching = observer;
        if (watching != null) {
            watching.accept(operation);
        }
        try {
            faults.pass(operation.kind());
            run(operation);
        } catch (Refused refused) {
            operation.fail(refused.errno());
        }
    }

    private void run(Operation operation) {
        switch (operation.parameters()) {
            case Lookup lookup -> names.lookup(operation, lookup);
            case Open open -> names.open(operation, open);
            case CreateFile create -> names.create(operation, create);
            case OpenDirectory open -> names.openDirectory(operation, open);
            case MakeDirectory make -> names.makeDirectory(operation, make);
            case MakeNode make -> names.makeNode(operation, make);
            case MakeSymbolicLink make -> names.makeSymbolicLink(operation, make);
            case MakeTemporaryFile make -> names.temporary(operation, make);
            case Link link -> names.link(operation, link);
            case Unlink unlink -> names.unlink(operation, unlink);
            case RemoveDirectory remove -> names.removeDirectory(operation, remove);
            case Rename rename -> rename(operation, rename);
            case SetAttributes change -> MemoryAttributes.change(operation, change);
            case GetXattr get -> MemoryAttributes.getXattr(operation, get);
            case ListXattr list -> MemoryAttributes.listXattrs(operation, list);
            case SetXattr set -> MemoryAttributes.setXattr(operation, set);
            case RemoveXattr remove -> MemoryAttributes.removeXattr(operation, remove);
            case Read read -> MemoryData.read(operation, read);
            case Write write -> MemoryData.write(operation, write);
            case Allocate allocate -> MemoryData.allocate(operation, allocate);
            case CopyRange copy -> MemoryData.copy(operation, copy);
            case Seek seek -> MemoryData.seek(operation, seek);
            case Ioctl ioctl -> MemoryData.control(operation, ioctl);
            case ReadDirectory list -> MemoryListing.list(operation, list, tree);
            case SetLock lock -> MemoryLocking.set(operation, lock);
            case QueryLock lock -> MemoryLocking.query(operation, lock);
            case LockFile lock -> MemoryLocking.flock(operation, lock);
            case CloseDescriptor close -> MemoryLocking.closed(operation, close);
            case Cleanup cleanup -> MemoryLocking.ended(operation, cleanup);
            default -> others(operation);
        }
    }

    private void others(Operation operation) {
        switch (operation.kind()) {
            case GETATTR -> MemoryAttributes.query(operation);
            case READLINK -> MemoryData.readLink(operation);
            case STATFS -> MemoryAttributes.statistics(operation);
            default -> operation.succeed(0);
        }
    }

    private void rename(Operation operation, Rename rename) {
        synchronized (tree) {
            new MemoryRename(tree, operation, rename).run();
        }
        operation.succeed(0);
    }

    @Override
    public @Nullable FilePath pathOf(FileNodeObject node) {
        return tree.pathOf(MemoryNames.inode(node));
    }

    @Override
    public boolean isNamed(FileNodeObject node, FileNodeObject directory, FileName name) {
        return child(MemoryNames.inode(directory), name) == MemoryNames.inode(node);
    }

    @Override
    public void close(FileHandleObject handle) {
        names.closed(handle);
    }

    /** An inode without names and handles goes with its node: nothing else refers to it. */
    @Override
    public void forget(FileNodeObject node) {}

    @Override
    public void close() {
        release();
        closed = true;
    }
}
