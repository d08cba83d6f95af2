package dev.weir.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/**
 * The files of which the kernel is not to tell writes, because nobody wants to know: a program that writes a lot to such a file would pay for an event a write.
 *
 * <p>Who relies on events of a file asks {@link #listen} after its node can be found. Who ignores a file looks for its node after the file is noted here, and marked. So one of them sees the other, and undoes it.
 */
final class IgnoredWrites {
    private static final int MOST = 4_096;

    /** So often writes to a file are told in vain, with a pause of the reader's in between, before they are ignored. */
    private static final int ENOUGH = 3;

    private final int group;
    private final int mount;
    private final Map<Long, Integer> vain = new HashMap<>();
    private final List<byte[]> due = new ArrayList<>();
    private final Map<Long, byte[]> ignored = new ConcurrentHashMap<>();

    /**
     * @param group the source of events
     * @param mount an open file on the file system
     */
    IgnoredWrites(int group, int mount) {
        this.group = group;
        this.mount = mount;
    }

    /** Writes to the file of a handle were told, and nobody wanted to know. On the source's thread. */
    void toldInVain(long handle) {
        long inode = HandleCalls.inode(handle);
        if (vain.merge(inode, 1, Integer::sum) >= ENOUGH) {
            vain.remove(inode);
            due.add(NativeMemory.bytes(handle, HandleCalls.size(handle)));
        }
    }

    /**
     * Ignores what is due. On the source's thread.
     *
     * @param isWanted whether somebody wants to know of the file of a handle after all
     */
    void settle(HostThread thread, LongPredicate isWanted) {
        for (byte[] handle : due) {
            place(thread, handle);
            long inode = HandleCalls.inode(thread.handle);
            ignored.put(inode, handle);
            mark(thread, handle, true);
            place(thread, handle);
            if (isWanted.test(thread.handle)) {
                listen(thread, inode);
            }
        }
        due.clear();
        if (vain.size() > MOST) {
            vain.clear();
        }
        if (ignored.size() > MOST) {
            List.copyOf(ignored.keySet()).forEach(inode -> listen(thread, inode));
        }
    }

    /** Has writes to a file told from now on. False where they were not until now. Any thread. */
    boolean listen(HostThread thread, long inode) {
        byte[] handle = ignored.isEmpty() ? null : ignored.get(inode);
        if (handle == null) {
            return true;
        }
        mark(thread, handle, false);
        // Not before: somebody else may ask at the same time.
        ignored.remove(inode, handle);
        return false;
    }

    private static void place(HostThread thread, byte[] handle) {
        NativeMemory.copyIn(handle, 0, thread.handle, handle.length);
    }

    /** Nothing where the file is gone. */
    private void mark(HostThread thread, byte[] handle, boolean ignore) {
        place(thread, handle);
        int file = HandleCalls.open(thread.natives, mount, thread.handle, OpenFlags.O_PATH);
        if (file >= 0) {
            FanotifyCalls.ignoreWrites(thread.natives, group, file, ignore);
            FileCalls.close(thread.natives, file);
        }
    }
}
