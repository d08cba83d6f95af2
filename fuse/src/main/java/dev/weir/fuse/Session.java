package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.linux.FileCalls;
import dev.weir.linux.FuseDevice;
import dev.weir.linux.NativeThread;
import dev.weir.linux.ProcessCalls;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The life of a connection to the kernel: its descriptors, its workers, its end.
 *
 * <p>How many workers there are follows from how many operations are held up at the moment, up to a limit. They go when most of them have nothing to do, not as soon as some have: a worker that comes and goes with every change of the load costs more
 * than it saves.
 */
final class Session {
    private final Connection connection;
    private final String name;
    private final int maximumWorkers;
    private final DeviceSink[] devices;
    private final Readers readers;
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final SessionEnd end;
    private final NoticeSink notices;
    private volatile @Nullable Rings rings;

    /**
     * @param device the descriptor of a mounted connection, which is the session's from now on
     * @param onEnd called once, when the volume is unmounted and everything that the kernel held is given back
     */
    Session(Connection connection, String name, int device, int maximumWorkers, Runnable onEnd) {
        this.connection = connection;
        this.name = name;
        this.maximumWorkers = maximumWorkers;
        this.devices = clones(device);
        this.readers = new Readers(connection.backlog(), this::startWorker);
        this.end = new SessionEnd(this, onEnd);
        this.notices = new NoticeSink(devices[0]);
        connection.passthrough().device(device);
    }

    private static DeviceSink[] clones(int device) {
        NativeThread thread = NativeThread.current();
        var all = new DeviceSink[Math.max(1, Runtime.getRuntime().availableProcessors())];
        all[0] = new DeviceSink(device);
        for (int i = 1; i < all.length; i++) {
            int clone = FuseDevice.cloneOf(thread, device);
            all[i] = clone < 0 ? all[0] : new DeviceSink(clone);
        }
        return all;
    }

    Connection connection() {
        return connection;
    }

    String name() {
        return name;
    }

    /** Where notifications go. */
    NoticeSink notices() {
        return notices;
    }

    /** Starts reading. */
    void start() {
        connection.onSettled(end::settled);
        startRings();
        Lookout.SHARED.add(readers);
        if (!startWorker()) {
            Lookout.SHARED.remove(readers);
            throw new IllegalStateException("no thread can be started for " + name);
        }
    }

    /** Before the first request: the kernel must not be told of rings that can't be had. */
    private void startRings() {
        if (!connection.transport().isWanted()) {
            return;
        }
        try {
            var made = new Rings(this);
            rings = made;
            made.start();
            connection.transport().possible(made);
        } catch (IOException refused) {
            connection.transport().impossible(String.valueOf(refused.getMessage()));
        }
    }

    Readers readers() {
        return readers;
    }

    int workers() {
        return readers.workers();
    }

    /** All that read requests or do them. */
    int threads() {
        Rings started = rings;
        return readers.workers() + (started == null ? 0 : started.threads());
    }

    /** Workers of the device that do something. */
    int busyWorkers() {
        return readers.busy();
    }

    int maximumWorkers() {
        return maximumWorkers;
    }

    /** The descriptor for a queue. */
    int descriptor(int queue) {
        return devices[queue % devices.length].descriptor();
    }

    boolean isEnded() {
        return ended.get();
    }

    /** Starts another worker; false at the limit, at the end, or where the system has no thread left. */
    boolean startWorker() {
        if (!readers.joins(maximumWorkers)) {
            return false;
        }
        // Counted before the look: the descriptors are closed when it is seen that nobody is left.
        if (isEnded()) {
            readers.cannotJoin();
            return false;
        }
        int number = started.getAndIncrement();
        DeviceSink device = devices[number % devices.length];
        try {
            Thread.ofPlatform().daemon().name(name + "-" + number).start(() -> work(device));
            return true;
        } catch (OutOfMemoryError noThread) {
            readers.cannotJoin();
            return false;
        }
    }

    private void work(DeviceSink device) {
        int thread = ProcessCalls.thread(NativeThread.current());
        connection.beliefs().ownThread(thread);
        try {
            Worker.run(this, device);
        } finally {
            connection.beliefs().notOwnThread(thread);
            readers.leaves();
            end.settled();
        }
    }

    /** One that is no worker of the device. */
    void threadEnded() {
        end.settled();
    }

    /** The kernel's side is gone: unmounted, or aborted. */
    void end(int errno) {
        if (ended.compareAndSet(false, true)) {
            if (errno != Errno.ENODEV && errno != Errno.ECONNABORTED) {
                connection.failed("reading from /dev/fuse", new IllegalStateException("errno " + errno));
            }
            Lookout.SHARED.remove(readers);
            readers.finish();
            Rings started = rings;
            if (started != null) {
                started.end();
            }
            Thread.ofPlatform().daemon().name(name + "-end").start(end);
        }
    }

    /** Nobody is notified any more, and no change below matters. */
    void endNotices() {
        connection.beliefs().stop();
        notices.close(end::settled);
    }

    /** No worker runs any more, no operation, and no notification. */
    boolean isQuiet() {
        Rings started = rings;
        return readers.workers() == 0
                && (started == null || started.threads() == 0)
                && notices.isIdle()
                && connection.backlog().isEmpty()
                && connection.inFlight().isQuiet();
    }

    /** When nobody can send anything any more: a descriptor's number could be somebody else's soon. */
    void closeDevices() {
        NativeThread thread = NativeThread.current();
        connection.passthrough().device(-1);
        Rings started = rings;
        if (started != null) {
            started.close();
        }
        for (int i = devices.length - 1; i >= 0; i--) {
            if (i == 0 || !devices[i].equals(devices[0])) {
                FileCalls.close(thread, devices[i].descriptor());
            }
        }
    }
}
