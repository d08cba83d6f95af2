package dev.weir.io;

import dev.weir.FileNode;

/** A file that was looked up: its node stays known until this is closed. Safe on any thread; a second close does nothing. */
public interface FileReference extends AutoCloseable {
    FileNode node();

    /** The attributes that came with the look-up. */
    FileInformation information();

    @Override
    void close();
}
