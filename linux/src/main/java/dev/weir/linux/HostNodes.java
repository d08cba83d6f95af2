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
 * From a file of the host to its node and back. What makes two look-ups the same node is {@link HostIdentity}.
 */
final class HostNodes {
    private static final int WITH_BIRTH = Statx.BASIC_STATS | Statx.BTIME;

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
        SystemCallException.check("statx", Statx.statDescriptor(thread.natives, root, HostIdentity.MASK, thread.stat));
        mounts.first(thread, Statx.mountId(thread.stat), readable);
        long generation = HostIdentity.generation(thread, HostIdentity.hasHandle(thread, root));
        HostNode base = new HostNode(cache, null, root);
        long inode = Statx.inode(thread.stat);
        return table.obtain(HostIdentity.device(thread), inode, generation, FileType.DIRECTORY, base);
    }

    /** Looks a name up; answers with its node and attributes. */
    int lookup(HostThread thread, Operation operation, int directory, FileName name) {
        long path = thread.name(name);
        if (path < 0) {
            return (int) path;
        }
        int flags = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW;
        int descriptor = FileCalls.open(thread.natives, directory, path, flags, 0);
        return descriptor < 0 ? descriptor : answer(thread, operation, descriptor, name);
    }

    /**
     * Answers with the node of an O_PATH descriptor, which becomes the node's or is closed, and with its attributes.
     *
     * @param name its name in the operation's directory, null if it has none
     */
    int answer(HostThread thread, Operation operation, int descriptor, @Nullable FileName name) {
        int result = Statx.statDescriptor(thread.natives, descriptor, HostIdentity.MASK, thread.stat);
        if (result < 0) {
            FileCalls.close(thread.natives, descriptor);
            return result;
        }
        HostAttributes.fill(operation.attributes(), thread.stat);
        operation.yieldNode(obtain(thread, operation, descriptor, name));
        return 0;
    }

    /** The node of what {@link HostThread#stat} describes, with one more reference. */
    private FileNodeObject obtain(HostThread thread, Operation operation, int descriptor, @Nullable FileName name) {
        FileType type = FileType.ofMode(Statx.mode(thread.stat));
        int mount = mounts.descriptor(thread, Statx.mountId(thread.stat), descriptor, type == FileType.DIRECTORY);
        boolean handled = HostIdentity.hasHandle(thread, descriptor);
        long device = HostIdentity.device(thread);
        long inode = Statx.inode(thread.stat);
        long generation = HostIdentity.generation(thread, handled);
        HostLocator locator = null;
        if (handled && mount != HostMounts.NO_HANDLES) {
            byte[] handle = NativeMemory.bytes(thread.handle, HandleCalls.size(thread.handle));
            locator = new HostLocator.ByHandle(handle, mount);
        } else if (generation != 0 && name != null) {
            locator = new HostLocator.ByName(device, inode, generation);
        }
        HostNode made = new HostNode(cache, locator, locator == null ? descriptor : -1);
        NodeTable table = operation.volume().nodes();
        FileNodeObject node = table.obtain(device, inode, generation, type, made);
        HostNode kept = (HostNode) node.base();
        if (name != null) {
            kept.named(of(operation.node()), name);
        }
        if (locator != null) {
            kept.offer(thread, descriptor);
        } else if (kept != made) {
            made.dispose(thread);
        }
        return node;
    }

    /** Fills in the attributes of what a descriptor of any kind is open on. */
    static int attributes(HostThread thread, AttributeBlock attributes, int descriptor) {
        int result = Statx.statDescriptor(thread.natives, descriptor, WITH_BIRTH, thread.stat);
        if (result == 0) {
            HostAttributes.fill(attributes, thread.stat);
        }
        return result;
    }
}
