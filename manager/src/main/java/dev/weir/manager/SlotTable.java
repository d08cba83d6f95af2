package dev.weir.manager;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Objects by a small number. Reading is one or two array reads without a lock; taking and freeing a number is under one.
 *
 * <p>Numbers start at 1 and are used again after {@link #free}.
 */
final class SlotTable<T> {
    private static final int CHUNK_BITS = 12;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int CHUNKS = 1 << 16;

    private final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable T>> chunks =
            new AtomicReferenceArray<>(CHUNKS);
    private final ArrayDeque<Long> free = new ArrayDeque<>();
    private long next = 1;

    /** Takes a number for an object, which is not visible under it before {@link #set}. */
    synchronized long take() {
        Long used = free.pollFirst();
        if (used != null) {
            return used;
        }
        long id = next++;
        int chunk = (int) (id >>> CHUNK_BITS);
        if (chunk >= CHUNKS) {
            throw new IllegalStateException("more than " + (long) CHUNKS * CHUNK + " objects");
        }
        if (chunks.get(chunk) == null) {
            chunks.set(chunk, new AtomicReferenceArray<>(CHUNK));
        }
        return id;
    }

    void set(long id, T object) {
        chunk(id).set((int) id & CHUNK - 1, object);
    }

    /** The object of a number, or null where there is none; any long is allowed. */
    @Nullable
    T get(long id) {
        if (id <= 0 || id >>> CHUNK_BITS >= CHUNKS) {
            return null;
        }
        AtomicReferenceArray<@Nullable T> chunk = chunks.get((int) (id >>> CHUNK_BITS));
        return chunk == null ? null : chunk.get((int) id & CHUNK - 1);
    }

    void free(long id) {
        chunk(id).set((int) id & CHUNK - 1, null);
        synchronized (this) {
            free.addLast(id);
        }
    }

    void forEach(Consumer<? super T> action) {
        for (int c = 0; c < CHUNKS; c++) {
            AtomicReferenceArray<@Nullable T> chunk = chunks.get(c);
            if (chunk == null) {
                return;
            }
            for (int i = 0; i < CHUNK; i++) {
                T object = chunk.get(i);
                if (object != null) {
                    action.accept(object);
                }
            }
        }
    }

    private AtomicReferenceArray<@Nullable T> chunk(long id) {
        AtomicReferenceArray<@Nullable T> chunk = chunks.get((int) (id >>> CHUNK_BITS));
        if (chunk == null) {
            throw new IllegalArgumentException("number " + id + " was never taken");
        }
        return chunk;
    }
}
