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

/** Notes which names nodes gained and lost, after the base file system has done an operation. */
final class NameKeeper {
    private static final int EXCHANGE = 2;

    private NameKeeper() {}

    static void note(Operation operation) {
        OperationKind kind = operation.kind();
        if (!operation.status().isSuccess()) {
            return;
        }
        switch (kind) {
            case LOOKUP, CREATE, MKDIR, MKNOD, SYMLINK, LINK -> gained(operation);
            case UNLINK, RMDIR, RENAME -> lost(operation);
            default -> {}
        }
    }

    private static void gained(Operation operation) {
        FileNodeObject found = operation.resultNode();
        if (found == null) {
            return;
        }
        switch (operation.parameters()) {
            case Lookup lookup -> lookedUp(found, operation.node(), lookup.name());
            case CreateFile create -> found.linked(operation.node(), create.name());
            case MakeDirectory make -> found.linked(operation.node(), make.name());
            case MakeNode make -> found.linked(operation.node(), make.name());
            case MakeSymbolicLink make -> found.linked(operation.node(), make.name());
            case Link link -> found.linked((FileNodeObject) link.newParent(), link.newName());
            default -> {}
        }
    }

    private static void lookedUp(FileNodeObject found, FileNodeObject directory, FileName name) {
        if (!name.isDots()) {
            found.linked(directory, name);
        }
    }

    private static void lost(Operation operation) {
        FileNodeObject directory = operation.node();
        switch (operation.parameters()) {
            case Unlink unlink -> forget(unlink.removed(), directory, unlink.name());
            case RemoveDirectory remove -> forget(remove.removed(), directory, remove.name());
            case Rename rename -> renamed(rename, directory);
            default -> {}
        }
    }

    private static void renamed(Rename rename, FileNodeObject from) {
        var to = (FileNodeObject) rename.newParent();
        forget(rename.replaced(), to, rename.newName());
        forget(rename.moved(), from, rename.name());
        rename.moved().ifPresent(node -> ((FileNodeObject) node).linked(to, rename.newName()));
        if ((rename.flags() & EXCHANGE) != 0) {
            rename.replaced().ifPresent(node -> ((FileNodeObject) node).linked(from, rename.name()));
        }
    }

    private static void forget(Optional<FileNode> node, FileNodeObject directory, FileName name) {
        node.ifPresent(n -> ((FileNodeObject) n).unlinked(directory, name));
    }
}
