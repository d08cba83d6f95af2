package dev.weir.manager;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The parameters of one operation as plain slots; which slot is which parameter is the business of the views and of {@link Requests}. */
final class ParameterBlock {
    final long[] numbers = new long[10];
    final @Nullable Object[] objects = new @Nullable Object[5];

    /** The data that goes with the operation: where, and how many bytes. */
    MemorySegment segment = MemorySegment.NULL;

    long offset;
    long length;

    /** How many bytes those above can take; the length, unless the answer is in other memory. */
    long room;

    /** Whether the filter that made this version swapped the buffer. */
    boolean swapped;

    void copyFrom(ParameterBlock other) {
        System.arraycopy(other.numbers, 0, numbers, 0, numbers.length);
        System.arraycopy(other.objects, 0, objects, 0, objects.length);
        move(other.segment, other.offset, other.length);
        room = other.room;
        swapped = false;
    }

    void buffer(MemorySegment memory, long from, long bytes) {
        segment = memory;
        offset = from;
        length = bytes;
        room = bytes;
    }

    /** The same bytes, or the answer in their place, somewhere else: the room stays. */
    void move(MemorySegment memory, long from, long bytes) {
        segment = memory;
        offset = from;
        length = bytes;
    }

    void noBuffer() {
        buffer(MemorySegment.NULL, 0, 0);
        swapped = false;
    }

    void clearObjects() {
        for (int i = 0; i < objects.length; i++) {
            objects[i] = null;
        }
    }
}
