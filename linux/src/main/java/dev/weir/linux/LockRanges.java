package dev.weir.linux;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The record locks of one owner on one file: ranges that don't overlap. Guarded by its {@link LockedFile}. */
final class LockRanges {
    /**
     * @param start the first byte
     * @param end the last byte, inclusive
     * @param type F_RDLCK or F_WRLCK
     */
    record Range(long start, long end, int type) {}

    private List<Range> ranges = new ArrayList<>(2);

    /** Sets a range's type as fcntl(2) does: what was locked there before is replaced, split if need be. */
    void set(long start, long end, int type) {
        List<Range> next = new ArrayList<>(ranges.size() + 2);
        for (Range old : ranges) {
            if (old.end < start || old.start > end) {
                next.add(old);
                continue;
            }
            if (old.start < start) {
                next.add(new Range(old.start, start - 1, old.type));
            }
            if (old.end > end) {
                next.add(new Range(end + 1, old.end, old.type));
            }
        }
        if (type != LockCalls.F_UNLCK) {
            next.add(new Range(start, end, type));
        }
        ranges = next;
    }

    /** The first range that a lock of another owner would meet, or null. */
    @Nullable
    Range conflict(long start, long end, int type) {
        Range first = null;
        for (Range range : ranges) {
            boolean meets = range.start <= end && range.end >= start;
            boolean excludes = type == LockCalls.F_WRLCK || range.type == LockCalls.F_WRLCK;
            if (meets && excludes && (first == null || range.start < first.start)) {
                first = range;
            }
        }
        return first;
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }
}
