package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.io.AttributeChange;
import dev.weir.io.FileInformation;
import dev.weir.io.ListedName;
import dev.weir.io.VolumeInformation;
import dev.weir.operation.SetAttributes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Between operations and what filters are given for them. */
final class OwnResults {
    private static final int ENTRY_HEADER = 24;

    private OwnResults() {}

    static FileInformation information(Operation operation) {
        AttributeBlock from = operation.attributes();
        return new FileInformation(
                from.inode(),
                from.size(),
                from.blocks(),
                from.mode(),
                from.links(),
                from.userId(),
                from.groupId(),
                from.deviceNumber(),
                Instant.ofEpochSecond(from.accessSeconds(), from.accessNanos()),
                Instant.ofEpochSecond(from.modificationSeconds(), from.modificationNanos()),
                Instant.ofEpochSecond(from.changeSeconds(), from.changeNanos()));
    }

    static VolumeInformation volumeInformation(Operation operation) {
        VolumeStatistics from = operation.volumeStatistics();
        return new VolumeInformation(
                from.blocks,
                from.freeBlocks,
                from.availableBlocks,
                from.files,
                from.freeFiles,
                from.blockSize,
                from.fragmentSize,
                from.maximumNameLength);
    }

    /** The bytes that came back. */
    static byte[] bytes(Operation operation) {
        long length = Math.clamp(operation.information(), 0, operation.buffer().length());
        return operation
                .buffer()
                .segment()
                .asSlice(operation.buffer().offset(), length)
                .toArray(ValueLayout.JAVA_BYTE);
    }

    /** Sees to it that what was read is in the reader's memory: a filter below may have answered from its own. Returns how much that is. */
    static int read(Operation operation, MemorySegment to) {
        int length = (int) Math.min(operation.information(), to.byteSize());
        MemorySegment from = operation.buffer().segment();
        if (length > 0 && !from.equals(to)) {
            MemorySegment.copy(from, operation.buffer().offset(), to, 0, length);
        }
        return length;
    }

    static void data(Operation operation, byte[] bytes) {
        operation.data(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    static void change(Operation operation, AttributeChange change) {
        int valid = bit(change.size().isPresent(), SetAttributes.VALID_SIZE)
                | bit(change.mode().isPresent(), SetAttributes.VALID_MODE)
                | bit(change.userId().isPresent(), SetAttributes.VALID_USER_ID)
                | bit(change.groupId().isPresent(), SetAttributes.VALID_GROUP_ID)
                | bit(change.accessTime().isPresent(), SetAttributes.VALID_ACCESS_TIME)
                | bit(change.modificationTime().isPresent(), SetAttributes.VALID_MODIFICATION_TIME);
        Instant access = change.accessTime().orElse(Instant.EPOCH);
        Instant modification = change.modificationTime().orElse(Instant.EPOCH);
        Requests.setAttributes(
                operation,
                valid,
                change.mode().orElse(0),
                change.userId().orElse(0),
                change.groupId().orElse(0),
                change.size().orElse(0),
                access.getEpochSecond(),
                access.getNano(),
                modification.getEpochSecond(),
                modification.getNano());
    }

    private static int bit(boolean is, int bit) {
        return is ? bit : 0;
    }

    /**
     * Adds the entries of one answer to a {@code readdir}, in the format of {@link dev.weir.operation.ReadDirectory}.
     *
     * @return the offset to go on at, or -1 where there are no more
     */
    static long addNames(byte[] answer, List<ListedName> names) {
        ByteBuffer data = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
        long next = -1;
        int at = 0;
        while (answer.length - at > ENTRY_HEADER) {
            int length = data.getInt(at + 16);
            if (length <= 0 || length > answer.length - at - ENTRY_HEADER) {
                break;
            }
            FileName name = FileName.of(answer, at + ENTRY_HEADER, at + ENTRY_HEADER + length);
            if (!name.isDots()) {
                names.add(new ListedName(name, data.getLong(at), FileType.ofMode(data.getInt(at + 20) << 12)));
            }
            next = data.getLong(at + 8);
            at += ENTRY_HEADER + length + 7 & ~7;
        }
        return next;
    }

    /** Names that each end with a NUL. */
    static List<FileName> names(byte[] bytes) {
        var names = new ArrayList<FileName>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                names.add(FileName.of(bytes, start, i));
                start = i + 1;
            }
        }
        return names;
    }
}
