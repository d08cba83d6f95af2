package dev.weir.linux;

import static java.lang.invoke.MethodHandles.lookup;

import dev.weir.Errno;

/**
 * Lets one thread act on files as somebody else for a moment: new files belong to the caller, access is checked as the
 * caller's, and the caller's umask meets default ACLs in the file system that knows both.
 *
 * <pre>{@code
 *   int refused = identity.enter(uid, gid, group, umask);
 *   if (refused == 0) {
 *       result = DirectoryCalls.makeDirectory(...);       // downcalls only: no callback, no class loading
 *       if (!identity.leave()) { ... answer the request, then let this thread end ... }
 *   }
 * }</pre>
 *
 * <p>What changes is the thread's file-system user and group, its supplementary groups and its umask, by raw system
 * calls that leave all other threads alone. The user's switch from 0 drops exactly the capabilities that concern files
 * (CAP_CHOWN, CAP_DAC_*, CAP_FOWNER, CAP_FSETID, CAP_MKNOD, ...), the switch back raises them again. It also makes the
 * process not dumpable ({@link ProcessCalls#dumpable}): harmless for root.
 *
 * <p>Where this process may not switch (no CAP_SETUID and CAP_SETGID) files are its own user's, and only the umask is
 * the caller's. An object belongs to the platform thread that made it.
 */
final class CallerIdentity {
    /** In the place of a supplementary group: none. */
    static final int NO_GROUP = -1;

    private final NativeThread thread;
    private final int ownUser;
    private final int ownGroup;
    private final int ownUmask;
    private final boolean maySwitch;
    private boolean userChanged;
    private boolean groupChanged;
    private boolean groupsChanged;
    private boolean umaskChanged;

    private CallerIdentity(NativeThread thread, int ownUmask, boolean maySwitch) {
        this.thread = thread;
        this.ownUser = IdentityCalls.fileSystemUser(thread);
        this.ownGroup = IdentityCalls.fileSystemGroup(thread);
        this.ownUmask = ownUmask;
        this.maySwitch = maySwitch;
    }

    /**
     * Prepares the calling thread, for ever: umask and working directory become its own, and if it may switch it gives
     * up its supplementary groups (what it does as root does not need them, and what it does as a caller must not have
     * them).
     *
     * @throws SystemCallException if the kernel refuses that (a sandbox that forbids unshare)
     * @throws IllegalStateException on a virtual thread, whose carrier would change
     */
    static CallerIdentity ofThisThread() throws SystemCallException {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("identity belongs to platform threads");
        }
        NativeThread thread = NativeThread.current();
        loadWhatSectionsNeed();
        SystemCallException.check("unshare", MountCalls.unshare(thread, MountCalls.CLONE_FS));
        int umask = IdentityCalls.umask(thread, 077);
        IdentityCalls.umask(thread, umask);
        long needed = 1L << Capabilities.CAP_SETUID | 1L << Capabilities.CAP_SETGID;
        boolean maySwitch = (Capabilities.effective(thread) & needed) == needed
                && (IdentityCalls.groupCount(thread) == 0 || IdentityCalls.setNoGroups(thread) == 0);
        return new CallerIdentity(thread, umask, maySwitch);
    }

    /** A class that is loaded within a section would be read with the caller's rights. */
    private static void loadWhatSectionsNeed() {
        try {
            for (Class<?> type : new Class<?>[] {
                CallerIdentity.class,
                IdentityCalls.class,
                FileCalls.class,
                DirectoryCalls.class,
                NodeCalls.class,
                XattrCalls.class,
                HandleCalls.class,
                Statx.class
            }) {
                lookup().ensureInitialized(type);
            }
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Whether files can be made for others than this process's own user. */
    boolean maySwitch() {
        return maySwitch;
    }

    /**
     * Whether a section could not be left: the thread still is somebody else and must do nothing but end.
     */
    boolean retired() {
        return thread.retired();
    }

    /**
     * Becomes the caller. Sections don't nest.
     *
     * @param uid the caller's file-system user id
     * @param gid the caller's file-system group id
     * @param group a supplementary group that the caller needs, or {@link #NO_GROUP}
     * @param umask the caller's umask; 0 where the mode is masked already
     * @return 0, or a negated {@link Errno} with nothing changed ({@link #retired} apart)
     */
    int enter(int uid, int gid, int group, int umask) {
        int refused = enter(umask);
        if (refused != 0 || !maySwitch || uid == ownUser && gid == ownGroup && group == NO_GROUP) {
            return refused;
        }
        boolean become = (group == NO_GROUP || takeGroup(group)) && becomeUser(uid, gid);
        return become ? 0 : refused();
    }

    /** As the other, with any number of supplementary groups. */
    int enter(int uid, int gid, int[] groups, int umask) {
        int refused = enter(umask);
        if (refused != 0 || !maySwitch) {
            return refused;
        }
        groupsChanged = true;
        boolean become = IdentityCalls.setGroups(thread, groups) == 0 && becomeUser(uid, gid);
        return become ? 0 : refused();
    }

    /** A section with another umask only. */
    int enter(int umask) {
        if (thread.retired()) {
            throw new IllegalStateException("this thread could not leave a section and must end");
        }
        if (umask != ownUmask) {
            umaskChanged = true;
            IdentityCalls.umask(thread, umask);
        }
        return 0;
    }

    private int refused() {
        leave();
        return -Errno.EPERM;
    }

    private boolean takeGroup(int group) {
        groupsChanged = true;
        return IdentityCalls.setOneGroup(thread, group) == 0;
    }

    private boolean becomeUser(int uid, int gid) {
        if (gid != ownGroup) {
            groupChanged = true;
            if (!IdentityCalls.setFileSystemGroup(thread, gid)) {
                return false;
            }
        }
        if (uid != ownUser) {
            userChanged = true;
            return IdentityCalls.setFileSystemUser(thread, uid);
        }
        return true;
    }

    /**
     * Becomes itself again.
     *
     * @return false if the kernel refused that: the thread is {@link #retired} and must do nothing but end
     */
    boolean leave() {
        boolean restored = true;
        if (userChanged) {
            restored = IdentityCalls.setFileSystemUser(thread, ownUser);
            userChanged = !restored;
        }
        if (groupChanged) {
            groupChanged = !IdentityCalls.setFileSystemGroup(thread, ownGroup);
            restored &= !groupChanged;
        }
        if (groupsChanged) {
            groupsChanged = IdentityCalls.setNoGroups(thread) != 0;
            restored &= !groupsChanged;
        }
        if (umaskChanged) {
            IdentityCalls.umask(thread, ownUmask);
            umaskChanged = false;
        }
        if (!restored) {
            thread.retire();
        }
        return restored;
    }
}
