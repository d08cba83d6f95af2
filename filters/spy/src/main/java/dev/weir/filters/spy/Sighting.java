package dev.weir.filters.spy;

import dev.weir.CallbackData;
import dev.weir.NtStatus;
import dev.weir.OperationEvent;
import dev.weir.Requestor;

/**
 * An operation as it went down: the completion context. Everything but the result is taken then, because the way up may see other names (after a link, a rename) or no process any more.
 */
record Sighting(
        long timeMillis,
        long startNanos,
        int process,
        int thread,
        String program,
        String operation,
        String path,
        String detail) {

    static Sighting of(CallbackData data) {
        Requestor requestor = data.requestor();
        return new Sighting(
                System.currentTimeMillis(),
                System.nanoTime(),
                requestor.processId(),
                requestor.threadId(),
                requestor.program(),
                data.operationName(),
                data.path().text(),
                Detail.of(data.parameters()));
    }

    OperationEvent finished(String volume, CallbackData data) {
        long nanos = System.nanoTime() - startNanos;
        return event(volume, data.status(), data.errno(), data.information(), nanos);
    }

    OperationEvent unfinished(String volume, NtStatus status) {
        return event(volume, status, 0, 0, -1);
    }

    private OperationEvent event(String volume, NtStatus status, int errno, long information, long nanos) {
        return new OperationEvent(
                timeMillis,
                volume,
                process,
                thread,
                program,
                operation,
                path,
                detail,
                status,
                errno,
                information,
                nanos);
    }
}
