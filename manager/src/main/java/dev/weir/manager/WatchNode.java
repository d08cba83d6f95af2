package dev.weir.manager;

import org.jspecify.annotations.Nullable;

/** Has an instance's watch look at an operation, in place of a callback. */
final class WatchNode extends CallbackNode {
    private volatile @Nullable OperationWatch watch;

    WatchNode(InstanceObject instance, OperationWatch watch) {
        super(instance);
        this.watch = watch;
    }

    @Override
    void letGo() {
        watch = null;
    }

    @Override
    boolean skips(Operation operation) {
        OperationWatch looks = watch;
        if (looks != null) {
            looks.begins(operation);
        }
        return true;
    }
}
