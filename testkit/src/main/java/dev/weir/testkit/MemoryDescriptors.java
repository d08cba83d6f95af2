package dev.weir.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.Errno;
import dev.weir.FileType;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.manager.Requests;
import dev.weir.operation.SetAttributes;
import dev.weir.testkit.posix.Answer;
import dev.weir.testkit.posix.FileStatus;
import dev.weir.testkit.posix.PosixVolume;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a kernel does with descriptors, over a volume that has none. */
abstract class MemoryDescriptors implements PosixVolume {
    private static final int LISTING_ROOM = 4096;

    /** An open file, and where a listing goes on. */
    static final class OpenNode {
        final FileHandleObject handle;
        final FileNodeObject node;
        final int flags;
        long position;
        boolean wasNamed;

        OpenNode(FileHandleObject handle, FileNodeObject node, int flags) {
            this.handle = handle;
            this.node = node;
            this.flags = flags;
        }
    }

    /** What all views of a volume have in common. */
    static final class Shared {
        final Program program;
        final Map<Integer, OpenNode> open = new HashMap<>();
        int umask = 022;
        int next = 3;

        Shared(Program program) {
            this.program = program;
        }
    }

    final Shared shared;

    MemoryDescriptors(Shared shared) {
        this.shared = shared;
    }

    // ---- calls

    /** A call that may be refused. */
    interface Call {
        Answer make();
    }

    static Answer answer(Call call) {
        try {
            return call.make();
        } catch (Refused refused) {
            return Answer.of(-refused.errno());
        }
    }

    final Result run(FileNodeObject node, Consumer<Operation> request) {
        return shared.program.run(operation -> {
            request.accept(operation);
            operation.on(node);
        });
    }

    final Result through(OpenNode file, Consumer<Operation> request) {
        return shared.program.run(operation -> {
            request.accept(operation);
            operation.through(file.handle);
        });
    }

    static Answer told(Result result) {
        return result.succeeded() ? Answer.of(result.information()) : Answer.of(-result.errno());
    }

    static Answer done(Result result) {
        return Answer.of(-result.errno());
    }

    static Answer data(Result result) {
        return result.succeeded()
                ? new Answer(result.information(), new String(result.bytes(), ISO_8859_1))
                : Answer.of(-result.errno());
    }

    final OpenNode file(int descriptor) {
        OpenNode file = shared.open.get(descriptor);
        if (file == null) {
            throw new Refused(Errno.EBADF);
        }
        return file;
    }

    final Answer opened(Result result, FileNodeObject node, int flags) {
        if (!result.succeeded()) {
            return done(result);
        }
        int descriptor = shared.next++;
        shared.open.put(descriptor, new OpenNode(result.handle(), node, flags));
        return Answer.of(descriptor);
    }

    private static boolean writes(OpenNode file) {
        return (file.flags & 3) != READ_ONLY;
    }

    // ---- descriptors

    @Override
    public final Answer close(int descriptor) {
        return answer(() -> {
            OpenNode file = file(descriptor);
            shared.open.remove(descriptor);
            Answer closed = done(through(file, operation -> Requests.closeDescriptor(operation, 0)));
            through(file, operation -> Requests.cleanup(operation, file.handle.id()));
            through(file, Requests::release);
            return closed;
        });
    }

    @Override
    public final Answer read(int descriptor, long offset, int length) {
        return answer(() -> {
            OpenNode file = file(descriptor);
            if (file.node.type() == FileType.DIRECTORY) {
                return Answer.of(-Errno.EISDIR);
            }
            if (offset < 0) {
                return Answer.of(-Errno.EINVAL);
            }
            return data(through(file, operation -> {
                Requests.read(operation, offset, length, file.flags);
                PathCalls.room(operation, length);
            }));
        });
    }

    @Override
    public final Answer write(int descriptor, long offset, byte[] content) {
        return answer(() -> {
            OpenNode file = file(descriptor);
            if (offset < 0) {
                return Answer.of(-Errno.EINVAL);
            }
            if (content.length == 0 && writes(file)) {
                return Answer.of(0);
            }
            byte[] own = content.clone();
            return told(through(file, operation -> {
                Requests.write(operation, offset, own.length, file.flags);
                PathCalls.payload(operation, own);
            }));
        });
    }

    @Override
    public final Answer truncate(int descriptor, long size) {
        return answer(() -> {
            OpenNode file = file(descriptor);
            if (size < 0 || !writes(file) || file.node.type() == FileType.DIRECTORY) {
                return Answer.of(-Errno.EINVAL);
            }
            return done(through(
                    file,
                    operation -> set(operation, OperationKind.TRUNCATE, SetAttributes.VALID_SIZE, 0, 0, 0, size)));
        });
    }

    static void set(Operation operation, OperationKind kind, int valid, int mode, int user, int group, long size) {
        Requests.setAttributes(operation, kind, valid, mode, user, group, size, 0, 0, 0, 0);
    }

    @Override
    public final Answer allocate(int descriptor, int mode, long offset, long length) {
        return answer(() -> {
            OpenNode file = file(descriptor);
            return writes(file)
                    ? done(through(file, operation -> Requests.fallocate(operation, offset, length, mode)))
                    : Answer.of(-Errno.EBADF);
        });
    }

    @Override
    public final Answer seek(int descriptor, long offset, int whence) {
        return answer(() -> {
            OpenNode file = file(descriptor);
            if (whence == SEEK_DATA || whence == SEEK_HOLE) {
                return told(through(file, operation -> Requests.lseek(operation, offset, whence)));
            }
            long to = whence == SEEK_END ? status(descriptor).size() + offset : offset;
            if (to < 0) {
                return Answer.of(-Errno.EINVAL);
            }
            file.position = to;
            return Answer.of(to);
        });
    }

    @Override
    public final Answer copyRange(int from, long fromOffset, int to, long toOffset, long length) {
        return answer(() -> {
            OpenNode source = file(from);
            FileHandleObject target = file(to).handle;
            return told(through(
                    source, operation -> Requests.copyFileRange(operation, fromOffset, target, toOffset, length, 0)));
        });
    }

    @Override
    public final Answer sync(int descriptor) {
        return answer(() -> {
            OpenNode file = file(descriptor);
            boolean isDirectory = file.node.type() == FileType.DIRECTORY;
            return done(through(file, operation -> {
                if (isDirectory) {
                    Requests.fsyncdir(operation, false);
                } else {
                    Requests.fsync(operation, false);
                }
            }));
        });
    }

    @Override
    public final Answer lock(int descriptor, int type, long start, long length) {
        return answer(() -> {
            OpenNode file = file(descriptor);
            long end = last(start, length);
            return done(through(
                    file,
                    operation -> Requests.setlk(operation, file.handle.id(), start, end, type, descriptor, false)));
        });
    }

    private static long last(long start, long length) {
        return length == 0 ? Long.MAX_VALUE : start + length - 1;
    }

    @Override
    public final Answer lockInTheWay(int descriptor, int type, long start, long length) {
        return answer(() -> {
            OpenNode file = file(descriptor);
            long end = last(start, length);
            Result result = through(
                    file, operation -> Requests.getlk(operation, file.handle.id(), start, end, type, descriptor));
            Result.Lock found = result.lock();
            long count = found.end() == Long.MAX_VALUE ? 0 : found.end() - found.start() + 1;
            return new Answer(
                    -result.errno(), found.type() == UNLOCK ? "2" : found.type() + " " + found.start() + " " + count);
        });
    }

    @Override
    public final Answer lockFile(int descriptor, int type) {
        return answer(() -> {
            OpenNode file = file(descriptor);
            return done(through(file, operation -> Requests.flock(operation, file.handle.id(), type, false)));
        });
    }

    @Override
    public final FileStatus status(int descriptor) {
        try {
            return status(file(descriptor).node);
        } catch (Refused refused) {
            return FileStatus.refused(refused.errno());
        }
    }

    final FileStatus status(FileNodeObject node) {
        Result result = run(node, operation -> Requests.getattr(operation, 0xfff));
        return result.succeeded() ? result.fileStatus() : FileStatus.refused(result.errno());
    }

    @Override
    public final Answer attributes(int descriptor) {
        return status(descriptor).comparable(true);
    }

    @Override
    public final Answer changeMode(int descriptor, int mode) {
        return answer(() -> mode(file(descriptor).node, mode));
    }

    final Answer mode(FileNodeObject node, int mode) {
        return done(run(
                node,
                operation -> set(operation, OperationKind.CHMOD, SetAttributes.VALID_MODE, mode & 07777, 0, 0, 0)));
    }

    @Override
    public final Answer changeOwner(int descriptor, int userId, int groupId) {
        return answer(() -> owner(file(descriptor).node, userId, groupId));
    }

    final Answer owner(FileNodeObject node, int userId, int groupId) {
        int valid =
                (userId == -1 ? 0 : SetAttributes.VALID_USER_ID) | (groupId == -1 ? 0 : SetAttributes.VALID_GROUP_ID);
        return done(run(node, operation -> set(operation, OperationKind.CHOWN, valid, 0, userId, groupId, 0)));
    }

    @Override
    public final Answer listNext(int descriptor, int room) {
        return answer(() -> {
            OpenNode file = file(descriptor);
            if (file.node.type() != FileType.DIRECTORY) {
                return Answer.of(-Errno.ENOTDIR);
            }
            if (status(file.node).links() == 0) {
                return Answer.of(-Errno.ENOENT);
            }
            Result result = through(file, operation -> {
                Requests.readdir(operation, file.position, Math.min(room, LISTING_ROOM));
                PathCalls.room(operation, Math.min(room, LISTING_ROOM));
            });
            if (!result.succeeded()) {
                return done(result);
            }
            List<DirectoryEntry> entries = DirectoryEntry.all(result.bytes());
            if (entries.isEmpty()) {
                return Answer.of(0);
            }
            file.position = entries.getLast().next();
            var text = new StringBuilder();
            for (DirectoryEntry entry : entries) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append(entry.nameBytes())
                        .append('/')
                        .append(entry.type());
            }
            return new Answer(entries.size(), text.toString());
        });
    }

    // ---- what it does not have: see lacks

    @Override
    public final Answer readMapped(int descriptor, long offset, int length) {
        return Answer.of(-Errno.ENODEV);
    }

    @Override
    public final Answer writeMapped(int descriptor, long offset, byte[] content) {
        return Answer.of(-Errno.ENODEV);
    }

    @Override
    public final Answer fileFlags(int descriptor) {
        return Answer.of(-Errno.ENOTTY);
    }

    @Override
    public final Answer changeFileFlags(int descriptor, int flags) {
        return Answer.of(-Errno.ENOTTY);
    }

    @Override
    public final Answer handle(String path) {
        return Answer.of(-Errno.EOPNOTSUPP);
    }

    @Override
    public final Answer openHandle(String handle, int flags) {
        return Answer.of(-Errno.EOPNOTSUPP);
    }

    @Override
    public final void close() {
        List.copyOf(shared.open.keySet()).forEach(this::close);
    }
}
