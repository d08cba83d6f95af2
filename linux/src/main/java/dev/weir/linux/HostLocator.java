package dev.weir.linux;

import dev.weir.Errno;
import dev.weir.FileName;
import org.jspecify.annotations.Nullable;

/** How a node's descriptor is opened again. Safe on any thread. */
sealed interface HostLocator {
    /** An O_PATH descriptor of the same inode, or a negated {@link Errno}: ESTALE if it is not found. */
    int open(HostThread thread);

    /**
     * By its file handle, wherever it is now.
     *
     * @param mount any descriptor on its file system
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record ByHandle(byte[] handle, int mount) implements HostLocator {
        @Override
        public int open(HostThread thread) {
            NativeMemory.copyIn(handle, 0, thread.handle, handle.length);
            return HandleCalls.open(thread.natives, mount, thread.handle, OpenFlags.O_PATH);
        }
    }

    /**
     * Without the right to open handles: by the name that it had last in a directory, if that still leads to the same
     * inode. A rename behind our back makes it ESTALE, on which the kernel looks the path up again.
     */
    final class ByName implements HostLocator {
        private record Name(HostNode directory, FileName name) {}

        private final long device;
        private final long inode;
        private final long generation;
        private volatile @Nullable Name last;

        ByName(long device, long inode, long generation) {
            this.device = device;
            this.inode = inode;
            this.generation = generation;
        }

        void named(HostNode directory, FileName name) {
            last = new Name(directory, name);
        }

        @Override
        public int open(HostThread thread) {
            Name known = last;
            int directory = known == null ? -Errno.ESTALE : known.directory.acquire(thread);
            if (known == null || directory < 0) {
                return directory;
            }
            int flags = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW;
            int opened = FileCalls.open(thread.natives, directory, thread.name(known.name), flags, 0);
            known.directory.release(thread);
            if (opened < 0) {
                return opened == -Errno.ENOENT ? -Errno.ESTALE : opened;
            }
            if (HostIdentity.matches(thread, opened, device, inode, generation)) {
                return opened;
            }
            FileCalls.close(thread.natives, opened);
            return -Errno.ESTALE;
        }
    }
}
