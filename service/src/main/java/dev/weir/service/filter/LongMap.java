package dev.weir.service.filter;

import java.util.Arrays;

/** Longs by longs other than 0, without boxes: as many as a heap has objects. Not thread-safe. */
final class LongMap {
    private long[] keys = new long[1 << 16];
    private long[] values = new long[1 << 16];
    private int size;

    /** Adds a pair; false where the key is there already, which keeps its value. */
    boolean add(long key, long value) {
        if (2 * size >= keys.length) {
            grow();
        }
        int slot = slot(keys, key);
        if (keys[slot] != 0) {
            return false;
        }
        keys[slot] = key;
        values[slot] = value;
        size++;
        return true;
    }

    /** The value of a key, -1 where there is none. */
    long get(long key) {
        int slot = slot(keys, key);
        return keys[slot] == 0 ? -1 : values[slot];
    }

    /** The keys, in no order. */
    long[] keys() {
        return Arrays.stream(keys).filter(key -> key != 0).toArray();
    }

    private static int slot(long[] table, long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & table.length - 1;
        while (table[slot] != 0 && table[slot] != key) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new long[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slot(keys, oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
