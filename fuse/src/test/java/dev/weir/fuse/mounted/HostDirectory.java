package dev.weir.fuse.mounted;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.linux.OpenFlags;
import dev.weir.testkit.posix.Answer;
import dev.weir.testkit.posix.FileStatus;
import dev.weir.testkit.posix.Identity;
import dev.weir.testkit.posix.Need;
import dev.weir.testkit.posix.PosixVolume;
import dev.weir.testkit.posix.Time;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongBinaryOperator;
import java.util.function.ToLongFunction;

/**
 * A directory of the host's, by the C library's functions. Must not be in a volume that this process serves: a fault in a mapping would wait for this process itself.
 */
final class HostDirectory extends HostDescriptors {
    private static final LibraryCall OPEN = LibraryCall.ofInt("open");
    private static final LibraryCall TRUNCATE_PATH = LibraryCall.ofInt("truncate");
    private static final LibraryCall UMASK = LibraryCall.ofInt("umask");
    private static final LibraryCall ACCESS = LibraryCall.ofInt("access");
    private static final LibraryCall CHOWN = LibraryCall.ofInt("chown");
    private static final LibraryCall TO_HANDLE = LibraryCall.ofInt("name_to_handle_at");
    private static final LibraryCall BY_HANDLE = LibraryCall.ofInt("open_by_handle_at");
    private static final LibraryCall MKDIR = LibraryCall.ofInt("mkdir");
    private static final LibraryCall RMDIR = LibraryCall.ofInt("rmdir");
    private static final LibraryCall MKNOD = LibraryCall.ofInt("mknod");
    private static final LibraryCall UNLINK = LibraryCall.ofInt("unlink");
    private static final LibraryCall LINKAT = LibraryCall.ofInt("linkat");
    private static final LibraryCall SYMLINK = LibraryCall.ofInt("symlink");
    private static final LibraryCall READLINK = LibraryCall.ofLong("readlink");
    private static final LibraryCall RENAMEAT2 = LibraryCall.ofInt("renameat2");
    private static final LibraryCall CHMOD = LibraryCall.ofInt("chmod");
    private static final LibraryCall LCHOWN = LibraryCall.ofInt("lchown");
    private static final LibraryCall UTIMENSAT = LibraryCall.ofInt("utimensat");
    private static final LibraryCall LSETXATTR = LibraryCall.ofInt("lsetxattr");
    private static final LibraryCall LGETXATTR = LibraryCall.ofLong("lgetxattr");
    private static final LibraryCall LREMOVEXATTR = LibraryCall.ofInt("lremovexattr");
    private static final LibraryCall LLISTXATTR = LibraryCall.ofLong("llistxattr");

    private static final int HANDLE_SIZE = 136;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_SYMLINK_FOLLOW = 0x400;
    private static final int PAGE = 4096;

    private final String root;
    private final Map<Need, String> lacking;

    /**
     * @param root a directory of which every character is a byte of its path
     * @param tellsTimes whether attributes have their times of change
     */
    HostDirectory(String root, boolean tellsTimes) {
        this(root, tellsTimes, Map.of());
    }

    /**
     * The same of a file system that can't do everything.
     *
     * @param lacking why it can't do what
     */
    HostDirectory(String root, boolean tellsTimes, Map<Need, String> lacking) {
        this(root, new HashSet<>(), tellsTimes, lacking);
    }

    private HostDirectory(String root, Set<Integer> open, boolean tellsTimes, Map<Need, String> lacking) {
        super(open, tellsTimes);
        this.root = root;
        this.lacking = lacking;
    }

    @Override
    public Optional<String> lacks(Need need) {
        return Optional.ofNullable(lacking.get(need));
    }

    @Override
    public PosixVolume below(String directory) {
        return new HostDirectory(root + "/" + directory, open(), tellsTimes(), lacking);
    }

    @Override
    public void become(Identity who) {
        ThreadIdentity.become(who);
    }

    @Override
    public Answer umask(int mask) {
        return Answer.of(UMASK.call(mask));
    }

    private Answer at(String path, ToLongFunction<Long> call) {
        return named(root + "/" + path, call);
    }

    private Answer two(String from, String to, LongBinaryOperator call) {
        try (Arena arena = Arena.ofConfined()) {
            return Answer.of(call.applyAsLong(LibraryCall.text(arena, from), LibraryCall.text(arena, to)));
        }
    }

    @Override
    public Answer open(String path, int flags, int mode) {
        return opened(at(path, p -> OPEN.call(p, here(flags), mode)));
    }

    @Override
    public Answer truncate(String path, long size) {
        return at(path, p -> TRUNCATE_PATH.call(p, size));
    }

    @Override
    public Answer attributes(String path) {
        return status(path, false).comparable(tellsTimes());
    }

    @Override
    public FileStatus status(String path, boolean followLinks) {
        return statx(OpenFlags.AT_FDCWD, root + "/" + path, followLinks ? 0 : AT_SYMLINK_NOFOLLOW);
    }

    @Override
    public Answer access(String path, int mode) {
        return at(path, p -> ACCESS.call(p, mode));
    }

    @Override
    public Answer handle(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(HANDLE_SIZE, 8);
            handle.set(ValueLayout.JAVA_INT, 0, HANDLE_SIZE - 8);
            long name = LibraryCall.text(arena, root + "/" + path);
            long mount = arena.allocate(ValueLayout.JAVA_INT).address();
            long result = TO_HANDLE.call(OpenFlags.AT_FDCWD, name, handle.address(), mount, 0);
            return result < 0
                    ? Answer.of(result)
                    : new Answer(result, new String(handle.toArray(ValueLayout.JAVA_BYTE), ISO_8859_1));
        }
    }

    @Override
    public Answer openHandle(String handle, int flags) {
        Answer mount = open(".", READ_ONLY | DIRECTORY, 0);
        if (!mount.succeeded()) {
            return mount;
        }
        try {
            return opened(with(handle.getBytes(ISO_8859_1), h -> BY_HANDLE.call(mount.value(), h, here(flags))));
        } finally {
            close((int) mount.value());
        }
    }

    @Override
    public Answer makeDirectory(String path, int mode) {
        return at(path, p -> MKDIR.call(p, mode));
    }

    @Override
    public Answer removeDirectory(String path) {
        return at(path, RMDIR::call);
    }

    @Override
    public Answer makeNode(String path, int mode, int device) {
        return at(path, p -> MKNOD.call(p, mode, device));
    }

    @Override
    public Answer unlink(String path) {
        return at(path, UNLINK::call);
    }

    @Override
    public Answer link(String existing, String further) {
        return two(
                root + "/" + existing,
                root + "/" + further,
                (e, f) -> LINKAT.call(OpenFlags.AT_FDCWD, e, OpenFlags.AT_FDCWD, f, 0));
    }

    @Override
    public Answer linkFollowed(String existing, String further) {
        return two(
                root + "/" + existing,
                root + "/" + further,
                (e, f) -> LINKAT.call(OpenFlags.AT_FDCWD, e, OpenFlags.AT_FDCWD, f, AT_SYMLINK_FOLLOW));
    }

    @Override
    public Answer link(int descriptor, String further) {
        return two(
                "/proc/self/fd/" + descriptor,
                root + "/" + further,
                (e, f) -> LINKAT.call(OpenFlags.AT_FDCWD, e, OpenFlags.AT_FDCWD, f, AT_SYMLINK_FOLLOW));
    }

    @Override
    public Answer symbolicLink(String target, String path) {
        return two(target, root + "/" + path, SYMLINK::call);
    }

    @Override
    public Answer readLink(String path) {
        try (Arena arena = Arena.ofConfined()) {
            long name = LibraryCall.text(arena, root + "/" + path);
            return filled(PAGE, b -> READLINK.call(name, b, PAGE));
        }
    }

    @Override
    public Answer rename(String from, String to, int flags) {
        return two(
                root + "/" + from,
                root + "/" + to,
                (f, t) -> RENAMEAT2.call(OpenFlags.AT_FDCWD, f, OpenFlags.AT_FDCWD, t, flags));
    }

    @Override
    public Answer changeMode(String path, int mode) {
        return at(path, p -> CHMOD.call(p, mode));
    }

    @Override
    public Answer changeOwner(String path, int userId, int groupId) {
        return at(path, p -> LCHOWN.call(p, userId, groupId));
    }

    @Override
    public Answer changeOwnerFollowed(String path, int userId, int groupId) {
        return at(path, p -> CHOWN.call(p, userId, groupId));
    }

    @Override
    public Answer changeTimes(String path, Time access, Time modification, boolean followLinks) {
        try (Arena arena = Arena.ofConfined()) {
            long times = arena.allocateFrom(
                            ValueLayout.JAVA_LONG,
                            access.seconds(),
                            access.nanoseconds(),
                            modification.seconds(),
                            modification.nanoseconds())
                    .address();
            int flags = followLinks ? 0 : AT_SYMLINK_NOFOLLOW;
            return at(path, p -> UTIMENSAT.call(OpenFlags.AT_FDCWD, p, times, flags));
        }
    }

    @Override
    public Answer setAttribute(String path, String name, byte[] value, int flags) {
        return two(
                root + "/" + path,
                name,
                (p, n) -> with(value, b -> LSETXATTR.call(p, n, b, value.length, flags))
                        .value());
    }

    @Override
    public Answer getAttribute(String path, String name, int room) {
        try (Arena arena = Arena.ofConfined()) {
            long file = LibraryCall.text(arena, root + "/" + path);
            long attribute = LibraryCall.text(arena, name);
            return filled(room, b -> LGETXATTR.call(file, attribute, b, room));
        }
    }

    @Override
    public Answer removeAttribute(String path, String name) {
        return two(root + "/" + path, name, LREMOVEXATTR::call);
    }

    @Override
    public Answer listAttributes(String path, int room) {
        try (Arena arena = Arena.ofConfined()) {
            long file = LibraryCall.text(arena, root + "/" + path);
            return filled(room, b -> LLISTXATTR.call(file, b, room));
        }
    }
}
