package dev.weir.linux;

import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.manager.FileNodeObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What files are called below: the kernel's view of a descriptor, believed only where it leads back to the same file. */
final class HostPaths {
    private static final int WAY = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW;

    private HostPaths() {}

    /**
     * A path of a node below the served directory.
     *
     * @param root the served directory's descriptor
     * @return null where the file has no name, or none that leads from there to it
     */
    static @Nullable FilePath of(HostThread thread, int root, FileNodeObject node) {
        HostNode host = HostNodes.of(node);
        int descriptor = host.acquire(thread);
        if (descriptor < 0) {
            return null;
        }
        try {
            byte[] top = link(thread, root);
            byte[] path = link(thread, descriptor);
            List<FileName> names = top == null || path == null ? null : below(top, path);
            return names != null && leads(thread, root, names, descriptor) ? new FilePath(names) : null;
        } finally {
            host.release(thread);
        }
    }

    /** Whether a name in a directory leads to a node. */
    static boolean isNamed(HostThread thread, FileNodeObject node, FileNodeObject directory, FileName name) {
        HostNode parent = HostNodes.of(directory);
        HostNode host = HostNodes.of(node);
        int in = parent.acquire(thread);
        if (in < 0) {
            return false;
        }
        try {
            int descriptor = host.acquire(thread);
            if (descriptor < 0) {
                return false;
            }
            try {
                return leads(thread, in, List.of(name), descriptor);
            } finally {
                host.release(thread);
            }
        } finally {
            parent.release(thread);
        }
    }

    private static byte @Nullable [] link(HostThread thread, int descriptor) {
        long name = thread.natives.descriptorPath(descriptor);
        long length = RawSyscall.call(
                thread.natives,
                SyscallNumbers.READLINKAT,
                OpenFlags.AT_FDCWD,
                name,
                thread.staging,
                NativeThread.PATH_MAX);
        return length <= 0 || length == NativeThread.PATH_MAX ? null : NativeMemory.bytes(thread.staging, (int) length);
    }

    private static @Nullable List<FileName> below(byte[] top, byte[] path) {
        int prefix = top.length == 1 ? 0 : top.length;
        if (path.length < prefix || !Arrays.equals(top, 0, prefix, path, 0, prefix)) {
            return null;
        }
        if (path.length == prefix) {
            return List.of();
        }
        if (path[prefix] != '/') {
            return null;
        }
        var names = new ArrayList<FileName>();
        int start = prefix + 1;
        for (int i = start; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                names.add(FileName.of(path, start, i));
                start = i + 1;
            }
        }
        return names;
    }

    private static boolean leads(HostThread thread, int from, List<FileName> names, int to) {
        int at = from;
        for (FileName name : names) {
            long address = thread.name(name);
            int next = address < 0 ? (int) address : FileCalls.open(thread.natives, at, address, WAY, 0);
            if (at != from) {
                FileCalls.close(thread.natives, at);
            }
            if (next < 0) {
                return false;
            }
            at = next;
        }
        boolean same = isSame(thread, at, to);
        if (at != from) {
            FileCalls.close(thread.natives, at);
        }
        return same;
    }

    private static boolean isSame(HostThread thread, int one, int other) {
        if (Statx.statDescriptor(thread.natives, one, HostIdentity.MASK, thread.stat) < 0) {
            return false;
        }
        long device = HostIdentity.device(thread);
        long inode = Statx.inode(thread.stat);
        return Statx.statDescriptor(thread.natives, other, HostIdentity.MASK, thread.stat) >= 0
                && HostIdentity.device(thread) == device
                && Statx.inode(thread.stat) == inode;
    }
}
