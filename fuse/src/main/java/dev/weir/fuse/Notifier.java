package dev.weir.fuse;

import dev.weir.FileName;
import dev.weir.manager.FileNodeObject;
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
 * <p>The kernel takes locks for these that a request in flight may hold. So they come from one thread that holds no lock and that no request waits for; whoever asks for them waits for a limited time.
 */
final class Notifier {
    private static final long PATIENCE_SECONDS = 5;

    private final Connection connection;
    private final Notices notices;
    private final ExecutorService thread;
    private final Set<Long> queued = ConcurrentHashMap.newKeySet();

    Notifier(Connection connection, ReplySink sink, String name) {
        this.connection = connection;
        this.notices = new Notices(connection, sink);
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
        return await(() -> notices.data(file));
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

    /** The kernel forgets, soon, what it knows of a file, or a directory and its listing; nothing where it does not know it. Returns at once. */
    void changed(FileNodeObject file) {
        if (notices.isKnown(file) && queued.add(file.id())) {
            later(() -> {
                queued.remove(file.id());
                notices.data(file);
            });
        }
    }

    /** The kernel drops a file, soon, if nobody uses it. Returns at once. */
    void unused(FileNodeObject file) {
        if (notices.isKnown(file)) {
            later(() -> notices.unused(file));
        }
    }

    /** The kernel looks a name up again, soon, when somebody asks for it. Returns at once. */
    void nameChanged(FileNodeObject directory, FileName name) {
        if (notices.isKnown(directory)) {
            later(() -> notices.name(directory, name));
        }
    }

    /** The kernel looks all names up again, soon, as somebody asks for them. Returns at once. */
    void namesChanged() {
        later(() -> names(nodes()));
    }

    /** As {@link #forgetEverything}; returns at once. */
    void forgetEverythingSoon() {
        later(this::invalidate);
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
        List<FileNodeObject> nodes = nodes();
        names(nodes);
        // A request in flight can hold pages of its file: the kernel waits for it, and what is behind waits too.
        Set<FileNodeObject> busy = connection.inFlight().nodes();
        nodes.sort(Comparator.comparing(busy::contains));
        for (FileNodeObject node : nodes) {
            notices.data(node);
        }
    }

    private List<FileNodeObject> nodes() {
        List<FileNodeObject> nodes = new ArrayList<>();
        connection.volume().nodes().forEach(nodes::add);
        return nodes;
    }

    private void names(List<FileNodeObject> nodes) {
        nodes.forEach(node -> node.forEachName(notices::name));
        connection.beliefs().absentNames().forEach(notices::name);
    }
}
