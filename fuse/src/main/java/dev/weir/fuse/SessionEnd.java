package dev.weir.fuse;

import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What is done when a volume is unmounted: the kernel sends no more RELEASE and FORGET, so its open files and nodes are given back here.
 *
 * <p>What an operation still uses waits for its end, however late that is.
 */
final class SessionEnd implements Runnable {
    private static final long PATIENCE = 5_000_000_000L;

    private final Session session;
    private final Runnable onEnd;
    private boolean begun;
    private boolean devicesClosed;

    SessionEnd(Session session, Runnable onEnd) {
        this.session = session;
        this.onEnd = onEnd;
    }

    @Override
    public void run() {
        session.endNotices();
        long begin = System.nanoTime();
        while (!session.isQuiet() && System.nanoTime() - begin < PATIENCE) {
            dismissRequestors();
            LockSupport.parkNanos(this, 2_000_000);
        }
        synchronized (this) {
            begun = true;
            giveBack();
        }
        session.connection().interrupts().stop();
        onEnd.run();
    }

    /** Nobody waits for answers any more. */
    private void dismissRequestors() {
        session.connection().backlog().clear();
        session.connection().inFlight().forEach(exchange -> {
            exchange.pin();
            try {
                long request = exchange.unique();
                if (request != 0 && !exchange.isAnswered()) {
                    exchange.operation.cancel();
                    if (exchange.operation.isHeldByFilter()) {
                        exchange.giveUp(request);
                    }
                }
            } finally {
                exchange.unpin();
            }
        });
    }

    /** A late operation or a worker has ended. */
    void settled() {
        if (session.isEnded()) {
            synchronized (this) {
                if (begun) {
                    giveBackLate();
                }
            }
        }
    }

    /** On somebody else's thread, when the base file system may be closed already. */
    private void giveBackLate() {
        try {
            giveBack();
        } catch (RuntimeException failure) {
            session.connection().failed("what was left at the end of " + session.name(), failure);
        }
    }

    private void giveBack() {
        Connection connection = session.connection();
        List<FileHandleObject> open = new ArrayList<>();
        connection.volume().handles().forEach(open::add);
        for (FileHandleObject handle : open) {
            if (!handle.isOwn()
                    && !connection.inFlight().uses(handle)
                    && !HandleState.of(handle).isReleased()) {
                Opening.closed(connection, handle);
                if (HandleState.of(handle).release()) {
                    connection.volume().closeUnseen(handle, null);
                }
            }
        }
        List<FileNodeObject> nodes = new ArrayList<>();
        connection.volume().nodes().forEach(nodes::add);
        for (FileNodeObject node : nodes) {
            long references = node.frontState() instanceof NodeState state ? state.forgotten(Long.MAX_VALUE) : 0;
            if (references > 0) {
                node.release(references);
            }
        }
        if (!devicesClosed && session.isQuiet()) {
            devicesClosed = true;
            session.closeDevices();
        }
    }
}
