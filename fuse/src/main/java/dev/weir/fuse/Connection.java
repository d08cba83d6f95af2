package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.linux.HostFileSystem;
import dev.weir.manager.BaseFileSystem;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.VolumeObject;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What the exchanges of a volume share. Needs no device: a test feeds exchanges from memory.
 *
 * <p>Safe on any thread.
 */
final class Connection {
    private final VolumeObject volume;
    private final Negotiation negotiation;
    private final Passthrough passthrough;
    private final TransportChoice transport;
    private final Beliefs beliefs;
    private final Interrupts interrupts;
    private final InFlight inFlight;
    private final Backlog backlog = new Backlog();
    private final MountOptions options;
    private final AtomicLong stackVersion = new AtomicLong();
    private final AtomicLong lostReplies = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile Runnable onSettled = Connection::nothing;
    private volatile Consumer<FileNodeObject> writeBack = node -> {};

    /** @param privileged whether this process may ask for passthrough */
    Connection(VolumeObject volume, MountOptions options, boolean privileged) {
        this.volume = volume;
        this.options = options;
        BaseFileSystem base = volume.base();
        int depth = base.type().equals("overlay") ? 2 : 1;
        this.negotiation = new Negotiation(options.dataMode(), privileged && base instanceof HostFileSystem, depth);
        this.passthrough = new Passthrough(negotiation, base, options.notices());
        this.transport = new TransportChoice(options.transport(), options.notices());
        this.beliefs = new Beliefs(this, options);
        this.interrupts = new Interrupts("weir-fuse-interrupts-" + volume.id());
        this.inFlight = new InFlight(interrupts::watch);
    }

    VolumeObject volume() {
        return volume;
    }

    Negotiation negotiation() {
        return negotiation;
    }

    Passthrough passthrough() {
        return passthrough;
    }

    TransportChoice transport() {
        return transport;
    }

    Beliefs beliefs() {
        return beliefs;
    }

    InFlight inFlight() {
        return inFlight;
    }

    Backlog backlog() {
        return backlog;
    }

    Interrupts interrupts() {
        return interrupts;
    }

    /** Goes up with each change of the stack: what was cached before is stale. */
    long stackVersion() {
        return stackVersion.get();
    }

    void stackChanged() {
        stackVersion.incrementAndGet();
    }

    /** Takes the result of sending a reply; false where it did not arrive. */
    boolean sent(long result) {
        if (result < 0) {
            lostReplies.incrementAndGet();
            if (result == -Errno.EINVAL) {
                // The kernel could not read it, and its requestor waits for ever.
                failed("a reply", new IllegalStateException("malformed"));
            }
            return false;
        }
        return true;
    }

    /** Replies that the kernel did not take. Outside an abort there are none. */
    long lostReplies() {
        return lostReplies.get();
    }

    /** Something threw that never should: the request was answered with EIO, the volume lives. Said the first time. */
    void failed(String where, Throwable failure) {
        if (failures.incrementAndGet() == 1) {
            options.notices().accept("internal error in " + where + ": " + failure);
        }
    }

    long failures() {
        return failures.get();
    }

    /** Called whenever an operation that had left its worker has ended. */
    void onSettled(Runnable action) {
        onSettled = action;
    }

    /** What makes the kernel write back what it holds of a file, and waits for that for a limited time. */
    void onWriteBack(Consumer<FileNodeObject> action) {
        writeBack = action;
    }

    /** Has the kernel write back, where it may hold writes of programs at all. Blocks, while other workers do those writes. */
    void writeBack(FileNodeObject node) {
        if (negotiation.writesBack()) {
            writeBack.accept(node);
        }
    }

    private static void nothing() {}

    void settle() {
        onSettled.run();
    }
}
