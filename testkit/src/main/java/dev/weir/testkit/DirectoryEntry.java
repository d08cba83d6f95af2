package dev.weir.testkit;

import dev.weir.FileName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of a listing.
 *
 * @param next the offset to go on at
 * @param type the format bits of the mode, shifted by 12
 */
public record DirectoryEntry(long inode, long next, int type, String name) {
    private static final int HEADER = 24;

    /** The name's bytes, each as a character. */
    String nameBytes() {
        return new String(FileName.of(name).bytes(), StandardCharsets.ISO_8859_1);
    }

    /** The entries of one answer to a {@code readdir}, in the format of {@link dev.weir.operation.ReadDirectory}. */
    public static List<DirectoryEntry> all(byte[] answer) {
        var entries = new ArrayList<DirectoryEntry>();
        ByteBuffer data = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
        int at = 0;
        while (at < answer.length) {
            int length = data.getInt(at + 16);
            String name = FileName.of(answer, at + HEADER, at + HEADER + length).text();
            entries.add(new DirectoryEntry(data.getLong(at), data.getLong(at + 8), data.getInt(at + 20), name));
            at += HEADER + length + 7 & ~7;
        }
        return entries;
    }
}
