package dev.weir.fuse;

import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What an operation goes on using after its requestor was answered for it: the kernel may forget the node and close the file meanwhile, which must wait.
 */
final class Abandoned {
    private final Connection connection;
    private final @Nullable FileNodeObject node;
    private final @Nullable FileHandleObject handle;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Abandoned(Connection connection, @Nullable FileNodeObject node, @Nullable FileHandleObject handle) {
        this.connection = connection;
        this.node = node;
        this.handle = handle;
    }

    /** Before the kernel is answered, so that it still holds both. */
    static Abandoned keep(Connection connection, @Nullable FileNodeObject node, @Nullable FileHandleObject handle) {
        if (node != null) {
            node.reference();
        }
        if (handle != null) {
            HandleState.of(handle).use();
        }
        return new Abandoned(connection, node, handle);
    }

    /** The operation has ended after all. What waited for that is done now. May be called twice. */
    void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (handle != null && HandleState.of(handle).unused()) {
            connection.volume().closeUnseen(handle, null);
        }
        if (node != null) {
            node.release(1);
        }
    }
}
