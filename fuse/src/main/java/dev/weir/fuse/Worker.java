package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.linux.FileCalls;
import dev.weir.linux.NativeMemory;
import dev.weir.linux.NativeThread;

/**
 * Reads requests from one descriptor of the device and does them, one after the other, on a platform thread of its own.
 *
 * <p>When it takes a request and nobody else is left to read, {@link Session} starts another; where it may not, this one stays the reader: it does what is done at once, and keeps the rest for those that come back.
 */
final class Worker implements Runnable {
    private final Session session;
    private final DeviceSink sink;
    private final Buffers buffers = Buffers.ofWorker(Negotiation.MAX_WRITE);
    private final NativeThread thread;
    private Exchange exchange;

    private Worker(Session session, DeviceSink sink, NativeThread thread) {
        this.session = session;
        this.sink = sink;
        this.thread = thread;
        this.exchange = new Exchange(session.connection(), sink, buffers);
    }

    /** What a worker's thread runs. */
    static void run(Session session, DeviceSink sink) {
        new Worker(session, sink, NativeThread.current()).run();
    }

    @Override
    public void run() {
        try {
            // A small method that is called often, rather than a long loop: compiled so it allocates nothing.
            boolean goesOn = true;
            while (goesOn) {
                goesOn = step();
            }
        } finally {
            exchange.close();
        }
    }

    /** Waits for a request and does it; false where this worker is to end. */
    private boolean step() {
        if (!session.beginReading()) {
            Backlog.Entry deferred = session.connection().backlog().poll();
            if (deferred != null) {
                doDeferred(session.connection(), deferred);
            }
            return true;
        }
        long bytes = FileCalls.read(thread, sink.descriptor(), buffers.request(), buffers.requestCapacity());
        boolean last = session.endReading();
        if (bytes <= 0) {
            return goesOnAfter((int) -bytes);
        }
        if (last && !session.startWorker() && !isImmediate()) {
            session.connection().backlog().add(sink, buffers, bytes);
            return true;
        }
        handle(bytes);
        return !thread.retired() && !session.hasTooManyReaders();
    }

    private boolean goesOnAfter(int errno) {
        if (errno == Errno.EINTR || errno == Errno.ENOENT || errno == Errno.EAGAIN) {
            return true;
        }
        session.end(errno);
        return false;
    }

    private boolean isImmediate() {
        Opcode opcode = Opcode.of(NativeMemory.getInt(buffers.request() + 4));
        return opcode != null && opcode.isImmediate();
    }

    private void handle(long bytes) {
        RequestHandler.handle(exchange, bytes);
        if (exchange.hasLeft()) {
            exchange = exchange.successor(buffers);
        }
    }

    /** Does a request that had to wait. */
    static void doDeferred(Connection connection, Backlog.Entry entry) {
        var own = new Exchange(connection, entry.sink(), entry.buffers());
        RequestHandler.handle(own, entry.request(), entry.bytes());
        if (!own.hasLeft()) {
            own.close();
        }
    }
}
