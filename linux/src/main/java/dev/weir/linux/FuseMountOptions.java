package dev.weir.linux;

/**
 * What a FUSE mount is made with.
 *
 * @param rootMode st_mode of the root: the kernel wants its file type before it can ask
 * @param userId who may use the mount, unless others are allowed too
 * @param groupId that user's group
 * @param defaultPermissions the kernel checks modes and ACLs
 * @param allowOther others than the user may use the mount
 * @param maxRead the largest READ in bytes, 0 for the kernel's choice
 * @param flags MS_* of {@link MountCalls}; the helper adds nosuid and nodev on its own
 */
public record FuseMountOptions(
        int rootMode, int userId, int groupId, boolean defaultPermissions, boolean allowOther, int maxRead, int flags) {

    /** What mount(2) takes as data. */
    String forKernel(int device) {
        return "fd=" + device + ",rootmode=" + Integer.toOctalString(rootMode) + ",user_id="
                + Integer.toUnsignedString(userId) + ",group_id=" + Integer.toUnsignedString(groupId) + shared();
    }

    /** What {@code fusermount3 -o} takes; it finds the root's mode and the user itself. */
    String forHelper() {
        return (flags & MountCalls.MS_RDONLY) != 0 ? "ro" + names() : "rw" + names();
    }

    private String names() {
        return ",fsname=" + FuseMount.SOURCE + ",subtype=" + FuseMount.SUBTYPE + shared();
    }

    private String shared() {
        return (defaultPermissions ? ",default_permissions" : "")
                + (allowOther ? ",allow_other" : "")
                + (maxRead > 0 ? ",max_read=" + maxRead : "");
    }
}
