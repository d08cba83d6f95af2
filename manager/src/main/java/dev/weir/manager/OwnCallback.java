package dev.weir.manager;

import dev.weir.CallbackData;
import dev.weir.NtStatus;
import dev.weir.io.FileLocation;
import dev.weir.io.OwnIoException;
import dev.weir.operation.Parameters;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a filter does to the operation that its callback was given, by own I/O. */
final class OwnCallback {
    private final InstanceObject instance;
    private final OwnIoDesk desk;
    private final CallbackData data;

    OwnCallback(InstanceObject instance, OwnIoDesk desk, CallbackData data) {
        this.instance = instance;
        this.desk = desk;
        this.data = data;
    }

    /** The operation, which is in this instance's hands: in a callback, or kept by it. */
    private Operation operation(boolean postOnly) throws OwnIoException {
        if (data instanceof LayerData handed && handed.slot().belongsTo(instance)) {
            int state = handed.slot().settledState();
            boolean post = LayerSlot.holdsPost(state);
            if ((post || LayerSlot.holdsPre(state) && !postOnly) && !handed.isTaken(post)) {
                return handed.operation();
            }
        }
        throw OwnIoObject.invalid((postOnly ? "only in a post-operation" : "only in a callback") + " of " + instance
                + ", with its operation");
    }

    void reissue(Consumer<? super Parameters> change) throws OwnIoException {
        Operation operation = operation(true);
        if (operation.kind().cannotFail()) {
            throw OwnIoObject.invalid(operation.operationName() + " is done once");
        }
        desk.enter();
        try {
            giveUpResult(operation);
            OwnOperations operations = instance.volume().ownOperations();
            OwnOperation own = operations.take();
            try {
                own.operation.reissue(operation, instance);
                own.operation.parameters.beginChanges();
                change.accept(own.operation.parameters());
                own.operation.parameters.endChanges(true);
                desk.begun(own);
                own.run(instance.altitude());
                operation.adoptResult(own.operation);
            } finally {
                desk.ended(own);
                operations.give(own);
            }
        } finally {
            desk.exit();
        }
    }

    void cancelOpen(NtStatus status) throws OwnIoException {
        Operation operation = operation(true);
        if (status.isSuccess()) {
            throw OwnIoObject.invalid(status + " does not say that the open failed");
        }
        if (operation.resultHandle() == null) {
            throw OwnIoObject.invalid(operation.operationName() + " has opened nothing");
        }
        desk.enter();
        try {
            giveUpResult(operation);
            operation.setStatus(status);
        } finally {
            desk.exit();
        }
    }

    void redirect(FileLocation to) throws OwnIoException {
        Operation operation = operation(false);
        if (!Redirection.applies(operation.kind())) {
            throw OwnIoObject.invalid(operation.operationName() + " can't be redirected");
        }
        OwnWalk.last(to);
        desk.enter();
        try {
            giveUpResult(operation);
            Redirection.ask(operation, instance, to);
        } finally {
            desk.exit();
        }
    }

    private void giveUpResult(Operation operation) {
        @Nullable FileHandleObject opened = operation.takeResultHandle();
        @Nullable FileNodeObject found = operation.takeResultNode();
        if (opened != null) {
            instance.volume().ownOperations().close(opened, instance.altitude());
        }
        if (found != null) {
            found.release(1);
        }
    }
}
