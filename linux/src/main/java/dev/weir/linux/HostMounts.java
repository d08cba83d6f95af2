package dev.weir.linux;

import java.util.HashMap;
import java.util.Map;

/**
 * For each mount below the served directory a descriptor by which its file handles are opened. Safe on any thread;
 * looked at once per look-up.
 */
final class HostMounts {
    /** No handles there, or no right to open them: each node keeps its descriptor. */
    static final int NO_HANDLES = -1;

    private final Map<Long, Integer> descriptors = new HashMap<>();
    private volatile long firstMount = -1;
    private volatile int firstDescriptor = NO_HANDLES;

    /** Notes the mount that the served directory is on: its descriptor becomes this object's. */
    void first(HostThread thread, long mount, int descriptor) {
        firstDescriptor = works(thread, descriptor) ? descriptor : NO_HANDLES;
        firstMount = mount;
        if (firstDescriptor == NO_HANDLES) {
            FileCalls.close(thread.natives, descriptor);
        }
    }

    /**
     * The descriptor for a mount. The first directory that is seen there opens it.
     *
     * @param node an O_PATH descriptor of a file of that mount
     * @param directory whether that is a directory
     */
    int descriptor(HostThread thread, long mount, int node, boolean directory) {
        return mount == firstMount ? firstDescriptor : other(thread, mount, node, directory);
    }

    private synchronized int other(HostThread thread, long mount, int node, boolean directory) {
        Integer known = descriptors.get(mount);
        if (known != null) {
            return known;
        }
        if (!directory) {
            return NO_HANDLES;
        }
        int descriptor = FileCalls.reopen(thread.natives, node, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        if (descriptor >= 0 && !works(thread, descriptor)) {
            FileCalls.close(thread.natives, descriptor);
            descriptor = NO_HANDLES;
        }
        int usable = Math.max(descriptor, NO_HANDLES);
        descriptors.put(mount, usable);
        return usable;
    }

    /** Whether a handle can be made and opened. */
    private static boolean works(HostThread thread, int descriptor) {
        if (HandleCalls.ofDescriptor(thread.natives, descriptor, thread.handle) != 0) {
            return false;
        }
        int opened = HandleCalls.open(thread.natives, descriptor, thread.handle, OpenFlags.O_PATH);
        if (opened >= 0) {
            FileCalls.close(thread.natives, opened);
        }
        return opened >= 0;
    }

    synchronized void close(HostThread thread) {
        for (int descriptor : descriptors.values()) {
            if (descriptor >= 0) {
                FileCalls.close(thread.natives, descriptor);
            }
        }
        descriptors.clear();
        if (firstDescriptor >= 0) {
            FileCalls.close(thread.natives, firstDescriptor);
        }
        firstDescriptor = NO_HANDLES;
    }
}
