package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.operation.CreateFile;
import dev.weir.operation.Lookup;
import dev.weir.operation.MakeDirectory;
import dev.weir.operation.MakeNode;
import dev.weir.operation.MakeSymbolicLink;
import dev.weir.operation.RemoveDirectory;
import dev.weir.operation.Rename;
import dev.weir.operation.Unlink;
import org.jspecify.annotations.Nullable;

/** What an operation on a name in a directory is about, before it is done and afterwards. */
final class OperationName {
    private OperationName() {}

    static NameSource of(Operation operation) {
        FileNodeObject directory = operation.node();
        return switch (operation.parameters()) {
            case Lookup lookup -> found(operation, directory, lookup.name());
            case CreateFile create -> found(operation, directory, create.name());
            case MakeDirectory make -> found(operation, directory, make.name());
            case MakeNode make -> found(operation, directory, make.name());
            case MakeSymbolicLink make -> found(operation, directory, make.name());
            case Unlink unlink -> taken(operation, unlink.removed().orElse(null), directory, unlink.name());
            case RemoveDirectory remove -> taken(operation, remove.removed().orElse(null), directory, remove.name());
            case Rename rename -> renamed(operation, rename, directory);
            default -> new NameSource.OfNode(directory, null);
        };
    }

    private static NameSource found(Operation operation, FileNodeObject directory, FileName name) {
        if (name.isDots()) {
            return new NameSource.OfNode(directory, null);
        }
        NameLink link = link(operation.resultNode(), directory, name);
        return link == null ? entry(operation, directory, name, false) : ofLink(operation.resultNode(), link);
    }

    private static NameSource taken(
            Operation operation, @Nullable FileNode removed, FileNodeObject directory, FileName name) {
        NameLink link = link(removed, directory, name);
        return link == null
                ? entry(operation, directory, name, removed != null && isDone(operation))
                : ofLink(removed, link);
    }

    private static NameSource renamed(Operation operation, Rename rename, FileNodeObject from) {
        FileNode moved = rename.moved().orElse(null);
        NameLink link = link(moved, from, rename.name());
        if (link != null) {
            return ofLink(moved, link);
        }
        return moved instanceof FileNodeObject node && isDone(operation)
                ? new NameSource.OfNode(node, null)
                : entry(operation, from, rename.name(), false);
    }

    private static boolean isDone(Operation operation) {
        return operation.flight.isOnTheWayUp() && operation.status().isSuccess();
    }

    private static @Nullable NameLink link(@Nullable FileNode node, FileNodeObject directory, FileName name) {
        return node instanceof FileNodeObject object ? NodeNames.find(object, directory, name) : null;
    }

    private static NameSource ofLink(@Nullable FileNode node, NameLink link) {
        return new NameSource.OfNode((FileNodeObject) java.util.Objects.requireNonNull(node), link);
    }

    private static NameSource entry(Operation operation, FileNodeObject directory, FileName name, boolean unlinked) {
        EntryName known = operation.entryName();
        if (known == null || !known.is(directory, name)) {
            known = new EntryName(directory, name);
            operation.entryName(known);
        }
        return new NameSource.OfEntry(directory, name, unlinked, known);
    }
}
