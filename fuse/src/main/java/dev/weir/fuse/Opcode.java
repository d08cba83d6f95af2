package dev.weir.fuse;

import dev.weir.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Every request of the kernel's header, up to protocol 7.45: its number, what it becomes, who handles it.
 *
 * <p>ENOSYS switches a request off for the life of a connection. So it is answered by this table alone: to the few that
 * are refused on purpose, and to numbers that are not here (a newer kernel then does without).
 */
enum Opcode {
    LOOKUP(1, "lookup", NameHandlers::lookup),
    FORGET(2, "the end of a node", Reply.NEVER, ForgetHandlers::forget),
    GETATTR(3, "getattr", AttributeHandlers::getattr),
    SETATTR(4, "truncate, chown, chmod or utimens", AttributeHandlers::setattr),
    READLINK(5, "readlink", AttributeHandlers::readlink),
    SYMLINK(6, "symlink", NameHandlers::symlink),
    MKNOD(8, "mknod", NameHandlers::mknod),
    MKDIR(9, "mkdir", NameHandlers::mkdir),
    UNLINK(10, "unlink", NameHandlers::unlink),
    RMDIR(11, "rmdir", NameHandlers::rmdir),
    RENAME(12, "rename", NameHandlers::rename),
    LINK(13, "link", NameHandlers::link),
    OPEN(14, "open", OpenHandlers::open),
    READ(15, "read", DataHandlers::read),
    WRITE(16, "write", DataHandlers::write),
    STATFS(17, "statfs", AttributeHandlers::statfs),
    RELEASE(18, "cleanup, then release", OpenHandlers::release),
    FSYNC(20, "fsync", DataHandlers::fsync),
    SETXATTR(21, "setxattr", XattrHandlers::setxattr),
    GETXATTR(22, "getxattr", XattrHandlers::getxattr),
    LISTXATTR(23, "listxattr", XattrHandlers::listxattr),
    REMOVEXATTR(24, "removexattr", XattrHandlers::removexattr),
    FLUSH(25, "close", OpenHandlers::flush),
    INIT(26, "what is settled at the mount", ConnectionHandlers::init),
    OPENDIR(27, "opendir", OpenHandlers::opendir),
    READDIR(28, "readdir", DirectoryHandlers::readdir),
    RELEASEDIR(29, "cleanup, then release", OpenHandlers::releasedir),
    FSYNCDIR(30, "fsyncdir", DirectoryHandlers::fsyncdir),
    GETLK(31, "getlk", LockHandlers::getlk),
    SETLK(32, "setlk or flock", LockHandlers::setlk),
    SETLKW(33, "setlk or flock, waiting", LockHandlers::setlkw),
    /** The kernel checks permissions itself. */
    ACCESS(34, Errno.ENOSYS),
    CREATE(35, "create", OpenHandlers::create),
    INTERRUPT(36, "the end of a wait", Reply.NEVER, ConnectionHandlers::interrupt),
    /** There is no block device below. */
    BMAP(37, Errno.ENOSYS),
    DESTROY(38, "nothing", ConnectionHandlers::destroy),
    IOCTL(39, "ioctl", DataHandlers::ioctl),
    /** Files and directories are always ready; the kernel says so itself. */
    POLL(40, Errno.ENOSYS),
    NOTIFY_REPLY(41, "nothing: no data is ever asked back", Reply.NEVER, ConnectionHandlers::drop),
    BATCH_FORGET(42, "the end of nodes", Reply.NEVER, ForgetHandlers::batchForget),
    FALLOCATE(43, "fallocate", DataHandlers::fallocate),
    READDIRPLUS(44, "readdir, with look-ups", DirectoryHandlers::readdirplus),
    RENAME2(45, "rename", NameHandlers::rename2),
    /** Refused with ENOSYS where the kernel writes back later. */
    LSEEK(46, "lseek", DataHandlers::lseek),
    COPY_FILE_RANGE(47, "copy_file_range", DataHandlers::copyFileRange),
    /** DAX is not negotiated. */
    SETUPMAPPING(48, Errno.ENOSYS),
    REMOVEMAPPING(49, Errno.ENOSYS),
    SYNCFS(50, "syncfs", DataHandlers::syncfs),
    TMPFILE(51, "tmpfile", OpenHandlers::tmpfile),
    STATX(52, "getattr", AttributeHandlers::statx),
    COPY_FILE_RANGE_64(53, "copy_file_range", DataHandlers::copyFileRange64),
    /** A character device in user space, not a file system. */
    CUSE_INIT(4096, Errno.ENOSYS);

    private static final int COMMON = 64;
    private static final @Nullable Opcode[] BY_NUMBER = new Opcode[COMMON];

    static {
        for (Opcode opcode : values()) {
            if (opcode.number < COMMON) {
                BY_NUMBER[opcode.number] = opcode;
            }
        }
    }

    private enum Reply {
        ONE,
        NEVER
    }

    private final int number;
    private final String meaning;
    private final boolean replies;
    private final int refusal;

    @SuppressWarnings("ImmutableEnumChecker") // a static method
    private final @Nullable Handler handler;

    Opcode(int number, String meaning, Handler handler) {
        this(number, meaning, Reply.ONE, handler);
    }

    Opcode(int number, String meaning, Reply reply, Handler handler) {
        this.number = number;
        this.meaning = meaning;
        this.replies = reply == Reply.ONE;
        this.refusal = 0;
        this.handler = handler;
    }

    Opcode(int number, int refusal) {
        this.number = number;
        this.meaning = "refused on purpose";
        this.replies = true;
        this.refusal = refusal;
        this.handler = null;
    }

    /** The request of a number, or null. */
    static @Nullable Opcode of(int number) {
        return number >= 0 && number < COMMON ? BY_NUMBER[number] : number == CUSE_INIT.number ? CUSE_INIT : null;
    }

    int number() {
        return number;
    }

    /** The operation that it becomes, for people. */
    String meaning() {
        return meaning;
    }

    /** Whether the kernel takes a reply: exactly one then. */
    boolean replies() {
        return replies;
    }

    /** Whether a program waits for the reply. */
    boolean isAwaited() {
        return replies && this != RELEASE && this != RELEASEDIR;
    }

    /** The fixed answer of one that is refused on purpose, else 0. */
    int refusal() {
        return refusal;
    }

    /** Null where it is refused. */
    @Nullable
    Handler handler() {
        return handler;
    }

    /** Whether it is done at once whatever else hangs: it calls no filter. */
    boolean isImmediate() {
        return this == FORGET || this == BATCH_FORGET || this == INTERRUPT;
    }
}
