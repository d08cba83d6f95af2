package dev.weir.manager;

import dev.weir.FileName;
import org.jspecify.annotations.Nullable;

/**
 * A name of a node: an entry of a directory that leads to it. Holds one reference on the directory as long as the node lists it.
 *
 * <p>A rename puts another one in its place and leaves the way to that here: the name of an open file follows the entry that it was opened by. Changed by {@link NodeNames} alone, read by anybody.
 */
final class NameLink extends NameAnchor {
    final FileNodeObject parent;
    final FileName name;

    /** The next name of the same node. Read with the node's monitor. */
    @Nullable
    NameLink older;

    /** Whether the entry was taken away. */
    volatile boolean gone;

    private volatile @Nullable NameLink moved;

    NameLink(FileNodeObject parent, FileName name) {
        this.parent = parent;
        this.name = name;
    }

    boolean is(FileNodeObject directory, FileName other) {
        return parent == directory && name.equals(other);
    }

    void movedTo(NameLink link) {
        moved = link;
    }

    /** Where the entry is now. */
    NameLink now() {
        NameLink at = this;
        NameLink next = moved;
        while (next != null) {
            at = next;
            next = at.moved;
        }
        return at;
    }
}
