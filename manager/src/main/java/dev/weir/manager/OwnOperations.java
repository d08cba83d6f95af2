package dev.weir.manager;

import dev.weir.Altitude;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The generated operations of a volume; those that are idle are used again. Safe on any thread. */
final class OwnOperations {
    private static final int IDLE = 16;

    private final VolumeObject volume;
    private final LinkedBlockingDeque<OwnOperation> idle = new LinkedBlockingDeque<>(IDLE);

    OwnOperations(VolumeObject volume) {
        this.volume = volume;
    }

    OwnOperation take() {
        OwnOperation known = idle.pollFirst();
        return known == null ? new OwnOperation(volume) : known;
    }

    /** The result has been looked at: what nobody took of it is given back. */
    void give(OwnOperation used) {
        used.use(null);
        used.operation.discardResult();
        if (used.hasLeft()) {
            return;
        }
        used.operation.forgetRequest();
        if (!idle.offerFirst(used)) {
            volume.closeOperation(used.operation);
        }
    }

    /** Ends an open file: CLEANUP, then CLOSE, for those who saw its open. Can't fail. */
    void close(FileHandleObject handle, @Nullable Altitude below) {
        OwnOperation cleanup = take();
        Requests.cleanup(cleanup.operation, OwnLocks.owner(handle));
        end(cleanup, handle, below);
        OwnOperation close = take();
        Requests.release(close.operation);
        end(close, handle, below);
    }

    /** Drops locks that came too late for the CLEANUP. Can't fail. */
    void drop(FileHandleObject handle, @Nullable Altitude below, Consumer<? super Operation> request) {
        OwnOperation unlock = take();
        request.accept(unlock.operation);
        end(unlock, handle, below);
    }

    private void end(OwnOperation own, FileHandleObject handle, @Nullable Altitude below) {
        own.operation.through(handle);
        handle.copyOpenerTo(own.operation.requestor());
        InstanceObject owner = handle.owner();
        if (owner != null) {
            own.operation.generatedBy(owner);
        }
        own.run(below);
        give(own);
    }
}
