package dev.weir.testkit;

import dev.weir.FileName;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory. Each keeps its offset for as long as it is there, and no offset is ever used again, so that a listing in pieces misses nothing that stays and shows nothing twice. Guarded by
 * the tree.
 *
 * <p>An entry is one object in two tables: a hash table of chains, and an array in the order of the offsets. Entries that were taken away stay in the latter until they are half of it.
 */
final class MemoryDirectory {
    /** After those of . and .. */
    private static final long FIRST_OFFSET = 3;

    private static final int SMALLEST = 8;

    /** One name. */
    static final class Entry {
        private final FileName name;
        private @Nullable MemoryInode inode;
        private final long offset;
        private @Nullable Entry chained;

        Entry(FileName name, MemoryInode inode, long offset) {
            this.name = name;
            this.inode = inode;
            this.offset = offset;
        }

        FileName name() {
            return name;
        }

        MemoryInode inode() {
            return Objects.requireNonNull(inode);
        }

        boolean isGone() {
            return inode == null;
        }

        long offset() {
            return offset;
        }
    }

    private @Nullable Entry[] chains = new @Nullable Entry[SMALLEST];
    private Entry[] byOffset = new Entry[SMALLEST];
    private int places;
    private int size;
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
        Entry at = chains[chain(name)];
        while (at != null && !at.name.equals(name)) {
            at = at.chained;
        }
        return at == null ? null : at.inode();
    }

    private int chain(FileName name) {
        int hash = name.hashCode() * 0x9E3779B9;
        return hash >>> Integer.numberOfLeadingZeros(chains.length - 1);
    }

    /** Puts a name in, instead of the one that is there if there is one. */
    void put(FileName name, MemoryInode inode) {
        remove(name);
        if (size == chains.length) {
            chainAnew(size * 2);
        }
        if (places == byOffset.length) {
            byOffset = Arrays.copyOf(byOffset, places + (places >> 1));
        }
        var entry = new Entry(name, inode, nextOffset++);
        byOffset[places++] = entry;
        size++;
        chain(entry);
    }

    private void chain(Entry entry) {
        int chain = chain(entry.name);
        entry.chained = chains[chain];
        chains[chain] = entry;
    }

    private void chainAnew(int count) {
        chains = new @Nullable Entry[count];
        for (Entry entry : after(0)) {
            chain(entry);
        }
    }

    void remove(FileName name) {
        int chain = chain(name);
        Entry before = null;
        for (Entry at = chains[chain]; at != null; at = at.chained) {
            if (at.name.equals(name)) {
                if (before == null) {
                    chains[chain] = at.chained;
                } else {
                    before.chained = at.chained;
                }
                at.inode = null;
                size--;
                closeGaps();
                return;
            }
            before = at;
        }
    }

    private void closeGaps() {
        if (places > SMALLEST && size < places / 2) {
            int kept = 0;
            for (int i = 0; i < places; i++) {
                if (!byOffset[i].isGone()) {
                    byOffset[kept++] = byOffset[i];
                }
            }
            places = kept;
            byOffset = Arrays.copyOf(byOffset, Math.max(SMALLEST, kept + 1));
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** How many directories are in it. */
    int directories() {
        return (int) IntStream.range(0, places)
                .filter(i -> !byOffset[i].isGone() && byOffset[i].inode().directory != null)
                .count();
    }

    /** The entries behind an offset, in order. */
    Iterable<Entry> after(long offset) {
        int first = firstAfter(offset);
        return () -> new Iterator<>() {
            private int next = present(first);

            @Override
            public boolean hasNext() {
                return next < places;
            }

            @Override
            public Entry next() {
                Entry entry = byOffset[next];
                next = present(next + 1);
                return entry;
            }
        };
    }

    private int present(int from) {
        int at = from;
        while (at < places && byOffset[at].isGone()) {
            at++;
        }
        return at;
    }

    private int firstAfter(long offset) {
        int low = 0;
        int high = places;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (byOffset[middle].offset <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
