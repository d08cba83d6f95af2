package dev.weir.linux;

import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.operation.Link;
import dev.weir.operation.RemoveDirectory;
import dev.weir.operation.Rename;
import dev.weir.operation.Unlink;
import java.util.Optional;

/** Giving, changing and taking names. Results are 0 or a negated {@link dev.weir.Errno}. */
final class HostNames {
    private static final int EXCHANGE = 2;

    private HostNames() {}

    static int unlink(HostThread thread, Operation operation, int directory) {
        Unlink request = (Unlink) operation.parameters();
        return remove(thread, directory, request.name(), request.removed(), 0);
    }

    static int removeDirectory(HostThread thread, Operation operation, int directory) {
        RemoveDirectory request = (RemoveDirectory) operation.parameters();
        return remove(thread, directory, request.name(), request.removed(), DirectoryCalls.AT_REMOVEDIR);
    }

    private static int remove(HostThread thread, int directory, FileName name, Optional<FileNode> removed, int flags) {
        HostNode goes = removed.map(HostNodes::of).orElse(null);
        HostNode pinned = goes != null && goes.pin(thread) ? goes : null;
        long path = thread.name(name);
        int result = path < 0 ? (int) path : DirectoryCalls.unlink(thread.natives, directory, path, flags);
        if (result < 0 && pinned != null) {
            pinned.unpin(thread);
        }
        return result;
    }

    static int rename(HostThread thread, Operation operation, int directory) {
        Rename request = (Rename) operation.parameters();
        boolean exchange = (request.flags() & EXCHANGE) != 0;
        HostNode replaced =
                exchange ? null : request.replaced().map(HostNodes::of).orElse(null);
        HostNode pinned = replaced != null && replaced.pin(thread) ? replaced : null;
        HostNode parent = HostNodes.of(request.newParent());
        int target = parent.acquire(thread);
        int result = target;
        if (target >= 0) {
            long name = thread.name(request.name());
            long newName = thread.secondName(request.newName());
            result = name < 0 || newName < 0
                    ? (int) Math.min(name, newName)
                    : DirectoryCalls.rename(thread.natives, directory, name, target, newName, request.flags());
            parent.release(thread);
        }
        if (result < 0 && pinned != null) {
            pinned.unpin(thread);
        }
        if (result == 0) {
            note(request, HostNodes.of(operation.node()), parent);
        }
        return result;
    }

    private static void note(Rename request, HostNode from, HostNode to) {
        request.moved().ifPresent(node -> HostNodes.of(node).named(to, request.newName()));
        if ((request.flags() & EXCHANGE) != 0) {
            request.replaced().ifPresent(node -> HostNodes.of(node).named(from, request.name()));
        }
    }

    /** Answers with the node itself, one reference more, and its attributes. */
    static int link(HostThread thread, Operation operation, int node) {
        Link request = (Link) operation.parameters();
        HostNode parent = HostNodes.of(request.newParent());
        int directory = parent.acquire(thread);
        if (directory < 0) {
            return directory;
        }
        long name = thread.name(request.newName());
        int result = name < 0 ? (int) name : DirectoryCalls.link(thread.natives, node, directory, name);
        parent.release(thread);
        if (result == 0) {
            result = HostNodes.attributes(thread, operation.attributes(), node);
        }
        if (result == 0) {
            FileNodeObject linked = operation.node();
            HostNodes.of(linked).named(parent, request.newName());
            linked.reference();
            operation.yieldNode(linked);
        }
        return result;
    }
}
