package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.operation.CreateFile;
import dev.weir.operation.Lookup;
import dev.weir.operation.MakeDirectory;
import dev.weir.operation.MakeNode;
import dev.weir.operation.MakeSymbolicLink;
import dev.weir.operation.RemoveDirectory;
import dev.weir.operation.Rename;
import dev.weir.operation.Unlink;

/** What an operation is about, as a path. */
final class OperationPaths {
    private OperationPaths() {}

    static FilePath of(Operation operation) {
        if (!operation.hasNode()) {
            return FilePath.root();
        }
        FilePath base = operation.node().path();
        return switch (operation.parameters()) {
            case Lookup lookup -> child(base, lookup.name());
            case CreateFile create -> child(base, create.name());
            case MakeDirectory make -> child(base, make.name());
            case MakeNode make -> child(base, make.name());
            case MakeSymbolicLink make -> child(base, make.name());
            case Unlink unlink -> child(base, unlink.name());
            case RemoveDirectory remove -> child(base, remove.name());
            case Rename rename -> child(base, rename.name());
            default -> base;
        };
    }

    private static FilePath child(FilePath directory, FileName name) {
        return name.isDots() ? directory : directory.resolve(name);
    }
}
