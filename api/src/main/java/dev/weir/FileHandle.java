package dev.weir;

import dev.weir.context.ContextObject;

/** An open file description, from a successful open to its CLOSE. Safe on any thread. */
public interface FileHandle extends ContextObject {

    /** A number that no other handle of this volume has at the same time. */
    long id();

    FileNode node();

    /** The flags of open(2), such as O_RDWR, O_APPEND. */
    int openFlags();

    /** The process that opened it, -1 where unknown. */
    int openerProcessId();
}
