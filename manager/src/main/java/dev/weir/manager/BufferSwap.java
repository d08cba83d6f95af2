package dev.weir.manager;

import dev.weir.DataBuffer;
import dev.weir.DirectoryListing;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * What filters do with the buffer of an operation beside looking at it.
 *
 * <p>A filter's memory is referred to from the parameters' versions until its layer is left (what it swapped in) or the operation is used again (what it answered from), so memory that the collector frees stays valid as long as
 * anybody below or the front may touch it. The base file system works on addresses: memory that a filter frees by hand before its post-operation would be written to, which is why swapped layers are never drained.
 */
final class BufferSwap {
    private static final Thread ANY = Thread.ofPlatform().daemon().unstarted(() -> {});

    private final Operation operation;
    private final Swapped swapped = new Swapped();

    BufferSwap(Operation operation) {
        this.operation = operation;
    }

    void swap(MemorySegment memory, long offset, long length) {
        LayerSlot slot = operation.flight.callbackSlot();
        if (slot.isPost() || !operation.kind().carriesData()) {
            throw new IllegalStateException(
                    slot.isPost()
                            ? "a buffer can be swapped in a pre-operation only"
                            : operation.operationName() + " carries no data");
        }
        check(memory, offset, length, operation.kind().answersWithData());
        operation.parameters.swap(memory, offset, length);
        operation.view().room((int) length);
        slot.mark(LayerSlot.SWAPPED);
        operation.setDirty();
    }

    private static void check(MemorySegment memory, long offset, long length, boolean written) {
        Objects.checkFromIndexSize(offset, length, memory.byteSize());
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(length + " bytes are more than an operation can have");
        }
        if (!memory.isAccessibleBy(ANY) || !memory.scope().isAlive()) {
            throw new IllegalArgumentException(
                    "the memory is one thread's alone, or freed: take the heap, Arena.ofAuto() or Arena.ofShared()");
        }
        if (written && memory.isReadOnly()) {
            throw new IllegalArgumentException("the memory is read-only, but the answer has to go there");
        }
    }

    private static boolean isSwapped(LayerSlot slot) {
        return slot.isPost() && (slot.marks() & LayerSlot.SWAPPED) != 0;
    }

    boolean hasSwapped() {
        return isSwapped(operation.flight.callbackSlot());
    }

    DataBuffer swapped() {
        block();
        return swapped;
    }

    private ParameterBlock block() {
        LayerSlot slot = operation.flight.callbackSlot();
        if (!isSwapped(slot)) {
            throw new IllegalStateException(
                    "this filter has not swapped the buffer, or its post-operation is not running");
        }
        return operation.parameters.at(slot.seenVersion() + 1);
    }

    void answer(MemorySegment memory, long offset, long length) {
        LayerSlot slot = operation.flight.callbackSlot();
        if (!operation.kind().answersWithData()) {
            throw new IllegalStateException(operation.operationName() + " brings no data back");
        }
        check(memory, offset, length, false);
        long room = operation.parameters.at(slot.seenVersion()).room;
        if (length > room) {
            throw new IllegalArgumentException(length + " bytes do not fit into the room of " + room);
        }
        operation.parameters.dropDraft();
        operation.parameters.answer(memory, offset, length);
        slot.mark(LayerSlot.ANSWERED);
    }

    DirectoryListing listing() {
        LayerSlot slot = operation.flight.callbackSlot();
        if ((slot.marks() & LayerSlot.SWAPPED) != 0) {
            throw new IllegalStateException("this filter has swapped the buffer: it decodes the listing itself");
        }
        return new ListingView(operation, slot.instance(), !slot.isPost());
    }

    /** What came up in the buffer that the running post-operation's filter swapped in. */
    private final class Swapped implements DataBuffer {
        @Override
        public MemorySegment segment() {
            return block().segment;
        }

        @Override
        public long offset() {
            return block().offset;
        }

        @Override
        public long length() {
            return block().length;
        }
    }
}
