package dev.weir.manager;

import dev.weir.FileName;

/** A name in a directory that an operation gives, as long as the operation lasts. */
final class EntryName extends NameAnchor {
    private final FileNodeObject directory;
    private final FileName name;

    EntryName(FileNodeObject directory, FileName name) {
        this.directory = directory;
        this.name = name;
    }

    boolean is(FileNodeObject other, FileName otherName) {
        return directory == other && name.equals(otherName);
    }
}
