package dev.weir.filters.protect;

import dev.weir.CallbackData;
import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.FilePath;
import dev.weir.FileType;
import dev.weir.operation.Allocate;
import dev.weir.operation.CopyRange;
import dev.weir.operation.CreateFile;
import dev.weir.operation.Ioctl;
import dev.weir.operation.Link;
import dev.weir.operation.MakeDirectory;
import dev.weir.operation.MakeNode;
import dev.weir.operation.MakeSymbolicLink;
import dev.weir.operation.Open;
import dev.weir.operation.RemoveDirectory;
import dev.weir.operation.RemoveXattr;
import dev.weir.operation.Rename;
import dev.weir.operation.SetAttributes;
import dev.weir.operation.SetXattr;
import dev.weir.operation.Unlink;
import dev.weir.operation.Write;
import java.util.Optional;

/**
 * Tells which operations change something protected. What changes a file is judged by all names of the file that are known; what changes a name, by that name: it may neither go nor come.
 */
final class Changes {
    private static final int O_ACCMODE = 3;
    private static final int O_TRUNC = 0x200;
    private static final int IOC_READ = 2;
    private static final int RENAME_EXCHANGE = 2;

    private final ProtectedPaths paths;

    Changes(ProtectedPaths paths) {
        this.paths = paths;
    }

    boolean somethingProtected(CallbackData data) {
        return switch (data.parameters()) {
            case Write _, Allocate _, SetAttributes _, SetXattr _, RemoveXattr _ -> paths.cover(data.node());
            case Open open -> (open.flags() & (O_ACCMODE | O_TRUNC)) != 0 && paths.cover(data.node());
            case Ioctl ioctl -> changes(ioctl) && paths.cover(data.node());
            case CopyRange copy -> paths.cover(copy.destination().node());
            case CreateFile create -> protectedName(data.node(), create.name());
            case MakeDirectory make -> protectedName(data.node(), make.name());
            case MakeNode make -> protectedName(data.node(), make.name());
            case MakeSymbolicLink make -> protectedName(data.node(), make.name());
            case Unlink unlink -> protectedName(data.node(), unlink.name());
            case RemoveDirectory remove -> protectedName(data.node(), remove.name());
            case Link link -> paths.cover(data.node()) || protectedName(link.newParent(), link.newName());
            case Rename rename -> renamed(data.node(), rename);
            default -> false;
        };
    }

    /** Only those that the kernel marks as giving something to the program and taking nothing from it leave a file as it is. */
    private static boolean changes(Ioctl ioctl) {
        return ioctl.command() >>> 30 != IOC_READ;
    }

    private boolean protectedName(FileNode directory, FileName name) {
        return paths.cover(directory.path().resolve(name));
    }

    private boolean renamed(FileNode directory, Rename rename) {
        FilePath from = directory.path().resolve(rename.name());
        FilePath to = rename.newParent().path().resolve(rename.newName());
        if (paths.cover(from) || paths.cover(to)) {
            return true;
        }
        boolean exchanged = (rename.flags() & RENAME_EXCHANGE) != 0;
        boolean directoryMoves = mayBeDirectory(rename.moved()) || exchanged && mayBeDirectory(rename.replaced());
        return directoryMoves && !paths.areAlikeBelow(from, to);
    }

    private static boolean mayBeDirectory(Optional<FileNode> node) {
        return node.isEmpty() || node.get().type() == FileType.DIRECTORY;
    }
}
