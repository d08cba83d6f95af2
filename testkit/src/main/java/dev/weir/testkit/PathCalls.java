package dev.weir.testkit;

import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.manager.Requests;
import dev.weir.operation.SetAttributes;
import java.lang.foreign.MemorySegment;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a program does with paths: one operation a call, named after the operation. Paths start at the volume's root and are taken name by name; links are not followed. Where a name on the way is not there, the
 * call is a look-up of that name, which is what a kernel would ask.
 */
abstract class PathCalls {
    private static final int ROOM = 1 << 16;
    private static final int UMASK = 022;
    private static final int ALL_ATTRIBUTES = 0xFFF;
    private static final int READ_WRITE = 2;

    abstract Program program();

    public final Result lookup(String path) {
        return in(path, (operation, name) -> Requests.lookup(operation, name));
    }

    public final Result getattr(String path) {
        return on(path, operation -> Requests.getattr(operation, ALL_ATTRIBUTES));
    }

    /** Creates a file with mode 0644 and opens it for reading and writing; opens what is there already. */
    public final Result create(String path) {
        return create(path, READ_WRITE);
    }

    /** The same with other flags of open(2). */
    public final Result create(String path, int flags) {
        return in(path, (operation, name) -> Requests.create(operation, name, 0666, UMASK, flags));
    }

    public final Result open(String path, int flags) {
        return on(path, operation -> Requests.open(operation, flags));
    }

    public final Result opendir(String path) {
        return on(path, operation -> Requests.opendir(operation, 0));
    }

    /** Creates a file without a name in a directory. */
    public final Result tmpfile(String directory) {
        return on(directory, operation -> Requests.tmpfile(operation, 0600, UMASK, READ_WRITE));
    }

    public final Result mkdir(String path) {
        return in(path, (operation, name) -> Requests.mkdir(operation, name, 0777, UMASK));
    }

    /** The mode has the type's bits. */
    public final Result mknod(String path, int mode, int device) {
        return in(path, (operation, name) -> Requests.mknod(operation, name, mode, UMASK, device));
    }

    public final Result symlink(String target, String path) {
        return in(path, (operation, name) -> Requests.symlink(operation, name, FileName.of(target)));
    }

    /** Gives an existing file a further name. */
    public final Result link(String existing, String further) {
        FilePath to = FilePath.of(further);
        FileNodeObject parent = program().node(parent(to));
        return parent == null
                ? program().missing(parent(to))
                : on(existing, operation -> Requests.link(operation, parent, last(to)));
    }

    public final Result unlink(String path) {
        return remove(path, (operation, node) -> Requests.unlink(operation, last(FilePath.of(path)), node));
    }

    public final Result rmdir(String path) {
        return remove(path, (operation, node) -> Requests.rmdir(operation, last(FilePath.of(path)), node));
    }

    public final Result rename(String from, String to) {
        return rename(from, to, 0);
    }

    /** The same with flags of renameat2(2). */
    public final Result rename(String from, String to, int flags) {
        FilePath target = FilePath.of(to);
        FileNodeObject parent = program().node(parent(target));
        if (parent == null) {
            return program().missing(parent(target));
        }
        FileNodeObject replaced = program().child(parent, last(target));
        return remove(
                from,
                (operation, moved) -> Requests.rename(
                        operation, last(FilePath.of(from)), parent, last(target), flags, moved, replaced));
    }

    public final Result readlink(String path) {
        return on(path, operation -> {
            Requests.readlink(operation);
            room(operation, ROOM);
        });
    }

    public final Result truncate(String path, long size) {
        return on(
                path,
                operation -> Requests.setAttributes(
                        operation, OperationKind.TRUNCATE, SetAttributes.VALID_SIZE, 0, 0, 0, size, 0, 0, 0, 0));
    }

    public final Result chmod(String path, int mode) {
        return on(
                path,
                operation -> Requests.setAttributes(
                        operation, OperationKind.CHMOD, SetAttributes.VALID_MODE, mode, 0, 0, 0, 0, 0, 0, 0));
    }

    public final Result chown(String path, int userId, int groupId) {
        int valid = SetAttributes.VALID_USER_ID | SetAttributes.VALID_GROUP_ID;
        return on(
                path,
                operation -> Requests.setAttributes(
                        operation, OperationKind.CHOWN, valid, 0, userId, groupId, 0, 0, 0, 0, 0));
    }

    /** In seconds since 1970. */
    public final Result utimens(String path, long access, long modification) {
        int valid = SetAttributes.VALID_ACCESS_TIME | SetAttributes.VALID_MODIFICATION_TIME;
        return on(
                path,
                operation -> Requests.setAttributes(
                        operation, OperationKind.UTIMENS, valid, 0, 0, 0, 0, access, 0, modification, 0));
    }

    public final Result getxattr(String path, String name) {
        return on(path, operation -> {
            Requests.getxattr(operation, FileName.of(name), ROOM);
            room(operation, ROOM);
        });
    }

    public final Result listxattr(String path) {
        return on(path, operation -> {
            Requests.listxattr(operation, ROOM);
            room(operation, ROOM);
        });
    }

    public final Result setxattr(String path, String name, byte[] value) {
        return on(path, operation -> {
            Requests.setxattr(operation, FileName.of(name), 0, 0);
            payload(operation, value);
        });
    }

    public final Result removexattr(String path, String name) {
        return on(path, operation -> Requests.removexattr(operation, FileName.of(name)));
    }

    public final Result statfs() {
        return on("", Requests::statfs);
    }

    public final Result syncfs() {
        return on("", Requests::syncfs);
    }

    private Result on(String path, Consumer<Operation> request) {
        FilePath whole = FilePath.of(path);
        FileNodeObject node = program().node(whole);
        if (node == null) {
            return program().missing(whole);
        }
        return program().run(operation -> {
            request.accept(operation);
            operation.on(node);
        });
    }

    private Result in(String path, BiConsumer<Operation, FileName> request) {
        FilePath whole = FilePath.of(path);
        FileNodeObject directory = program().node(parent(whole));
        if (directory == null) {
            return program().missing(parent(whole));
        }
        return program().run(operation -> {
            request.accept(operation, last(whole));
            operation.on(directory);
        });
    }

    private Result remove(String path, BiConsumer<Operation, FileNodeObject> request) {
        FilePath whole = FilePath.of(path);
        FileNodeObject directory = program().node(parent(whole));
        FileNodeObject node = directory == null ? null : program().child(directory, last(whole));
        if (directory == null || node == null) {
            return program().missing(whole);
        }
        return program().run(operation -> {
            request.accept(operation, node);
            operation.on(directory);
        });
    }

    private static FilePath parent(FilePath path) {
        if (path.isRoot()) {
            throw new IllegalArgumentException("the root has no name");
        }
        return new FilePath(path.names().subList(0, path.names().size() - 1));
    }

    private static FileName last(FilePath path) {
        return path.names().getLast();
    }

    static void room(Operation operation, int length) {
        payload(operation, new byte[length]);
    }

    static void payload(Operation operation, byte[] bytes) {
        operation.data(MemorySegment.ofArray(bytes), 0, bytes.length);
    }
}
