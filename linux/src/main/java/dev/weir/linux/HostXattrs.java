package dev.weir.linux;

import dev.weir.DataBuffer;
import dev.weir.Errno;
import dev.weir.manager.Operation;
import dev.weir.operation.GetXattr;
import dev.weir.operation.ListXattr;
import dev.weir.operation.RemoveXattr;
import dev.weir.operation.SetXattr;
import java.nio.charset.StandardCharsets;

/** Extended attributes and ACLs. Results are a number of bytes or 0, or a negated {@link Errno}. */
final class HostXattrs {
    private static final int ACL_KILL_SGID = 1;
    private static final int SET_GROUP_ID = 02000;
    private static final byte[] TRUSTED = "trusted.".getBytes(StandardCharsets.US_ASCII);

    private HostXattrs() {}

    static int get(HostThread thread, Operation operation, int node) {
        GetXattr request = (GetXattr) operation.parameters();
        long name = thread.attributeName(request.name());
        int room = room(operation.buffer(), request.byteCount());
        int length = name < 0 ? (int) name : XattrCalls.get(thread.natives, node, name, thread.staging, room);
        return copied(thread, operation, length, room);
    }

    static int list(HostThread thread, Operation operation, int node) {
        ListXattr request = (ListXattr) operation.parameters();
        int room = room(operation.buffer(), request.byteCount());
        if (operation.requestor().userId() <= 0) {
            int length = XattrCalls.list(thread.natives, node, thread.staging, room);
            return copied(thread, operation, length, room);
        }
        int all = XattrCalls.list(thread.natives, node, thread.staging, HostThread.STAGING_SIZE);
        int length = all <= 0 ? all : withoutTrusted(thread.staging, all);
        return room > 0 && length > room ? -Errno.ERANGE : copied(thread, operation, length, room);
    }

    /** Takes the names out that the host lists for this process, which is root, and would not for the caller. The length of the rest. */
    private static int withoutTrusted(long list, int length) {
        int kept = 0;
        for (int at = 0; at < length; ) {
            int next = at + NativeMemory.stringLength(list + at, length - at) + 1;
            if (!isTrusted(list + at, next - at)) {
                NativeMemory.copy(list + at, list + kept, next - at);
                kept += next - at;
            }
            at = next;
        }
        return kept;
    }

    private static boolean isTrusted(long name, int length) {
        if (length <= TRUSTED.length) {
            return false;
        }
        for (int i = 0; i < TRUSTED.length; i++) {
            if (NativeMemory.getByte(name + i) != TRUSTED[i]) {
                return false;
            }
        }
        return true;
    }

    private static int room(DataBuffer buffer, int byteCount) {
        return (int) Math.min(Math.min(byteCount, buffer.length()), HostThread.STAGING_SIZE);
    }

    private static int copied(HostThread thread, Operation operation, int length, int room) {
        if (length > 0 && room > 0) {
            HostBuffers.out(thread.staging, operation.buffer(), 0, length);
        }
        return length;
    }

    static int set(HostThread thread, Operation operation, int node) {
        SetXattr request = (SetXattr) operation.parameters();
        DataBuffer value = operation.buffer();
        if (value.length() > HostThread.STAGING_SIZE) {
            return -Errno.E2BIG;
        }
        HostBuffers.in(value, 0, thread.staging, value.length());
        long name = thread.attributeName(request.name());
        thread.privileged(true);
        int result = name < 0
                ? (int) name
                : XattrCalls.set(thread.natives, node, name, thread.staging, (int) value.length(), request.flags());
        return result == 0 && (request.extraFlags() & ACL_KILL_SGID) != 0 ? dropSetGroupId(thread, node) : result;
    }

    private static int dropSetGroupId(HostThread thread, int node) {
        int result = Statx.statDescriptor(thread.natives, node, Statx.BASIC_STATS, thread.stat);
        int mode = Statx.mode(thread.stat) & 07777;
        return result == 0 && (mode & SET_GROUP_ID) != 0
                ? NodeCalls.setMode(thread.natives, node, mode & ~SET_GROUP_ID)
                : result;
    }

    static int remove(HostThread thread, Operation operation, int node) {
        long name = thread.attributeName(((RemoveXattr) operation.parameters()).name());
        return name < 0 ? (int) name : XattrCalls.remove(thread.natives, node, name);
    }
}
