package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.linux.FileCalls;
import dev.weir.linux.NativeThread;

/**
 * Reads requests from one descriptor of the device and does them, one after the other, on a platform thread of its own.
 *
 * <p>Who reads when is up to {@link Readers}. While all read, and one takes a request and nobody else is left to read, {@link Session} starts another; where it may not, this one stays the reader: it does what is done at once, and keeps
 * the rest for those that come back.
 */
final class Worker implements Runnable {
    private final Session session;
    private final Readers readers;
    private final DeviceSink sink;
    private final Buffers buffers = Buffers.ofWorker(Negotiation.MAX_WRITE);
    private final NativeThread thread;
    private final Load load = new Load();
    private final Placement placement;
    private Exchange exchange;

    private Worker(Session session, DeviceSink sink, NativeThread thread) {
        this.session = session;
        this.readers = session.readers();
        this.sink = sink;
        this.thread = thread;
        this.placement = new Placement(thread);
        this.exchange = new Exchange(session.connection(), sink, buffers);
    }

    /** What a worker's thread runs. */
    static void run(Session session, DeviceSink sink) {
        new Worker(session, sink, NativeThread.current()).run();
    }

    @Override
    public void run() {
        load.restart(System.nanoTime());
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
        return switch (readers.begin()) {
            case READ -> read();
            case BACKLOG -> {
                Backlog.Entry deferred = session.connection().backlog().poll();
                if (deferred != null) {
                    doDeferred(session.connection(), deferred);
                }
                yield true;
            }
            case SPARE -> {
                boolean goesOn = readers.waitAsSpare();
                load.restart(System.nanoTime());
                yield goesOn;
            }
        };
    }

    private boolean read() {
        long came = System.nanoTime();
        long bytes = FileCalls.read(thread, sink.descriptor(), buffers.request(), buffers.requestCapacity());
        long now = System.nanoTime();
        boolean last = readers.end(now);
        if (bytes <= 0) {
            return goesOnAfter((int) -bytes);
        }
        int asker = Asker.of(buffers.request(), bytes);
        boolean isBehind = load.took(came, now, asker);
        boolean isAlone = readers.isAlone();
        readers.took(asker);
        if (!isAlone) {
            if (last && !session.startWorker() && !isImmediate()) {
                session.connection().backlog().add(sink, buffers, bytes);
                // Those that are spare don't see it.
                readers.together();
                return true;
            }
        } else if (isBehind) {
            readers.together();
        } else {
            placement.follow(asker, now);
        }
        if (readers.wantsLookout()) {
            Lookout.SHARED.wake();
        }
        handle(bytes);
        return !thread.retired() && !readers.isPlenty();
    }

    private boolean goesOnAfter(int errno) {
        if (errno == Errno.EINTR || errno == Errno.ENOENT || errno == Errno.EAGAIN) {
            return true;
        }
        session.end(errno);
        return false;
    }

    private boolean isImmediate() {
        Opcode opcode = RequestMessage.opcodeAt(buffers.request());
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
