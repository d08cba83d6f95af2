package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FileType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes the names of nodes. A node lists its names, the newest first, and each holds a reference on the directory that it is in; the last one stays, as {@linkplain NameLink#gone gone}, when it is
 * taken away. A directory has one name.
 *
 * <p>Names are links to directories, walked on demand: the rename of a directory changes nothing below it. Readers of the newest name take no lock, so each change shows by one write of
 * {@link FileNodeObject#newest}. What changes a node's names holds its monitor; what may move a directory holds the {@link NameClock} before, so that directories move one at a time and never into
 * themselves. References are given back without either.
 */
final class NodeNames {
    private final List<FileNodeObject> released = new ArrayList<>(1);

    private NodeNames() {}

    /** An entry leads to a node. Allocates nothing where that was known. */
    static void linked(FileNodeObject node, FileNodeObject parent, FileName name) {
        NameLink first = node.newest();
        if (parent == node || first != null && !first.gone && first.is(parent, name)) {
            return;
        }
        var change = new NodeNames();
        if (node.type() != FileType.DIRECTORY) {
            change.put(node, null, parent, name);
        } else if (!change.placedFirst(node, parent, name)) {
            node.table().clock().move(() -> change.place(node, parent, name));
        }
        change.release();
    }

    /** An entry no longer leads to a node. */
    static void unlinked(FileNodeObject node, FileNodeObject parent, FileName name) {
        var change = new NodeNames();
        change.take(node, parent, name);
        change.release();
    }

    /**
     * An entry was renamed.
     *
     * @param replaced what the new name led to, if that is known
     * @param exchanged whether that has the old name now, instead of none
     */
    static void renamed(
            @Nullable FileNodeObject moved,
            @Nullable FileNodeObject replaced,
            FileNodeObject from,
            FileName name,
            FileNodeObject to,
            FileName newName,
            boolean exchanged) {
        if (moved == replaced) {
            return;
        }
        var change = new NodeNames();
        Runnable all = () -> {
            if (replaced != null && exchanged) {
                change.move(replaced, to, newName, from, name);
            } else if (replaced != null) {
                change.take(replaced, to, newName);
            }
            if (moved != null) {
                change.move(moved, from, name, to, newName);
            }
        };
        if (exchanged || moved != null && moved.type() == FileType.DIRECTORY) {
            to.table().clock().move(all);
        } else {
            all.run();
        }
        change.release();
    }

    /** The node is nobody's any more: forgets its names. Returns the directories, on each of which a reference is to be given back. */
    static List<FileNodeObject> letGo(FileNodeObject node) {
        var parents = new ArrayList<FileNodeObject>(1);
        synchronized (node) {
            for (NameLink link = node.newest(); link != null; link = link.older) {
                parents.add(link.parent);
            }
            node.newest(null);
        }
        return parents;
    }

    private void release() {
        released.forEach(directory -> directory.release(1));
    }

    private void move(FileNodeObject node, FileNodeObject from, FileName name, FileNodeObject to, FileName newName) {
        if (node.type() == FileType.DIRECTORY) {
            place(node, to, newName);
            return;
        }
        synchronized (node) {
            put(node, find(node, from, name), to, newName);
        }
    }

    // ---- directories

    /** A directory that nobody had a path through, since it had none. False where it has one, or is said to be below itself. */
    private boolean placedFirst(FileNodeObject node, FileNodeObject parent, FileName name) {
        synchronized (node.table().clock()) {
            if (node.newest() != null || isBelow(node, parent)) {
                return false;
            }
            place(node, parent, name);
            return true;
        }
    }

    /** With the clock. What is said to be below itself was moved underneath: the name that says so is out of date. */
    private void place(FileNodeObject node, FileNodeObject parent, FileName name) {
        if (isBelow(node, parent)) {
            cutBelow(node, parent);
        }
        put(node, node.newest(), parent, name);
    }

    private static boolean isBelow(FileNodeObject node, FileNodeObject directory) {
        FileNodeObject at = directory;
        while (at != node) {
            NameLink up = at.newest();
            if (up == null) {
                return false;
            }
            at = up.parent;
        }
        return true;
    }

    private void cutBelow(FileNodeObject node, FileNodeObject directory) {
        FileNodeObject at = directory;
        NameLink up = at.newest();
        while (up != null && up.parent != node) {
            at = up.parent;
            up = at.newest();
        }
        at.newest(null);
        released.add(node);
    }

    // ---- one node

    /** Puts a name in front, instead of the one that it was renamed from, of the same if it is there already, and of the last one of all if that is gone. */
    private void put(FileNodeObject node, @Nullable NameLink old, FileNodeObject parent, FileName name) {
        synchronized (node) {
            NameLink same = find(node, parent, name);
            if (same == null && !parent.tryReference()) {
                return;
            }
            NameLink rest = without(without(node.newest(), old), same);
            if (rest != null && rest.gone) {
                released.add(rest.parent);
                rest = null;
            }
            NameLink link = same == null ? new NameLink(parent, name) : same;
            link.older = rest;
            node.newest(link);
            if (old != null && old != link) {
                old.movedTo(link);
                old.older = null;
                released.add(old.parent);
            }
        }
    }

    private void take(FileNodeObject node, FileNodeObject parent, FileName name) {
        synchronized (node) {
            NameLink old = find(node, parent, name);
            if (old == null) {
                return;
            }
            NameLink rest = without(node.newest(), old);
            if (rest != null) {
                node.newest(rest);
                old.older = null;
                released.add(parent);
            }
            old.gone = true;
        }
    }

    /** The name that a node has in a directory, or null where it has no such name. */
    static @Nullable NameLink find(FileNodeObject node, FileNodeObject parent, FileName name) {
        synchronized (node) {
            for (NameLink at = node.newest(); at != null; at = at.older) {
                if (!at.gone && at.is(parent, name)) {
                    return at;
                }
            }
            return null;
        }
    }

    /** What a list is without one of its links. The list itself changes only behind its first. */
    private static @Nullable NameLink without(@Nullable NameLink first, @Nullable NameLink cut) {
        if (first == null || first == cut) {
            return first == null ? null : first.older;
        }
        for (NameLink at = first; at != null; at = at.older) {
            NameLink behind = at.older;
            if (behind == cut && behind != null) {
                at.older = behind.older;
            }
        }
        return first;
    }
}
