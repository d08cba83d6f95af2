package dev.weir.io;

import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.FilePath;
import java.util.List;
import java.util.Optional;

/**
 * Which file an own operation is about: a node, or names that are looked up one by one from a node or from the volume's root. Symbolic links are not followed. Immutable.
 *
 * @param start where to begin; empty for the volume's root
 * @param path the names from there; none for the start itself
 */
public record FileLocation(Optional<FileNode> start, FilePath path) {

    /** A path from the volume's root, as {@link FilePath#of(String)} reads it. */
    public static FileLocation of(String path) {
        return of(FilePath.of(path));
    }

    /** A path from the volume's root. */
    public static FileLocation of(FilePath path) {
        return new FileLocation(Optional.empty(), path);
    }

    /** A file that is known, whatever its names are. */
    public static FileLocation of(FileNode node) {
        return new FileLocation(Optional.of(node), FilePath.root());
    }

    /** A name in a directory that is known. */
    public static FileLocation in(FileNode directory, FileName name) {
        return new FileLocation(Optional.of(directory), new FilePath(List.of(name)));
    }

    /** A name in this directory. */
    public FileLocation resolve(String name) {
        return new FileLocation(start, path.resolve(FileName.of(name)));
    }

    /** The same in bytes. */
    public FileLocation resolve(FileName name) {
        return new FileLocation(start, path.resolve(name));
    }

    /** For people: from the volume's root. */
    public String text() {
        FilePath whole = start.map(FileNode::path).orElse(FilePath.root());
        for (FileName name : path.names()) {
            whole = whole.resolve(name);
        }
        return "/" + (whole.isRoot() ? "" : whole.text());
    }

    @Override
    public String toString() {
        return text();
    }
}
