package dev.weir.fuse.mounted;

import dev.weir.CallbackData;
import dev.weir.DataBuffer;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.OperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.operation.Read;
import dev.weir.operation.Truncate;
import dev.weir.operation.Write;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Keeps every byte of a file's content as so many bytes below, each XORed with a key. All sizes and offsets that programs see and give are those of the content.
 *
 * @param factor 1, or more for a file that is so many times as long below
 * @param belowTheCache what the page cache holds is the content
 */
record CodingFilter(int factor, int key, boolean belowTheCache) implements Minifilter {
    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        OperationFlag[] flags =
                belowTheCache ? new OperationFlag[] {OperationFlag.SKIP_CACHED_IO} : new OperationFlag[0];
        Registration.Builder builder = Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .operation(
                        MajorFunction.READ,
                        (data, objects) -> beforeRead(data),
                        (data, objects, drained) -> afterRead(data),
                        flags)
                .operation(
                        MajorFunction.WRITE,
                        (data, objects) -> beforeWrite(data),
                        (data, objects, drained) -> afterWrite(data),
                        flags);
        if (factor > 1) {
            builder.postOperation(MajorFunction.QUERY_OPEN, (data, objects, drained) -> sized(data))
                    .postOperation(MajorFunction.CREATE, (data, objects, drained) -> sized(data))
                    .postOperation(MajorFunction.QUERY_INFORMATION, (data, objects, drained) -> sized(data))
                    .operation(
                            MajorFunction.SET_INFORMATION,
                            (data, objects) -> resize(data),
                            (data, objects, drained) -> sized(data));
        }
        return builder.build();
    }

    private PreOperationStatus beforeRead(CallbackData data) {
        Read read = (Read) data.parameters();
        long length = (long) read.byteCount() * factor;
        read.setOffset(read.offset() * factor);
        data.swapBuffer(Arena.ofAuto().allocate(Math.max(1, length)), 0, length);
        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
    }

    private PostOperationStatus afterRead(CallbackData data) {
        if (data.status().isSuccess()) {
            long length = data.information() / factor;
            DataBuffer from = data.swappedBuffer();
            DataBuffer to = data.buffer();
            for (long i = 0; i < length; i++) {
                byte coded = from.segment().get(ValueLayout.JAVA_BYTE, from.offset() + i * factor);
                to.segment().set(ValueLayout.JAVA_BYTE, to.offset() + i, (byte) (coded ^ key));
            }
            data.setStatus(NtStatus.SUCCESS, length);
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    private PreOperationStatus beforeWrite(CallbackData data) {
        Write write = (Write) data.parameters();
        DataBuffer from = data.buffer();
        int length = write.byteCount() * factor;
        MemorySegment to = Arena.ofAuto().allocate(Math.max(1, length));
        for (int i = 0; i < length; i++) {
            byte plain = from.segment().get(ValueLayout.JAVA_BYTE, from.offset() + i / factor);
            to.set(ValueLayout.JAVA_BYTE, i, (byte) (plain ^ key));
        }
        write.setOffset(write.offset() * factor);
        data.swapBuffer(to, 0, length);
        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
    }

    private PostOperationStatus afterWrite(CallbackData data) {
        if (data.status().isSuccess()) {
            data.setStatus(NtStatus.SUCCESS, data.information() / factor);
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    private PreOperationStatus resize(CallbackData data) {
        if (data.parameters() instanceof Truncate truncate) {
            truncate.setSize(truncate.size() * factor);
            data.setDirty();
        }
        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
    }

    private PostOperationStatus sized(CallbackData data) {
        if (data.attributes().isPresent() && (data.attributes().mode() & 0xF000) == 0x8000) {
            data.attributes().setSize(data.attributes().size() / factor);
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }
}
