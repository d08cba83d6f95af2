package dev.weir.fuse;

import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.linux.NativeMemory;
import dev.weir.manager.FileNodeObject;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells the kernel to forget what it cached.
 *
 * <pre>
 *  fuse_out_header:  0 len(4)  4 the notification(4)  8 zero
 *  inval_inode 24:   0 ino  8 off  16 len        offset 0, length 0: attributes and all data; offset -1: attributes
 *  inval_entry 16:   0 parent  8 namelen(4)  12 flags(4)     name, NUL
 * </pre>
 *
 * <p>The kernel takes locks for these that a request in flight may hold. So they come from one thread that holds no lock and that no request waits for; whoever asks for them waits for a limited time.
 */
final class Notifier {
    private static final int INVAL_INODE = 2;
    private static final int INVAL_ENTRY = 3;
    private static final int INC_EPOCH = 8;
    private static final int EXPIRE_ONLY = 1;
    private static final long ATTRIBUTES_ONLY = -1;
    private static final long PATIENCE_SECONDS = 5;
    private static final int HEADER = 16;
    private static final int LONGEST = HEADER + 16 + 4096 + 1;

    private final Connection connection;
    private final ReplySink sink;
    private final ExecutorService thread;
    private final Set<Long> queued = ConcurrentHashMap.newKeySet();
    private final MemorySegment message = Arena.ofAuto().allocate(LONGEST, 8);

    Notifier(Connection connection, ReplySink sink, String name) {
        this.connection = connection;
        this.sink = sink;
        this.thread = Executors.newSingleThreadExecutor(
                task -> Thread.ofPlatform().daemon().name(name).unstarted(task));
    }

    /**
     * Makes the kernel forget all names, attributes and data of the volume, and waits for that, 5 seconds at most.
     *
     * @return false where it has not got through in time
     */
    boolean forgetEverything() {
        return await(this::invalidate);
    }

    /** Makes the kernel write back, and forget, what it holds of a file's data, and waits for that as {@link #forgetEverything} does. */
    boolean writeBack(FileNodeObject file) {
        return await(() -> invalidateInode(file, 0));
    }

    private boolean await(Runnable task) {
        try {
            Future<?> done = thread.submit(task);
            done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException failure) {
            connection.failed("a notification", failure);
            return false;
        } catch (RejectedExecutionException ended) {
            return true;
        }
    }

    /** The kernel forgets, soon, what it knows of a file; nothing where it does not know it. Returns at once. */
    void changed(FileNodeObject file) {
        if (isKnown(file) && queued.add(file.id())) {
            later(() -> {
                queued.remove(file.id());
                invalidateInode(file, file.type() == FileType.DIRECTORY ? ATTRIBUTES_ONLY : 0);
            });
        }
    }

    /** The kernel looks a name up again, soon, when somebody asks for it. Returns at once. */
    void nameChanged(FileNodeObject directory, FileName name) {
        if (isKnown(directory)) {
            later(() ->
                    invalidateEntry(directory, name, connection.negotiation().hasEpoch() ? EXPIRE_ONLY : 0));
        }
    }

    private boolean isKnown(FileNodeObject node) {
        return connection.negotiation().isSettled()
                && (node == connection.volume().root()
                        || node.frontState() instanceof NodeState state && state.isKnown());
    }

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException ended) {
            // The kernel forgets everything by itself.
        }
    }

    void stop() {
        thread.shutdownNow();
    }

    private void invalidate() {
        List<FileNodeObject> nodes = new ArrayList<>();
        connection.volume().nodes().forEach(nodes::add);
        if (connection.negotiation().hasEpoch()) {
            send(INC_EPOCH, 0);
        } else {
            nodes.forEach(node -> node.forEachName(this::invalidateEntry));
        }
        // A request in flight can hold pages of its file: the kernel waits for it, and what is behind waits too.
        Set<FileNodeObject> busy = connection.inFlight().nodes();
        nodes.sort(Comparator.comparing(busy::contains));
        for (FileNodeObject node : nodes) {
            invalidateInode(node, 0);
        }
    }

    private void invalidateInode(FileNodeObject node, long offset) {
        long at = message.address() + HEADER;
        NativeMemory.putLong(at, node.id());
        NativeMemory.putLong(at + 8, offset);
        NativeMemory.putLong(at + 16, 0);
        send(INVAL_INODE, 24);
    }

    private void invalidateEntry(FileNodeObject directory, FileName name) {
        invalidateEntry(directory, name, 0);
    }

    private void invalidateEntry(FileNodeObject directory, FileName name, int flags) {
        long at = message.address() + HEADER;
        byte[] bytes = name.bytes();
        NativeMemory.putLong(at, directory.id());
        NativeMemory.putInt(at + 8, bytes.length);
        NativeMemory.putInt(at + 12, flags);
        NativeMemory.copyIn(bytes, 0, at + 16, bytes.length);
        NativeMemory.putByte(at + 16 + bytes.length, (byte) 0);
        send(INVAL_ENTRY, 16 + bytes.length + 1);
    }

    /** That the kernel does not know the node any more is as good. */
    private void send(int notification, int length) {
        Buffers.header(message.address(), HEADER + length, -notification, 0);
        sink.send(message.address(), HEADER + (long) length);
    }
}
