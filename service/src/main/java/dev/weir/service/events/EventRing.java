package dev.weir.service.events;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of many producers and one consumer, without locks.
 *
 * <pre>
 *   slot i holds element p (p mod capacity = i):   turn[i] = p      free for the producer of p
 *                                                  turn[i] = p + 1  filled, for the consumer
 *                                                  turn[i] = p + capacity after it was taken
 * </pre>
 */
final class EventRing<E> {
    private final AtomicReferenceArray<@Nullable E> slots;
    private final AtomicLongArray turns;
    private final AtomicLong tail = new AtomicLong();
    private final int mask;
    private long head;

    /** @param capacity a power of two */
    EventRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(capacity + " is no power of two");
        }
        slots = new AtomicReferenceArray<>(capacity);
        turns = new AtomicLongArray(capacity);
        for (int i = 0; i < capacity; i++) {
            turns.set(i, i);
        }
        mask = capacity - 1;
    }

    /** Adds an element; false where the ring is full. Any thread; never waits. */
    boolean offer(E element) {
        while (true) {
            long position = tail.get();
            long turn = turns.get((int) position & mask);
            if (turn < position) {
                return false;
            }
            if (turn == position && tail.compareAndSet(position, position + 1)) {
                int slot = (int) position & mask;
                slots.set(slot, element);
                turns.set(slot, position + 1);
                return true;
            }
        }
    }

    /** Takes the oldest element, or null. The consumer's thread only. */
    @Nullable
    E poll() {
        int slot = (int) head & mask;
        if (turns.get(slot) != head + 1) {
            return null;
        }
        E element = slots.getAndSet(slot, null);
        turns.set(slot, head + mask + 1);
        head++;
        return element;
    }
}
