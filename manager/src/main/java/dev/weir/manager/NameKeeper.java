package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.operation.CreateFile;
import dev.weir.operation.Link;
import dev.weir.operation.Lookup;
import dev.weir.operation.MakeDirectory;
import dev.weir.operation.MakeNode;
import dev.weir.operation.MakeSymbolicLink;
import dev.weir.operation.RemoveDirectory;
import dev.weir.operation.Rename;
import dev.weir.operation.Unlink;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes which names nodes gained and lost, after the base file system has done an operation, and by which one a file was opened. */
final class NameKeeper {
    private static final int EXCHANGE = 2;

    private NameKeeper() {}

    /** The base file system is about to do an operation. */
    static void before(Operation operation) {
        if (operation.kind() == OperationKind.LOOKUP) {
            operation.namesTakenBefore(operation.node().namesTaken());
        }
    }

    static void note(Operation operation) {
        OperationKind kind = operation.kind();
        if (!operation.status().isSuccess()) {
            return;
        }
        switch (kind) {
            case LOOKUP, CREATE, MKDIR, MKNOD, SYMLINK, LINK -> gained(operation);
            case UNLINK, RMDIR, RENAME -> lost(operation);
            case TMPFILE -> nameless(operation.resultNode());
            default -> {}
        }
        FileHandleObject opened = operation.resultHandle();
        if (opened != null) {
            opened.openedBy(opened.node().newest());
        }
    }

    private static void nameless(@Nullable FileNodeObject made) {
        if (made != null) {
            made.nameless();
        }
    }

    private static void gained(Operation operation) {
        FileNodeObject found = operation.resultNode();
        if (found == null) {
            return;
        }
        switch (operation.parameters()) {
            case Lookup lookup -> lookedUp(operation, found, lookup.name());
            case CreateFile create -> found.linked(operation.node(), create.name());
            case MakeDirectory make -> found.linked(operation.node(), make.name());
            case MakeNode make -> found.linked(operation.node(), make.name());
            case MakeSymbolicLink make -> found.linked(operation.node(), make.name());
            case Link link -> found.linked((FileNodeObject) link.newParent(), link.newName());
            default -> {}
        }
    }

    /** What was found may have lost its name since, if names were taken away meanwhile: a kernel that only checks what it knows does not wait for that. */
    private static void lookedUp(Operation operation, FileNodeObject found, FileName name) {
        if (name.isDots()) {
            return;
        }
        FileNodeObject directory = operation.node();
        int known = operation.namesTakenBefore();
        while (true) {
            int now = directory.namesTaken();
            if (now == known || operation.volume().base().isNamed(found, directory, name)) {
                found.linked(directory, name);
            } else {
                found.unlinked(directory, name);
            }
            if (directory.namesTaken() == now) {
                return;
            }
            known = now - 1;
        }
    }

    private static void lost(Operation operation) {
        FileNodeObject directory = operation.node();
        switch (operation.parameters()) {
            case Unlink unlink -> taken(operation, unlink.removed(), unlink.name());
            case RemoveDirectory remove -> taken(operation, remove.removed(), remove.name());
            case Rename rename -> renamed(operation, rename, directory);
            default -> {}
        }
    }

    private static void taken(Operation operation, Optional<FileNode> removed, FileName name) {
        FileNodeObject directory = operation.node();
        directory.nameTaken();
        FileNodeObject node = whose(operation, removed, directory, name);
        if (node != null) {
            node.unlinked(directory, name);
        }
    }

    private static void renamed(Operation operation, Rename rename, FileNodeObject from) {
        var to = (FileNodeObject) rename.newParent();
        from.nameTaken();
        to.nameTaken();
        NodeNames.renamed(
                whose(operation, rename.moved(), from, rename.name()),
                whose(operation, rename.replaced(), to, rename.newName()),
                from,
                rename.name(),
                to,
                rename.newName(),
                (rename.flags() & EXCHANGE) != 0);
    }

    /** The node that an operation took a name from. Where a filter set another name it is not told: then it is looked for. */
    private static @Nullable FileNodeObject whose(
            Operation operation, Optional<FileNode> told, FileNodeObject directory, FileName name) {
        if (told.isPresent()) {
            return (FileNodeObject) told.get();
        }
        return operation.parameters.version() > 0 ? directory.table().named(directory, name) : null;
    }
}
