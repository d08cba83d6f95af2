package dev.weir.manager;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The open files of a volume, by number. Safe on any thread. */
public final class HandleTable {
    private final SlotTable<FileHandleObject> byId = new SlotTable<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Makes a handle and takes a reference on its node. */
    FileHandleObject open(
            FileNodeObject node,
            int openFlags,
            boolean directory,
            @Nullable Object base,
            RequestorBlock opener,
            @Nullable InstanceObject owner) {
        node.reference();
        long id = byId.take();
        var handle = new FileHandleObject(id, node, openFlags, directory, base, opener, owner);
        byId.set(id, handle);
        count.incrementAndGet();
        return handle;
    }

    /** The handle of a number, or null. Allocates nothing. */
    public @Nullable FileHandleObject byId(long id) {
        return byId.get(id);
    }

    /** How many files are open. */
    public int size() {
        return count.get();
    }

    public void forEach(Consumer<? super FileHandleObject> action) {
        byId.forEach(action);
    }

    void close(FileHandleObject handle) {
        byId.free(handle.id());
        count.decrementAndGet();
        handle.endContexts();
        handle.node().release(1);
    }
}
