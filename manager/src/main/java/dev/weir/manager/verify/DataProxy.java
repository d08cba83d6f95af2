package dev.weir.manager.verify;

import dev.weir.CallbackData;
import dev.weir.CancelCallback;
import dev.weir.DeferredWork;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** An operation as one callback was handed it. */
final class DataProxy extends BoundProxy {
    DataProxy(Verifier verifier, CallbackData target, Call call) {
        super(verifier, target, call, true);
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        Call owner = owner();
        var mine = (CallbackData) proxy;
        switch (method.getName()) {
            case "completePendedPreOperation", "completePendedPostOperation" -> {
                owner.resumes(name(method));
                // A second time is answered, as after a teardown that took the operation.
                boolean done = owner.isResumable() && Boolean.TRUE.equals(pass(method, arguments));
                if (done) {
                    owner.resumedByTheFilter();
                }
                return done;
            }
            case "clearCancelCompletion" -> {
                return pass(method, arguments);
            }
            case "setDirty" -> owner.markDirty();
            case "setCancelCompletion" -> {
                var filters = (CancelCallback) arguments[0];
                if (filters != null) {
                    arguments[0] = (CancelCallback) data -> {
                        owner.cancelled();
                        filters.cancelled(mine);
                    };
                }
            }
            case "queueDeferredWork" -> {
                var filters = (DeferredWork) arguments[0];
                if (filters != null) {
                    arguments[0] = (DeferredWork) data -> {
                        try (var _ = verifier().running().begin(owner, false)) {
                            filters.run(mine);
                        }
                    };
                }
            }
            default -> {}
        }
        return super.call(proxy, method, arguments);
    }
}
