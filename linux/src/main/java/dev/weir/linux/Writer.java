package dev.weir.linux;

import dev.weir.Errno;
import dev.weir.Requestor;
import dev.weir.manager.Operation;

/**
 * Writes in the place of a program, so that set-user-ID bits, set-group-ID bits and capabilities of the file go or stay as if the program itself had written to the file
 * below: the file system below clears them, in one step with the write.
 *
 * <p>For that this thread has no CAP_FSETID in effect where the program has none. A file with set-group-ID but without
 * group execution keeps the bit if the writer is in its group: only there the thread acts as the program, with all its
 * groups.
 */
final class Writer {
    private static final int SET_GROUP_ID = 02000;
    private static final int GROUP_EXECUTE = 010;

    private Writer() {}

    /**
     * Begins a section of downcalls that write through a descriptor.
     *
     * @return whether {@link HostThread#beItself} has to end it
     */
    static boolean enter(HostThread thread, Operation operation, int descriptor) {
        if (actsAsProgram(thread, operation, descriptor) && becomes(thread, operation.requestor())) {
            return true;
        }
        thread.privileged(operation.keepsSetIds());
        return false;
    }

    private static boolean actsAsProgram(HostThread thread, Operation operation, int descriptor) {
        return !operation.keepsSetIds() && operation.requestor().userId() != 0 && groupDecides(thread, descriptor);
    }

    private static boolean groupDecides(HostThread thread, int descriptor) {
        return Statx.statDescriptor(thread.natives, descriptor, Statx.BASIC_STATS, thread.stat) == 0
                && (Statx.mode(thread.stat) & (SET_GROUP_ID | GROUP_EXECUTE)) == SET_GROUP_ID;
    }

    private static boolean becomes(HostThread thread, Requestor requestor) {
        return thread.becomeWithGroups(requestor, 0) == 0 || thread.become(requestor, 0) == 0;
    }

    /** Opens with O_TRUNC. Returns the descriptor or a negated {@link Errno}. */
    static int openTruncated(HostThread thread, Operation operation, int node, int flags) {
        if (!actsAsProgram(thread, operation, node)) {
            thread.privileged(operation.keepsSetIds());
            return FileCalls.reopen(thread.natives, node, flags);
        }
        int descriptor = FileCalls.reopen(thread.natives, node, flags & ~OpenFlags.O_TRUNC);
        int result = descriptor < 0 ? descriptor : truncateOpen(thread, operation, descriptor, 0);
        if (result < 0 && descriptor >= 0) {
            FileCalls.close(thread.natives, descriptor);
        }
        return result < 0 ? result : descriptor;
    }

    /**
     * Changes the size.
     *
     * @param open a descriptor that is open for writing, or -1
     */
    static int truncate(HostThread thread, Operation operation, int node, int open, long size) {
        if (open >= 0) {
            return truncateOpen(thread, operation, open, size);
        }
        if (!actsAsProgram(thread, operation, node)) {
            thread.privileged(operation.keepsSetIds());
            return NodeCalls.setSize(thread.natives, node, size);
        }
        int own = FileCalls.reopen(thread.natives, node, OpenFlags.O_WRONLY);
        if (own < 0) {
            return own;
        }
        int result = truncateOpen(thread, operation, own, size);
        FileCalls.close(thread.natives, own);
        return result;
    }

    private static int truncateOpen(HostThread thread, Operation operation, int open, long size) {
        boolean entered = enter(thread, operation, open);
        int result = FileCalls.truncate(thread.natives, open, size);
        leave(thread, entered);
        return result;
    }

    /** Changes owner and group; -1 leaves one as it is. */
    static int setOwner(HostThread thread, Operation operation, int node, int uid, int gid) {
        if (enter(thread, operation, node)) {
            int result = NodeCalls.setOwner(thread.natives, node, uid, gid);
            thread.beItself();
            if (result != -Errno.EPERM) {
                return result;
            }
        }
        return NodeCalls.setOwner(thread.natives, node, uid, gid);
    }

    static void leave(HostThread thread, boolean entered) {
        if (entered) {
            thread.beItself();
        }
    }
}
