package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.operation.CopyRange;
import dev.weir.operation.CreateFile;
import dev.weir.operation.Link;
import dev.weir.operation.MakeDirectory;
import dev.weir.operation.MakeNode;
import dev.weir.operation.MakeSymbolicLink;
import dev.weir.operation.Open;
import dev.weir.operation.RemoveDirectory;
import dev.weir.operation.Rename;
import dev.weir.operation.Unlink;

/** Tells the front what changed below its back, since its kernel may have cached it. */
final class OwnChanges {
    private static final int TRUNCATE = 0x200;

    private OwnChanges() {}

    /** After an operation that no program waits for has succeeded. */
    static void tell(Operation operation) {
        VolumeHooks hooks = operation.volume().hooks();
        switch (operation.kind()) {
            case WRITE, ALLOCATE, TRUNCATE, CHMOD, CHOWN, UTIMENS, SETXATTR, REMOVEXATTR ->
                hooks.changed(operation.node());
            case COPY_RANGE -> {
                var copy = (CopyRange) operation.parameters();
                hooks.changed(((FileHandleObject) copy.destination()).node());
            }
            case OPEN -> {
                if ((((Open) operation.parameters()).flags() & TRUNCATE) != 0) {
                    hooks.changed(operation.node());
                }
            }
            case LINK -> {
                var link = (Link) operation.parameters();
                name(hooks, (FileNodeObject) link.newParent(), link.newName());
                hooks.changed(operation.node());
            }
            case RENAME -> {
                var rename = (Rename) operation.parameters();
                name(hooks, operation.node(), rename.name());
                name(hooks, (FileNodeObject) rename.newParent(), rename.newName());
            }
            default -> names(hooks, operation);
        }
    }

    private static void names(VolumeHooks hooks, Operation operation) {
        switch (operation.parameters()) {
            case CreateFile create -> {
                name(hooks, operation.node(), create.name());
                FileNodeObject made = operation.resultNode();
                if (made != null && (create.flags() & TRUNCATE) != 0) {
                    hooks.changed(made);
                }
            }
            case MakeDirectory make -> name(hooks, operation.node(), make.name());
            case MakeNode make -> name(hooks, operation.node(), make.name());
            case MakeSymbolicLink make -> name(hooks, operation.node(), make.name());
            case Unlink unlink -> {
                name(hooks, operation.node(), unlink.name());
                unlink.removed().ifPresent(node -> hooks.changed((FileNodeObject) node));
            }
            case RemoveDirectory remove -> name(hooks, operation.node(), remove.name());
            default -> {}
        }
    }

    private static void name(VolumeHooks hooks, FileNodeObject directory, FileName name) {
        hooks.nameChanged(directory, name);
        hooks.changed(directory);
    }
}
