package dev.weir.filters.samples;

import dev.weir.CallbackData;
import dev.weir.OperationEvent;
import dev.weir.OperationEvents;
import dev.weir.RelatedObjects;

/** What Microsoft's samples say with DbgPrint: lines for {@code weir tail} and {@code weir run}. Never blocks. Safe on any thread. */
public final class DebugPrint {
    private final OperationEvents events;

    public DebugPrint(OperationEvents events) {
        this.events = events;
    }

    /**
     * Prints what a filter found out, with the process of the operation that it found it out in.
     *
     * @param what takes the place of an operation's name
     * @param path what it is about, from the volume's root
     */
    public void print(CallbackData data, RelatedObjects<?> objects, String what, String path, String detail) {
        var requestor = data.requestor();
        events.publish(new OperationEvent(
                System.currentTimeMillis(),
                objects.volume().name(),
                requestor.processId(),
                requestor.threadId(),
                requestor.program(),
                what,
                path,
                detail,
                data.status(),
                data.errno(),
                0,
                -1));
    }
}
