package dev.weir.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads and writes memory at an address, in the byte order of this machine and at any alignment.
 *
 * <p>All of it is one segment over the whole address space, so that nothing is allocated for an access. Nothing is
 * checked either: the address must be that of memory which the caller keeps alive (an {@code Arena}, a
 * {@link NativeThread}'s scratch). Any thread; what two threads share they must order themselves.
 */
public final class NativeMemory {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private NativeMemory() {}

    /** The byte at an address. */
    public static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    /** Writes one byte. */
    public static void putByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    /** The 16 bits at an address; unsigned fields come back sign-extended. */
    public static short getShort(long address) {
        return ALL.get(SHORT, address);
    }

    /** Writes 16 bits. */
    public static void putShort(long address, short value) {
        ALL.set(SHORT, address, value);
    }

    /** The 32 bits at an address. */
    public static int getInt(long address) {
        return ALL.get(INT, address);
    }

    /** Writes 32 bits. */
    public static void putInt(long address, int value) {
        ALL.set(INT, address, value);
    }

    /** The 64 bits at an address. */
    public static long getLong(long address) {
        return ALL.get(LONG, address);
    }

    /** Writes 64 bits. */
    public static void putLong(long address, long value) {
        ALL.set(LONG, address, value);
    }

    /** Sets {@code length} bytes to 0. */
    public static void clear(long address, long length) {
        ALL.asSlice(address, length).fill((byte) 0);
    }

    /** Copies bytes between addresses; the ranges may overlap. */
    public static void copy(long from, long to, long length) {
        MemorySegment.copy(ALL, from, ALL, to, length);
    }

    /** Copies bytes of an array to an address. */
    public static void copyIn(byte[] from, int offset, long to, int length) {
        MemorySegment.copy(from, offset, ALL, ValueLayout.JAVA_BYTE, to, length);
    }

    /** Copies bytes at an address into an array. */
    public static void copyOut(long from, byte[] to, int offset, int length) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, from, to, offset, length);
    }

    /** A new array with the bytes at an address. */
    public static byte[] bytes(long address, int length) {
        byte[] copy = new byte[length];
        copyOut(address, copy, 0, length);
        return copy;
    }

    /** The length of the string at an address up to its NUL byte, {@code limit} if there is none before that. */
    public static int stringLength(long address, int limit) {
        int length = 0;
        while (length < limit && getByte(address + length) != 0) {
            length++;
        }
        return length;
    }

    /** A segment over memory at an address, with no life time of its own. */
    public static MemorySegment segment(long address, long length) {
        return ALL.asSlice(address, length);
    }
}
