package dev.weir.testkit;

import dev.weir.FileName;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory. Each keeps its offset for as long as it is there, and no offset is ever used again, so that a listing in pieces misses nothing that stays and shows nothing twice. Guarded by
 * the tree.
 */
final class MemoryDirectory {
    /** After those of . and .. */
    private static final long FIRST_OFFSET = 3;

    /** One name. */
    record Entry(FileName name, MemoryInode inode, long offset) {}

    private final Map<FileName, Entry> byName = new HashMap<>();
    private final TreeMap<Long, Entry> byOffset = new TreeMap<>();
    private long nextOffset = FIRST_OFFSET;
    private MemoryInode parent;

    MemoryDirectory(MemoryInode parent) {
        this.parent = parent;
    }

    MemoryInode parent() {
        return parent;
    }

    void parent(MemoryInode newParent) {
        parent = newParent;
    }

    @Nullable
    MemoryInode get(FileName name) {
        Entry entry = byName.get(name);
        return entry == null ? null : entry.inode;
    }

    /** Puts a name in, instead of the one that is there if there is one. */
    void put(FileName name, MemoryInode inode) {
        remove(name);
        var entry = new Entry(name, inode, nextOffset++);
        byName.put(name, entry);
        byOffset.put(entry.offset, entry);
    }

    void remove(FileName name) {
        Entry entry = byName.remove(name);
        if (entry != null) {
            byOffset.remove(entry.offset);
        }
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    int size() {
        return byName.size();
    }

    /** How many directories are in it. */
    int directories() {
        return (int) byName.values().stream()
                .filter(entry -> entry.inode.directory != null)
                .count();
    }

    /** The entries behind an offset, in order. */
    Iterable<Entry> after(long offset) {
        return byOffset.tailMap(offset, false).values();
    }
}
