package dev.weir.manager;

import dev.weir.Altitude;
import org.jspecify.annotations.Nullable;

/** Ends an open file that no front passes on: CLEANUP and, once that has ended, CLOSE, for the instances below an altitude, or for all. Each may be kept by a filter, and leave its thread. */
final class UnseenClose implements OperationOwner {
    private final VolumeObject volume;
    private final FileHandleObject handle;
    private final @Nullable Altitude below;

    UnseenClose(VolumeObject volume, FileHandleObject handle, @Nullable Altitude below) {
        this.volume = volume;
        this.handle = handle;
        this.below = below;
    }

    void start() {
        Operation operation = volume.newOperation(this);
        Requests.cleanup(operation, 0);
        if (start(operation)) {
            close(operation);
        }
    }

    private void close(Operation operation) {
        Requests.release(operation);
        if (start(operation)) {
            volume.closeOperation(operation);
        }
    }

    private boolean start(Operation operation) {
        operation.through(handle);
        handle.copyOpenerTo(operation.requestor());
        InstanceObject owner = handle.owner();
        if (owner != null) {
            operation.generatedBy(owner);
        }
        return operation.flight.start(volume.stack(), below);
    }

    @Override
    public void leaving(Operation operation) {}

    @Override
    public void completed(Operation operation) {
        // One that ended on the thread that started it is used for the close there.
        if (operation.kind() == OperationKind.CLEANUP && operation.flight.hasLeft()) {
            close(volume.newOperation(this));
        }
    }
}
