package dev.weir.testkit;

import dev.weir.Errno;
import dev.weir.FileType;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.manager.Requests;
import dev.weir.operation.SetAttributes;
import dev.weir.testkit.posix.Answer;
import dev.weir.testkit.posix.FileStatus;
import dev.weir.testkit.posix.Identity;
import dev.weir.testkit.posix.Need;
import dev.weir.testkit.posix.PosixVolume;
import dev.weir.testkit.posix.Time;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The volume of a harness as programs would see it: what the kernel does with paths and descriptors is done here, and everything else by the filters and the file system in memory. What the two have not got is in
 * {@link #lacks}. For one thread.
 */
public final class MemoryVolume extends MemoryDescriptors {
    private static final int KNOWN_RENAME_FLAGS = 7;
    private static final int LONGEST_LINK = 4095;
    private static final Map<Need, String> LACKING = lacking();

    private final FileNodeObject start;
    private final PathWalk paths;

    public MemoryVolume(FilterHarness harness) {
        this(new Shared(harness.program()), harness.volume().root());
        become(Identity.ROOT);
    }

    private MemoryVolume(Shared shared, FileNodeObject start) {
        super(shared);
        this.start = start;
        this.paths = new PathWalk(shared.program);
    }

    private static Map<Need, String> lacking() {
        var reasons = new EnumMap<Need, String>(Need.class);
        String kernel = "is the kernel's, and no kernel is above a volume in memory";
        for (Need need : List.of(
                Need.PERMISSIONS, Need.ACLS, Need.ATTRIBUTE_RULES, Need.SPECIAL_FILES, Need.MAPPINGS, Need.KERNEL)) {
            reasons.put(need, "what this needs " + kernel);
        }
        reasons.put(Need.SET_IDS, "who writes is not asked for set-ID bits in memory: that is the host file system's");
        reasons.put(Need.ACCESS_TIMES, "a file in memory has no time of access but what is set");
        reasons.put(Need.HOLES, "a file in memory knows no holes");
        reasons.put(Need.COLLAPSE, "a file in memory can't lose or gain a range");
        reasons.put(Need.HUGE_FILES, "a file in memory ends at 16 GiB");
        reasons.put(Need.FILE_FLAGS, "the flags of chattr are kept in memory, but without effect");
        reasons.put(Need.FILE_HANDLES, "a volume in memory has no handles that last");
        return reasons;
    }

    @Override
    public Optional<String> lacks(Need need) {
        return Optional.ofNullable(LACKING.get(need));
    }

    @Override
    public PosixVolume below(String directory) {
        return new MemoryVolume(shared, existing(directory, true));
    }

    @Override
    public void become(Identity who) {
        shared.program.caller(new Caller(4243, 4242, who.userId(), who.groupId()));
    }

    @Override
    public Answer umask(int mask) {
        int before = shared.umask;
        shared.umask = mask;
        return Answer.of(before);
    }

    private PathWalk.End walk(String path, boolean follow) {
        return paths.walk(start, path, follow);
    }

    private FileNodeObject existing(String path, boolean follow) {
        return walk(path, follow).existing();
    }

    private Answer on(String path, boolean follow, Function<FileNodeObject, Answer> call) {
        return answer(() -> call.apply(existing(path, follow)));
    }

    /** A name that is to be made: its directory. */
    private static FileNodeObject free(PathWalk.End end) {
        if (end.isDots() || end.node() != null) {
            throw new Refused(Errno.EEXIST);
        }
        return end.directory();
    }

    private Answer made(PathWalk.End end, Consumer<Operation> request) {
        return done(run(free(end), request));
    }

    // ---- opening

    @Override
    public Answer open(String path, int flags, int mode) {
        return answer(() -> open(start, path, flags, mode));
    }

    @Override
    public Answer openAt(int directory, String path, int flags, int mode) {
        return answer(() -> open(file(directory).node, path, flags, mode));
    }

    private Answer open(FileNodeObject from, String path, int flags, int mode) {
        if ((flags & UNNAMED) == UNNAMED) {
            FileNodeObject directory = paths.walk(from, path, true).existing();
            Result result = run(directory, operation -> Requests.tmpfile(operation, mode, shared.umask, flags));
            return result.succeeded() ? opened(result, result.node(), flags) : done(result);
        }
        boolean creates = (flags & CREATE) != 0;
        boolean exclusive = creates && (flags & EXCLUSIVE) != 0;
        PathWalk.End end = paths.walk(from, path, !exclusive && (flags & NO_FOLLOW) == 0);
        if (creates && end.isDirectory()) {
            return Answer.of(-Errno.EISDIR);
        }
        if (exclusive && (end.node() != null || end.isDots())) {
            return Answer.of(-Errno.EEXIST);
        }
        if (creates && end.node() == null) {
            Result result = run(
                    end.directory(),
                    operation -> Requests.create(operation, end.fileName(), mode, shared.umask, flags));
            return result.succeeded() ? opened(result, result.node(), flags) : done(result);
        }
        FileNodeObject node = end.existing();
        if (node.type() == FileType.DIRECTORY) {
            return creates || (flags & 3) != READ_ONLY
                    ? Answer.of(-Errno.EISDIR)
                    : opened(run(node, operation -> Requests.opendir(operation, flags)), node, flags);
        }
        return (flags & DIRECTORY) != 0
                ? Answer.of(-Errno.ENOTDIR)
                : opened(run(node, operation -> Requests.open(operation, flags)), node, flags);
    }

    @Override
    public Answer makeDirectoryAt(int directory, String path, int mode) {
        return answer(() -> makeDirectory(paths.walk(file(directory).node, path, false), mode));
    }

    @Override
    public Answer removeAt(int directory, String path, boolean isDirectory) {
        return answer(() -> {
            PathWalk.End end = paths.walk(file(directory).node, path, false);
            return isDirectory ? removeDirectory(end) : unlink(end);
        });
    }

    // ---- names

    @Override
    public Answer makeDirectory(String path, int mode) {
        return answer(() -> makeDirectory(walk(path, false), mode));
    }

    private Answer makeDirectory(PathWalk.End end, int mode) {
        return made(end, operation -> Requests.mkdir(operation, end.fileName(), mode & 01777, shared.umask));
    }

    @Override
    public Answer removeDirectory(String path) {
        return answer(() -> removeDirectory(walk(path, false)));
    }

    private Answer removeDirectory(PathWalk.End end) {
        if (end.isDots()) {
            return Answer.of(end.name().equals(".") ? -Errno.EINVAL : -Errno.ENOTEMPTY);
        }
        FileNodeObject node = end.existing();
        return done(run(end.directory(), operation -> Requests.rmdir(operation, end.fileName(), node)));
    }

    @Override
    public Answer makeNode(String path, int mode, int device) {
        return answer(() -> {
            PathWalk.End end = walk(path, false);
            return made(end, operation -> Requests.mknod(operation, end.fileName(), mode, shared.umask, device));
        });
    }

    @Override
    public Answer unlink(String path) {
        return answer(() -> unlink(walk(path, false)));
    }

    private Answer unlink(PathWalk.End end) {
        if (end.isDots()) {
            return Answer.of(-Errno.EISDIR);
        }
        FileNodeObject node = end.existing();
        return done(run(end.directory(), operation -> Requests.unlink(operation, end.fileName(), node)));
    }

    @Override
    public Answer link(String existing, String further) {
        return answer(() -> link(existing(existing, false), further));
    }

    @Override
    public Answer linkFollowed(String existing, String further) {
        return answer(() -> link(existing(existing, true), further));
    }

    @Override
    public Answer link(int descriptor, String further) {
        return answer(() -> {
            OpenNode file = file(descriptor);
            boolean unnamed = (file.flags & UNNAMED) == UNNAMED && !file.wasNamed;
            if (!unnamed && status(descriptor).links() == 0) {
                return Answer.of(-Errno.ENOENT);
            }
            Answer answer = link(file.node, further);
            file.wasNamed |= answer.succeeded();
            return answer;
        });
    }

    private Answer link(FileNodeObject node, String further) {
        PathWalk.End end = walk(further, false);
        FileNodeObject directory = free(end);
        return done(run(node, operation -> Requests.link(operation, directory, end.fileName())));
    }

    @Override
    public Answer symbolicLink(String target, String path) {
        return answer(() -> {
            if (target.isEmpty()) {
                return Answer.of(-Errno.ENOENT);
            }
            if (target.length() > LONGEST_LINK) {
                return Answer.of(-Errno.ENAMETOOLONG);
            }
            PathWalk.End end = walk(path, false);
            return made(end, operation -> Requests.symlink(operation, end.fileName(), PathWalk.name(target)));
        });
    }

    @Override
    public Answer readLink(String path) {
        return on(path, false, node -> {
            if (node.type() != FileType.SYMBOLIC_LINK) {
                return Answer.of(-Errno.EINVAL);
            }
            String target = paths.target(node);
            return new Answer(target.length(), target);
        });
    }

    @Override
    public Answer rename(String from, String to, int flags) {
        return answer(() -> {
            boolean exchanges = (flags & RENAME_EXCHANGE) != 0;
            if ((flags & ~KNOWN_RENAME_FLAGS) != 0
                    || exchanges && (flags & (RENAME_NO_REPLACE | RENAME_WHITEOUT)) != 0) {
                return Answer.of(-Errno.EINVAL);
            }
            PathWalk.End old = walk(from, false);
            PathWalk.End other = walk(to, false);
            if (old.isDots() || other.isDots()) {
                return Answer.of(-Errno.EBUSY);
            }
            FileNodeObject node = old.existing();
            if (other.isDirectory() && node.type() != FileType.DIRECTORY) {
                return Answer.of(-Errno.ENOTDIR);
            }
            FileNodeObject replaced = other.node();
            if (replaced != null && (flags & RENAME_NO_REPLACE) != 0) {
                return Answer.of(-Errno.EEXIST);
            }
            if (replaced != null && !exchanges && isBelow(old.directory(), replaced)) {
                return Answer.of(-Errno.ENOTEMPTY);
            }
            return done(run(
                    old.directory(),
                    operation -> Requests.rename(
                            operation, old.fileName(), other.directory(), other.fileName(), flags, node, replaced)));
        });
    }

    private boolean isBelow(FileNodeObject directory, FileNodeObject above) {
        FileNodeObject root = shared.program.volume().root();
        FileNodeObject at = directory;
        while (at != root) {
            if (at == above) {
                return true;
            }
            at = paths.walk(at, "..", false).existing();
        }
        return false;
    }

    // ---- attributes

    @Override
    public FileStatus status(String path, boolean followLinks) {
        try {
            return status(existing(path, followLinks));
        } catch (Refused refused) {
            return FileStatus.refused(refused.errno());
        }
    }

    @Override
    public Answer attributes(String path) {
        return status(path, false).comparable(true);
    }

    @Override
    public Answer access(String path, int mode) {
        return on(path, true, node -> Answer.of(0));
    }

    @Override
    public Answer truncate(String path, long size) {
        return on(
                path,
                true,
                node -> size < 0
                        ? Answer.of(-Errno.EINVAL)
                        : done(run(
                                node,
                                operation -> set(
                                        operation, OperationKind.TRUNCATE, SetAttributes.VALID_SIZE, 0, 0, 0, size))));
    }

    @Override
    public Answer changeMode(String path, int mode) {
        return on(path, true, node -> mode(node, mode));
    }

    @Override
    public Answer changeOwner(String path, int userId, int groupId) {
        return on(path, false, node -> owner(node, userId, groupId));
    }

    @Override
    public Answer changeOwnerFollowed(String path, int userId, int groupId) {
        return on(path, true, node -> owner(node, userId, groupId));
    }

    @Override
    public Answer changeTimes(String path, Time access, Time modification, boolean followLinks) {
        int valid = (access.equals(Time.OMIT) ? 0 : SetAttributes.VALID_ACCESS_TIME)
                | (modification.equals(Time.OMIT) ? 0 : SetAttributes.VALID_MODIFICATION_TIME)
                | (access.equals(Time.NOW) ? SetAttributes.VALID_ACCESS_NOW : 0)
                | (modification.equals(Time.NOW) ? SetAttributes.VALID_MODIFICATION_NOW : 0);
        return on(
                path,
                followLinks,
                node -> valid == 0
                        ? Answer.of(0)
                        : done(run(
                                node,
                                operation -> Requests.setAttributes(
                                        operation,
                                        OperationKind.UTIMENS,
                                        valid,
                                        0,
                                        0,
                                        0,
                                        0,
                                        access.seconds(),
                                        (int) access.nanoseconds(),
                                        modification.seconds(),
                                        (int) modification.nanoseconds()))));
    }

    // ---- extended attributes

    @Override
    public Answer setAttribute(String path, String name, byte[] value, int flags) {
        return on(
                path,
                false,
                node -> done(run(node, operation -> {
                    Requests.setxattr(operation, PathWalk.name(name), flags, 0);
                    PathCalls.payload(operation, value.clone());
                })));
    }

    @Override
    public Answer getAttribute(String path, String name, int room) {
        return on(
                path,
                false,
                node -> data(run(node, operation -> {
                    Requests.getxattr(operation, PathWalk.name(name), room);
                    PathCalls.room(operation, room);
                })));
    }

    @Override
    public Answer removeAttribute(String path, String name) {
        return on(
                path,
                false,
                node -> done(run(node, operation -> Requests.removexattr(operation, PathWalk.name(name)))));
    }

    @Override
    public Answer listAttributes(String path, int room) {
        return on(
                path,
                false,
                node -> data(run(node, operation -> {
                    Requests.listxattr(operation, room);
                    PathCalls.room(operation, room);
                })));
    }
}
