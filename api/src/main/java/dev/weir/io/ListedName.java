package dev.weir.io;

import dev.weir.FileName;
import dev.weir.FileType;

/**
 * One name in a directory.
 *
 * @param type {@link FileType#UNKNOWN} where the file system does not say
 */
public record ListedName(FileName name, long inode, FileType type) {}
