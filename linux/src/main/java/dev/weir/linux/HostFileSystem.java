package dev.weir.linux;

import dev.weir.Errno;
import dev.weir.FileHandle;
import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.manager.BaseFileSystem;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.NodeTable;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.manager.VolumeStatistics;
import dev.weir.operation.Cleanup;
import dev.weir.operation.CloseDescriptor;
import dev.weir.operation.Fsync;
import dev.weir.operation.FsyncDirectory;
import dev.weir.operation.Lookup;
import dev.weir.operation.Open;
import dev.weir.operation.OpenDirectory;
import dev.weir.operation.ReadDirectory;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory of this host as what is below all filters. It is served through descriptors and file handles: what was
 * opened at the start is served whatever is mounted over it or renamed, and no path is ever put together.
 *
 * <p>Files are made as the requestor ({@link CallerIdentity}); everything else is done as this process, since the
 * kernel has checked the requestor's rights. Set-user-ID and set-group-ID bits go as with the requestor's own writes.
 * O_DIRECT is not passed on.
 *
 * <p>Safe on any thread, best on platform threads that live long. A thread whose {@link NativeThread#retired} is true
 * after an operation must end. Blocks as long as the file system below does, but never for a lock.
 */
public final class HostFileSystem implements BaseFileSystem {
    private static final int SERVICE_USER = IdentityCalls.effectiveUser(NativeThread.current());
    private static final int SERVICE_GROUP = IdentityCalls.effectiveGroup(NativeThread.current());

    /** File systems of this machine alone, whose events tell which file they are of. */
    private static final Set<String> WATCHED = Set.of("ext2", "ext3", "ext4", "f2fs", "tmpfs", "xfs");

    private final int root;
    private final int readable;
    private final String type;
    private final HostNodes nodes;
    private final HostCreations creations;
    private final HostLocks locks = new HostLocks();
    private boolean rootIsANodes;

    private HostFileSystem(int root, int readable, String type, int descriptors) {
        this.root = root;
        this.readable = readable;
        this.type = type;
        nodes = new HostNodes(descriptors);
        creations = new HostCreations(nodes);
    }

    /**
     * Opens a directory, before anything is mounted over it.
     *
     * @param path a path in bytes
     * @throws SystemCallException if it can't be opened for reading
     */
    public static HostFileSystem open(byte[] path) throws IOException {
        return open(path, DescriptorLimit.share());
    }

    /** As {@link #open(byte[])}, with a limit on the descriptors that are kept for nodes that nobody uses. */
    static HostFileSystem open(byte[] path, int descriptors) throws IOException {
        HostThread thread = HostThread.current();
        int flags = OpenFlags.O_DIRECTORY | OpenFlags.O_PATH;
        int root = (int) SystemCallException.check(
                "open " + FuseMount.text(path),
                FileCalls.open(thread.natives, OpenFlags.AT_FDCWD, thread.natives.name(path), flags, 0));
        int readable = FileCalls.reopen(thread.natives, root, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        if (readable < 0) {
            FileCalls.close(thread.natives, root);
            throw new SystemCallException("open " + FuseMount.text(path), -readable);
        }
        return new HostFileSystem(root, readable, typeOf(thread, root), descriptors);
    }

    private static String typeOf(HostThread thread, int root) throws IOException {
        Statx.statDescriptor(thread.natives, root, Statx.MNT_ID, thread.stat);
        long mount = Statx.mountId(thread.stat);
        return MountTable.read().entries().stream()
                .filter(entry -> entry.id() == mount)
                .map(MountEntry::type)
                .findFirst()
                .orElse("unknown");
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public FileNodeObject root(NodeTable table) {
        HostThread thread = HostThread.current();
        int duplicate = FileCalls.duplicate(thread.natives, readable);
        try {
            FileNodeObject node = nodes.root(thread, table, root, duplicate);
            rootIsANodes = true;
            return node;
        } catch (SystemCallException impossible) {
            throw new IllegalStateException("the served directory can't be asked for its attributes", impossible);
        }
    }

    /**
     * Begins to tell what others change below.
     *
     * @param table the volume's
     * @throws SystemCallException why that can't be: EPERM without CAP_SYS_ADMIN, EOPNOTSUPP where the file system is one that others may change unseen
     */
    public HostWatch watch(NodeTable table, HostWatch.Listener listener) throws SystemCallException {
        if (!WATCHED.contains(type)) {
            throw new SystemCallException("fanotify on " + type, Errno.EOPNOTSUPP);
        }
        return FileSystemEvents.watch(HostThread.current(), readable, table, listener);
    }

    /** The descriptor of an open file, valid until the handle is closed; -1 if nothing is open below. */
    public static int descriptorOf(FileHandle handle) {
        HostFile file = fileOf(handle);
        return file == null ? -1 : file.descriptor;
    }

    /**
     * Registers what an open file is open on for passthrough. The kernel then reads and writes it as somebody who may
     * not keep set-user-ID and set-group-ID bits, nor go over quotas: whoever writes, the file system below clears those
     * bits as it does for ordinary users.
     *
     * @param device the descriptor of a mounted FUSE device
     * @return a backing id for {@link FuseDevice#closeBacking}, or a negated {@link Errno}: EBADF if nothing is open below
     */
    public static int openBacking(FileHandle handle, int device) {
        HostFile file = fileOf(handle);
        if (file == null) {
            return -Errno.EBADF;
        }
        HostThread thread = HostThread.current();
        thread.privileged(false);
        return FuseDevice.openBacking(thread.natives, device, file.descriptor);
    }

    /**
     * An O_PATH descriptor of a node, valid until {@link #releaseDescriptor}: what a FUSE front registers for
     * passthrough.
     *
     * @return the descriptor, or a negated {@link Errno}
     */
    public static int acquireDescriptor(FileNodeObject node) {
        return HostNodes.of(node).acquire(HostThread.current());
    }

    /** Gives back what {@link #acquireDescriptor} gave. */
    public static void releaseDescriptor(FileNodeObject node) {
        HostNodes.of(node).release(HostThread.current());
    }

    static @Nullable HostFile fileOf(FileHandle handle) {
        return (HostFile) ((FileHandleObject) handle).base();
    }

    /** Answers an operation with a result of the kernel's. */
    static void answer(Operation operation, long result) {
        if (result >= 0) {
            operation.succeed(result);
        } else if (result != LockedFile.WAITS) {
            operation.fail(told(-result));
        }
    }

    /** Numbers that user space has no name for, such as 524 ENOTSUPP, stay inside the kernel. */
    private static int told(long errno) {
        return errno <= Errno.EHWPOISON ? (int) errno : errno == 524 ? Errno.EOPNOTSUPP : Errno.EIO;
    }

    @Override
    public int serviceUser() {
        return SERVICE_USER;
    }

    @Override
    public int serviceGroup() {
        return SERVICE_GROUP;
    }

    @Override
    public void execute(Operation operation) {
        HostThread thread = HostThread.current();
        // A thread that could not come back from somebody's identity would act as that one.
        answer(operation, thread.natives.retired() ? -Errno.EIO : run(thread, operation));
    }

    private long run(HostThread thread, Operation operation) {
        return switch (operation.kind()) {
            case READ, WRITE, COPY_RANGE, ALLOCATE, SEEK, FSYNC, FSYNCDIR, FLUSH, READDIR, IOCTL, FLOCK, CLEANUP ->
                throughFile(thread, operation);
            case STATFS -> statistics(thread, operation.volumeStatistics());
            case SYNCFS -> FileCalls.syncFileSystem(thread.natives, readable);
            case RELEASE, SHUTDOWN -> 0;
            case GETLK -> locks.test(thread, operation, HostNodes.of(operation.node()));
            case SETLK -> locks.set(thread, operation, HostNodes.of(operation.node()), openFile(operation));
            default -> onNode(thread, operation);
        };
    }

    private static @Nullable HostFile openFile(Operation operation) {
        return operation.hasHandle() ? fileOf(operation.handle()) : null;
    }

    private long throughFile(HostThread thread, Operation operation) {
        HostFile file = openFile(operation);
        if (file == null) {
            return -Errno.EBADF;
        }
        return switch (operation.kind()) {
            case READ -> HostData.read(thread, operation, file);
            case WRITE -> HostData.write(thread, operation, file);
            case COPY_RANGE -> HostData.copyRange(thread, operation, file);
            case ALLOCATE -> HostData.allocate(thread, operation, file);
            case SEEK -> HostData.seek(thread, operation, file);
            case FSYNC -> sync(thread, file, ((Fsync) operation.parameters()).dataOnly());
            case FSYNCDIR -> sync(thread, file, ((FsyncDirectory) operation.parameters()).dataOnly());
            case READDIR -> list(thread, operation, file);
            case IOCTL -> HostControls.control(thread, operation, file);
            case FLOCK -> locks.flock(thread, operation, HostNodes.of(operation.node()), file);
            case FLUSH -> flush(thread, operation, file);
            default -> cleanup(thread, operation, file);
        };
    }

    private static long sync(HostThread thread, HostFile file, boolean dataOnly) {
        return FileCalls.sync(thread.natives, file.descriptor, dataOnly);
    }

    private static long list(HostThread thread, Operation operation, HostFile file) {
        ReadDirectory request = (ReadDirectory) operation.parameters();
        HostListing listing = file.listing();
        if (listing == null || !operation.buffer().segment().isNative()) {
            return listing == null ? -Errno.ENOTDIR : listOnHeap(thread, operation, listing);
        }
        long address =
                operation.buffer().segment().address() + operation.buffer().offset();
        int length = (int) Math.min(request.byteCount(), operation.buffer().length());
        return listing.read(thread, request.offset(), address, length);
    }

    private static long listOnHeap(HostThread thread, Operation operation, HostListing listing) {
        ReadDirectory request = (ReadDirectory) operation.parameters();
        int half = HostThread.STAGING_SIZE / 2;
        int length =
                (int) Math.min(Math.min(request.byteCount(), operation.buffer().length()), half);
        int got = listing.read(thread, request.offset(), thread.staging + half, length);
        if (got > 0) {
            HostBuffers.out(thread.staging + half, operation.buffer(), 0, got);
        }
        return got;
    }

    private long flush(HostThread thread, Operation operation, HostFile file) {
        long owner = ((CloseDescriptor) operation.parameters()).lockOwner();
        locks.drop(thread, HostNodes.of(operation.node()), owner);
        file.locksNoMoreAs(owner);
        return HostData.flush(thread, file);
    }

    private long cleanup(HostThread thread, Operation operation, HostFile file) {
        long owner = ((Cleanup) operation.parameters()).lockOwner();
        locks.drop(thread, HostNodes.of(operation.node()), file, owner);
        return 0;
    }

    private long onNode(HostThread thread, Operation operation) {
        HostFile file = openFile(operation);
        HostNode node = HostNodes.of(operation.node());
        if (file != null && operation.kind() == OperationKind.GETATTR) {
            return HostNodes.attributes(thread, operation.attributes(), file.descriptor);
        }
        int path = node.acquire(thread);
        if (path < 0) {
            return path;
        }
        try {
            return switch (operation.kind()) {
                case LOOKUP -> lookup(thread, operation, path);
                case GETATTR -> HostNodes.attributes(thread, operation.attributes(), path);
                case TRUNCATE, CHMOD, CHOWN, UTIMENS ->
                    HostAttributes.change(thread, operation, path, file == null ? -1 : file.descriptor);
                case OPEN -> open(thread, operation, path, ((Open) operation.parameters()).flags(), false);
                case OPENDIR -> open(thread, operation, path, ((OpenDirectory) operation.parameters()).flags(), true);
                case CREATE -> creations.createFile(thread, operation, path);
                case TMPFILE -> creations.makeTemporaryFile(thread, operation, path);
                case MKDIR -> creations.makeDirectory(thread, operation, path);
                case MKNOD -> creations.makeNode(thread, operation, path);
                case SYMLINK -> creations.makeSymbolicLink(thread, operation, path);
                case LINK -> HostNames.link(thread, operation, path);
                case UNLINK -> HostNames.unlink(thread, operation, path);
                case RMDIR -> HostNames.removeDirectory(thread, operation, path);
                case RENAME -> HostNames.rename(thread, operation, path);
                case READLINK -> readLink(thread, operation, path);
                case GETXATTR -> HostXattrs.get(thread, operation, path);
                case LISTXATTR -> HostXattrs.list(thread, operation, path);
                case SETXATTR -> HostXattrs.set(thread, operation, path);
                case REMOVEXATTR -> HostXattrs.remove(thread, operation, path);
                default -> -Errno.EOPNOTSUPP;
            };
        } finally {
            node.release(thread);
        }
    }

    /** The parent of the root is not below it, so that nobody climbs out. */
    private int lookup(HostThread thread, Operation operation, int directory) {
        Lookup request = (Lookup) operation.parameters();
        boolean up = request.name().length() == 2 && request.name().isDots();
        return up && directory == root ? -Errno.ENOENT : nodes.lookup(thread, operation, directory, request.name());
    }

    private static int open(HostThread thread, Operation operation, int path, int flags, boolean directory) {
        int how = directory ? OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY : HostFile.passed(flags);
        int descriptor = (how & OpenFlags.O_TRUNC) != 0
                ? Writer.openTruncated(thread, operation, path, how)
                : FileCalls.reopen(thread.natives, path, how);
        if (descriptor >= 0) {
            operation.yieldHandle(operation.node(), flags, new HostFile(descriptor, flags, directory));
        }
        return Math.min(descriptor, 0);
    }

    private static int readLink(HostThread thread, Operation operation, int path) {
        int room = (int) Math.min(operation.buffer().length(), NativeThread.PATH_MAX);
        int length = NodeCalls.readLink(thread.natives, path, thread.staging, room);
        if (length > 0) {
            HostBuffers.out(thread.staging, operation.buffer(), 0, length);
        }
        return length;
    }

    private int statistics(HostThread thread, VolumeStatistics to) {
        int result = StatFs.ofDescriptor(thread.natives, readable, thread.stat);
        if (result == 0) {
            to.blocks = StatFs.blocks(thread.stat);
            to.freeBlocks = StatFs.freeBlocks(thread.stat);
            to.availableBlocks = StatFs.availableBlocks(thread.stat);
            to.files = StatFs.files(thread.stat);
            to.freeFiles = StatFs.freeFiles(thread.stat);
            to.blockSize = (int) StatFs.blockSize(thread.stat);
            to.fragmentSize = (int) StatFs.fragmentSize(thread.stat);
            to.maximumNameLength = (int) StatFs.nameLength(thread.stat);
        }
        return result;
    }

    @Override
    public @Nullable FilePath pathOf(FileNodeObject node) {
        return HostPaths.of(HostThread.current(), root, node);
    }

    @Override
    public boolean isNamed(FileNodeObject node, FileNodeObject directory, FileName name) {
        return HostPaths.isNamed(HostThread.current(), node, directory, name);
    }

    @Override
    public void close(FileHandleObject handle) {
        HostFile file = fileOf(handle);
        if (file != null) {
            file.close(HostThread.current());
        }
    }

    @Override
    public void forget(FileNodeObject node) {
        HostNodes.of(node).dispose(HostThread.current());
    }

    @Override
    public void close() {
        HostThread thread = HostThread.current();
        locks.close();
        nodes.mounts().close(thread);
        FileCalls.close(thread.natives, readable);
        if (!rootIsANodes) {
            FileCalls.close(thread.natives, root);
        }
    }
}
