package dev.weir.testkit;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Requests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks paths up as a kernel does: name by name, by look-ups through the filters, with links followed. */
final class PathWalk {
    private static final int MOST_LINKS = 40;
    private static final int LONGEST_NAME = 255;
    private static final int ROOM = 4096;

    /**
     * Where a path ends.
     *
     * @param directory what the last name is in
     * @param name the last name, as bytes in characters; a dot or two are one
     * @param node what it leads to, or null where there is none
     * @param isDirectory whether a slash behind says that it must be a directory
     */
    record End(
            FileNodeObject directory, String name, @Nullable FileNodeObject node, boolean isDirectory) {
        FileName fileName() {
            return PathWalk.name(name);
        }

        FileNodeObject existing() {
            if (node == null) {
                throw new Refused(Errno.ENOENT);
            }
            if (isDirectory && node.type() != FileType.DIRECTORY) {
                throw new Refused(Errno.ENOTDIR);
            }
            return node;
        }

        boolean isDots() {
            return name.equals(".") || name.equals("..");
        }
    }

    private final Program program;

    PathWalk(Program program) {
        this.program = program;
    }

    static FileName name(String bytes) {
        byte[] name = bytes.getBytes(StandardCharsets.ISO_8859_1);
        return FileName.of(name, 0, name.length);
    }

    End walk(FileNodeObject start, String path, boolean followLast) {
        if (path.isEmpty()) {
            throw new Refused(Errno.ENOENT);
        }
        Deque<String> names = new ArrayDeque<>(parts(path));
        FileNodeObject at = start;
        boolean isDirectory = path.endsWith("/");
        int links = 0;
        while (true) {
            String name = names.isEmpty() ? "." : names.removeFirst();
            FileNodeObject node = step(at, name);
            boolean isLast = names.isEmpty();
            if (node != null && node.type() == FileType.SYMBOLIC_LINK && (!isLast || followLast || isDirectory)) {
                if (++links > MOST_LINKS) {
                    throw new Refused(Errno.ELOOP);
                }
                List<String> target = parts(target(node));
                for (String part : target.reversed()) {
                    names.addFirst(part);
                }
                continue;
            }
            if (isLast) {
                return new End(at, name, node, isDirectory);
            }
            if (node == null) {
                throw new Refused(Errno.ENOENT);
            }
            at = node;
        }
    }

    private static List<String> parts(String path) {
        var parts = new ArrayList<String>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }

    private @Nullable FileNodeObject step(FileNodeObject directory, String name) {
        if (directory.type() != FileType.DIRECTORY) {
            throw new Refused(Errno.ENOTDIR);
        }
        if (name.length() > LONGEST_NAME) {
            throw new Refused(Errno.ENAMETOOLONG);
        }
        if (name.equals(".")) {
            return directory;
        }
        Result found = program.run(operation -> {
            Requests.lookup(operation, name(name));
            operation.on(directory);
        });
        if (!found.succeeded() && found.errno() != Errno.ENOENT) {
            throw new Refused(found.errno());
        }
        return found.succeeded() ? found.node() : null;
    }

    String target(FileNodeObject link) {
        Result result = program.run(operation -> {
            Requests.readlink(operation);
            PathCalls.room(operation, ROOM);
            operation.on(link);
        });
        if (!result.succeeded()) {
            throw new Refused(result.errno());
        }
        return new String(result.bytes(), StandardCharsets.ISO_8859_1);
    }
}
