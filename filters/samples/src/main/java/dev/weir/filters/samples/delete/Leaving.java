package dev.weir.filters.samples.delete;

import dev.weir.FileNode;
import dev.weir.FilePath;
import java.util.Optional;

/**
 * The completion context: a name that an operation takes away.
 *
 * @param file empty where nobody has looked the name up
 */
record Leaving(FilePath path, Optional<FileNode> file) {}
