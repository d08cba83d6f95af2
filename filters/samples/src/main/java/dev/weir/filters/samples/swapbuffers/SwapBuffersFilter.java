package dev.weir.filters.samples.swapbuffers;

import dev.weir.CallbackData;
import dev.weir.DataBuffer;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.operation.Read;
import dev.weir.operation.ReadDirectory;
import dev.weir.operation.Write;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Gives those below memory of its own for each read, write and listing, and copies between that and the program's: the skeleton of a filter that encrypts. Nobody sees a difference. Source: FltMgr's sample
 * swapBuffers.
 */
public final class SwapBuffersFilter implements Minifilter {
    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        var registration = Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS);
        for (MajorFunction major :
                new MajorFunction[] {MajorFunction.READ, MajorFunction.WRITE, MajorFunction.DIRECTORY_CONTROL}) {
            registration.operation(
                    major, (data, objects) -> before(data), (data, objects, flags) -> after(data, !flags.isEmpty()));
        }
        return registration.build();
    }

    private static PreOperationStatus before(CallbackData data) {
        DataBuffer original = data.buffer();
        boolean writes = data.parameters() instanceof Write;
        boolean reads = data.parameters() instanceof Read || data.parameters() instanceof ReadDirectory;
        if (original.length() == 0 || !(writes || reads)) {
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
        MemorySegment own = Arena.ofAuto().allocate(original.length(), Long.BYTES);
        if (writes) {
            MemorySegment.copy(original.segment(), original.offset(), own, 0, original.length());
        }
        data.swapBuffer(own, 0, original.length());
        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
    }

    /** What came up is in the filter's memory; the program looks into its own. */
    private static PostOperationStatus after(CallbackData data, boolean draining) {
        if (!draining
                && data.hasSwappedBuffer()
                && data.status().isSuccess()
                && !(data.parameters() instanceof Write)) {
            DataBuffer own = data.swappedBuffer();
            DataBuffer original = data.buffer();
            MemorySegment.copy(own.segment(), own.offset(), original.segment(), original.offset(), data.information());
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }
}
