package dev.weir.linux;

import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.FileType;
import dev.weir.manager.AttributeBlock;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.NodeTable;
import dev.weir.manager.Operation;
import org.jspecify.annotations.Nullable;

/**
 * From a file of the host to its node and back. What makes two look-ups the same node is the device, the inode number
 * and the file handle, which tells an inode from a later one of the same number.
 */
final class HostNodes {
    private static final int MASK = Statx.BASIC_STATS | Statx.MNT_ID;

    private final HostMounts mounts = new HostMounts();
    private final HostDescriptors cache;

    HostNodes(int descriptors) {
        cache = new HostDescriptors(descriptors);
    }

    HostMounts mounts() {
        return mounts;
    }

    static HostNode of(FileNode node) {
        return (HostNode) ((FileNodeObject) node).base();
    }

    /**
     * The node of the served directory itself. Its descriptor and the other one become this object's.
     *
     * @param root an O_PATH descriptor
     * @param readable a descriptor opened for reading, by which handles are opened
     */
    FileNodeObject root(HostThread thread, NodeTable table, int root, int readable) throws SystemCallException {
        SystemCallException.check("statx", Statx.statDescriptor(thread.natives, root, MASK, thread.stat));
        mounts.first(thread, Statx.mountId(thread.stat), readable);
        // Without a handle: whatever is mounted over it, the root's descriptor is never closed.
        HostNode base = new HostNode(cache, null, HostMounts.NO_HANDLES, root);
        long stat = thread.stat;
        return table.obtain(device(stat), Statx.inode(stat), generation(thread, root), FileType.DIRECTORY, base);
    }

    /** Looks a name up; answers with its node and attributes. */
    int lookup(HostThread thread, Operation operation, int directory, FileName name) {
        long path = thread.name(name);
        if (path < 0) {
            return (int) path;
        }
        int flags = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW;
        int descriptor = FileCalls.open(thread.natives, directory, path, flags, 0);
        return descriptor < 0 ? descriptor : answer(thread, operation, descriptor);
    }

    /** Answers with the node of an O_PATH descriptor, which becomes the node's or is closed; and with its attributes. */
    int answer(HostThread thread, Operation operation, int descriptor) {
        int result = Statx.statDescriptor(thread.natives, descriptor, MASK, thread.stat);
        if (result < 0) {
            FileCalls.close(thread.natives, descriptor);
            return result;
        }
        HostAttributes.fill(operation.attributes(), thread.stat);
        operation.yieldNode(obtain(thread, operation.volume().nodes(), descriptor));
        return 0;
    }

    /** The node of what {@link HostThread#stat} describes, with one more reference. */
    private FileNodeObject obtain(HostThread thread, NodeTable table, int descriptor) {
        long stat = thread.stat;
        FileType type = FileType.ofMode(Statx.mode(stat));
        int mount = mounts.descriptor(thread, Statx.mountId(stat), descriptor, type == FileType.DIRECTORY);
        long generation = generation(thread, descriptor);
        byte @Nullable [] handle = mount == HostMounts.NO_HANDLES || generation == 0
                ? null
                : NativeMemory.bytes(thread.handle, HandleCalls.size(thread.handle));
        HostNode made = new HostNode(cache, handle, mount, handle == null ? descriptor : -1);
        FileNodeObject node = table.obtain(device(stat), Statx.inode(stat), generation, type, made);
        HostNode kept = (HostNode) node.base();
        if (handle != null) {
            kept.offer(thread, descriptor);
        } else if (kept != made) {
            made.dispose(thread);
        }
        return node;
    }

    private static long device(long stat) {
        return (long) Statx.deviceMajor(stat) << 32 | Statx.deviceMinor(stat) & 0xffff_ffffL;
    }

    /** A number from the file's handle, which is left in {@link HostThread#handle}; 0 if it has none. */
    private static long generation(HostThread thread, int descriptor) {
        if (HandleCalls.ofDescriptor(thread.natives, descriptor, thread.handle) != 0) {
            return 0;
        }
        long hash = 0xcbf29ce484222325L;
        long end = thread.handle + HandleCalls.size(thread.handle);
        for (long at = thread.handle + 4; at < end; at++) {
            hash = (hash ^ NativeMemory.getByte(at)) * 0x100000001b3L;
        }
        return hash == 0 ? 1 : hash;
    }

    /** Fills in the attributes of what a descriptor of any kind is open on. */
    static int attributes(HostThread thread, AttributeBlock attributes, int descriptor) {
        int result = Statx.statDescriptor(thread.natives, descriptor, Statx.BASIC_STATS, thread.stat);
        if (result == 0) {
            HostAttributes.fill(attributes, thread.stat);
        }
        return result;
    }
}
