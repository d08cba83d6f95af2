package dev.weir.manager;

import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import org.jspecify.annotations.Nullable;

/** What is checked where a layer's callback did something with the operation's buffer; other layers never come here. */
final class BufferRules {
    private BufferRules() {}

    /** A pre-operation is over: an answer's memory goes with COMPLETE, a swapped buffer with the post-operation that gives it back. Returns the answer that counts. */
    static @Nullable PreOperationStatus settle(
            Operation operation, LayerSlot slot, CallbackNode node, @Nullable PreOperationStatus answer) {
        FilterObject filter = node.instance.filter();
        if ((slot.marks() & LayerSlot.ANSWERED) != 0) {
            slot.unmark(LayerSlot.ANSWERED);
            if (answer != PreOperationStatus.COMPLETE) {
                filter.found("gave an answer's memory and did not complete", operation.operationName());
            }
        }
        boolean comesBack = node.post != null
                && (answer == PreOperationStatus.SUCCESS_WITH_CALLBACK || answer == PreOperationStatus.SYNCHRONIZE);
        if ((slot.marks() & LayerSlot.SWAPPED) == 0 || comesBack) {
            return answer;
        }
        operation.parameters.dropDraft();
        slot.unmark(LayerSlot.SWAPPED);
        // A teardown takes it from the filter, and goes on with what those above gave.
        if (answer == null || answer == PreOperationStatus.COMPLETE || node.instance.isClosing()) {
            return answer;
        }
        filter.found("swapped the buffer without asking for its post-operation", operation.operationName());
        operation.setStatus(NtStatus.INVALID_PARAMETER);
        return PreOperationStatus.COMPLETE;
    }

    /** A layer that swapped is left: what came up in its larger buffer must not be said of the smaller one above, and its memory is let go of. */
    static void leave(Operation operation, LayerSlot slot) {
        CallbackNode node = slot.node();
        if (node != null
                && operation.status().isSuccess()
                && operation.information() > operation.parameters.at(slot.seenVersion()).room) {
            node.instance
                    .filter()
                    .found("left more bytes than the buffer above has room for", operation.operationName());
            operation.setStatus(NtStatus.INVALID_BUFFER_SIZE);
        }
        operation.parameters.at(slot.seenVersion() + 1).noBuffer();
    }
}
