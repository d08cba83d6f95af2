package dev.weir.testkit;

import dev.weir.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** The bytes of a regular file, in chunks that are made when they are first written. Guarded by the inode that it belongs to. */
final class MemoryContent {
    private static final int CHUNK = 1 << 16;
    private static final long MAXIMUM = 16L << 30;

    private byte[][] chunks = new byte[1][];
    private long used;
    private long size;

    long size() {
        return size;
    }

    /** In units of 512 bytes. */
    long blocks() {
        return Math.min(used * CHUNK, size + 511) / 512;
    }

    /** Reads into memory and says how many bytes there were. Allocates nothing. */
    int read(long offset, MemorySegment target, long position, long wanted) {
        int count = (int) Math.clamp(size - offset, 0, wanted);
        for (int done = 0; done < count; ) {
            int at = (int) ((offset + done) % CHUNK);
            int length = Math.min(count - done, CHUNK - at);
            byte[] chunk = chunks[(int) ((offset + done) / CHUNK)];
            if (chunk == null) {
                target.asSlice(position + done, length).fill((byte) 0);
            } else {
                MemorySegment.copy(chunk, at, target, ValueLayout.JAVA_BYTE, position + done, length);
            }
            done += length;
        }
        return count;
    }

    /** Writes from memory. Allocates nothing where the file has been written before. */
    void write(long offset, MemorySegment source, long position, long length) {
        ensure(offset, length);
        for (long done = 0; done < length; ) {
            int at = (int) ((offset + done) % CHUNK);
            int part = (int) Math.min(length - done, CHUNK - at);
            MemorySegment.copy(source, ValueLayout.JAVA_BYTE, position + done, chunk(offset + done), at, part);
            done += part;
        }
        size = Math.max(size, offset + length);
    }

    /** Makes zeros of what there is in a range; the size stays. */
    void zero(long offset, long length) {
        long end = Math.min(offset + length, size);
        for (long done = offset; done < end; ) {
            int at = (int) (done % CHUNK);
            int part = (int) Math.min(end - done, CHUNK - at);
            byte[] chunk = chunks[(int) (done / CHUNK)];
            if (chunk != null) {
                Arrays.fill(chunk, at, at + part, (byte) 0);
            }
            done += part;
        }
    }

    void resize(long newSize) {
        ensure(newSize, 0);
        if (newSize < size) {
            zero(newSize, size - newSize);
        }
        size = newSize;
    }

    private void ensure(long offset, long length) {
        if (offset < 0 || length > MAXIMUM || offset > MAXIMUM - length) {
            throw new Refused(Errno.EFBIG);
        }
        int needed = (int) ((offset + length + CHUNK - 1) / CHUNK);
        if (needed > chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(needed, chunks.length * 2));
        }
    }

    private byte[] chunk(long offset) {
        int index = (int) (offset / CHUNK);
        byte[] chunk = chunks[index];
        if (chunk == null) {
            chunk = new byte[CHUNK];
            chunks[index] = chunk;
            used++;
        }
        return chunk;
    }
}
