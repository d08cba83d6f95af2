package dev.weir.linux;

import dev.weir.manager.AttributeBlock;
import dev.weir.manager.Operation;
import dev.weir.operation.SetAttributes;

/** Asking for and changing attributes. Results are 0 or a negated {@link dev.weir.Errno}. */
final class HostAttributes {
    private HostAttributes() {}

    /** Copies a statx result. */
    static void fill(AttributeBlock attributes, long stat) {
        attributes.fill(
                Statx.inode(stat),
                Statx.mode(stat),
                Statx.links(stat),
                Statx.uid(stat),
                Statx.gid(stat),
                Statx.size(stat),
                Statx.blocks(stat),
                Statx.blockSize(stat),
                DirectoryCalls.device(Statx.specialMajor(stat), Statx.specialMinor(stat)));
        attributes.setTimes(
                Statx.accessSeconds(stat),
                Statx.accessNanos(stat),
                Statx.modificationSeconds(stat),
                Statx.modificationNanos(stat),
                Statx.changeSeconds(stat),
                Statx.changeNanos(stat));
        if (Statx.hasBirth(stat)) {
            attributes.setBirth(Statx.birthSeconds(stat), Statx.birthNanos(stat));
        }
    }

    /**
     * Changes what is asked for, and fills in the attributes as they are then.
     *
     * @param node an O_PATH descriptor
     * @param open the descriptor that the request came through, or -1
     */
    static int change(HostThread thread, Operation operation, int node, int open) {
        SetAttributes change = (SetAttributes) operation.parameters();
        int valid = change.valid();
        int result = 0;
        if ((valid & SetAttributes.VALID_SIZE) != 0) {
            result = Writer.truncate(thread, operation, node, open, change.size());
        }
        if (result == 0 && (valid & (SetAttributes.VALID_USER_ID | SetAttributes.VALID_GROUP_ID)) != 0) {
            int uid = (valid & SetAttributes.VALID_USER_ID) != 0 ? change.userId() : -1;
            int gid = (valid & SetAttributes.VALID_GROUP_ID) != 0 ? change.groupId() : -1;
            result = Writer.setOwner(thread, operation, node, uid, gid);
        }
        thread.privileged(true);
        if (result == 0 && (valid & SetAttributes.VALID_MODE) != 0) {
            result = NodeCalls.setMode(thread.natives, node, change.mode() & 07777);
        }
        if (result == 0) {
            result = times(thread, change, valid, node);
        }
        return result == 0 ? HostNodes.attributes(thread, operation.attributes(), node) : result;
    }

    private static int times(HostThread thread, SetAttributes change, int valid, int node) {
        long access =
                nanos(valid, SetAttributes.VALID_ACCESS_TIME, SetAttributes.VALID_ACCESS_NOW, change.accessNanos());
        long modification = nanos(
                valid,
                SetAttributes.VALID_MODIFICATION_TIME,
                SetAttributes.VALID_MODIFICATION_NOW,
                change.modificationNanos());
        if (access == NodeCalls.UTIME_OMIT && modification == NodeCalls.UTIME_OMIT) {
            return 0;
        }
        return NodeCalls.setTimes(
                thread.natives, node, change.accessSeconds(), access, change.modificationSeconds(), modification);
    }

    private static long nanos(int valid, int given, int now, int nanos) {
        if ((valid & now) != 0) {
            return NodeCalls.UTIME_NOW;
        }
        return (valid & given) != 0 ? nanos : NodeCalls.UTIME_OMIT;
    }
}
