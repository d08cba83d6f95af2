package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.linux.IoUring;
import dev.weir.linux.NativeThread;
import dev.weir.linux.ProcessCalls;
import dev.weir.linux.SystemCallException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests from one place of a queue, does them, and gives the place back with the reply, by one system call; on a platform thread of its own, on the queue's processor.
 *
 * <p>It has one place and no more: while a filter holds it up, nothing waits for it. Where the operation leaves it, or somebody else answers, the place is gone too; then it waits until it is handed another one.
 */
final class RingWorker implements Runnable {
    private static final long YOUTH = 500_000_000L;

    private final long begun = System.nanoTime();
    private final Rings rings;
    private final RingQueue queue;
    private final Connection connection;
    private @Nullable RingEntry entry;
    private volatile @Nullable RingEntry handed;
    private volatile @Nullable Thread thread;
    private boolean answered;
    private boolean ends;

    /** @param first what it begins with */
    RingWorker(Rings rings, RingQueue queue, RingEntry first) {
        this.rings = rings;
        this.queue = queue;
        this.connection = rings.connection();
        this.entry = first;
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** The reply was written, by its own thread. */
    void answered() {
        answered = true;
    }

    /** Hands it an entry with a request or a reply in it, after it was taken out of those that wait. */
    void hand(RingEntry next) {
        handed = next;
        wake();
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        NativeThread natives = NativeThread.current();
        rings.processors().pin(natives, queue.number);
        int id = ProcessCalls.thread(natives);
        connection.beliefs().ownThread(id);
        try (IoUring ring = new IoUring(1, 2)) {
            // A small method that is called often, rather than a long loop: compiled so it allocates nothing.
            boolean goesOn = true;
            while (goesOn) {
                goesOn = step(ring, natives);
            }
        } catch (SystemCallException refused) {
            connection.failed("making an io_uring for a thread", refused);
        } finally {
            connection.beliefs().notOwnThread(id);
            queue.stops();
            leave();
        }
    }

    private boolean step(IoUring ring, NativeThread natives) {
        RingEntry own = entry;
        if (own == null) {
            return !ends && await();
        }
        if (!own.holdsRequest() && !commit(ring, own)) {
            return false;
        }
        if (own.isMessage()) {
            give(own);
            return true;
        }
        serve(own);
        // Those that wait in the kernel can't end, so that one which has just been started would, at each request.
        ends = natives.retired() || queue.hasTooManyWorkers() && System.nanoTime() - begun > YOUTH;
        if (entry != null && (ends || !connection.backlog().isEmpty())) {
            give(own);
        }
        return true;
    }

    private void give(RingEntry own) {
        entry = null;
        own.letGo();
        rings.usher().give(own);
    }

    private void serve(RingEntry own) {
        answered = false;
        Exchange x = own.begin(this, connection);
        RequestHandler.handle(x, own.request(), own.bytes());
        if (!answered) {
            // Its operation has left with the entry, or somebody else answers and gives the entry to the kernel.
            entry = null;
            if (!x.hasLeft()) {
                x.close();
            }
        }
    }

    /** Gives the entry with its reply to the kernel, and waits for the next request in it. False at the end. */
    private boolean commit(IoUring ring, RingEntry own) {
        queue.ends();
        queue.given();
        rings.commit(ring, own);
        int result;
        do {
            result = ring.enter(1);
        } while (!ring.hasCompletion() && isPassing(result));
        boolean another = ring.hasCompletion() && ring.completionResult() >= 0;
        queue.begins();
        if (!another) {
            entry = null;
            rings.lost(ring.hasCompletion() ? ring.completionResult() : result);
            return false;
        }
        ring.consumed();
        own.arrived();
        if (queue.taken()) {
            rings.usher().replenish(queue);
        }
        return true;
    }

    static boolean isPassing(int result) {
        return result >= 0 || result == -Errno.EINTR || result == -Errno.EAGAIN || result == -Errno.EBUSY;
    }

    /** Waits for an entry. False at the end. */
    private boolean await() {
        Backlog.Entry deferred = connection.backlog().poll();
        if (deferred != null) {
            Worker.doDeferred(connection, deferred);
            return true;
        }
        queue.ends();
        queue.park(this);
        while (handed == null && !rings.isEnded()) {
            if (!connection.backlog().isEmpty() && queue.unpark(this)) {
                queue.begins();
                return true;
            }
            LockSupport.park(this);
        }
        queue.begins();
        if (handed == null && queue.unpark(this)) {
            return false;
        }
        while (handed == null) {
            Thread.onSpinWait();
        }
        entry = handed;
        handed = null;
        return true;
    }

    /** Whatever ended it: what it still has goes on elsewhere. */
    private void leave() {
        RingEntry own = entry;
        if (own != null) {
            if (own.holdsRequest()) {
                connection.backlog().add(own);
            } else {
                rings.usher().give(own);
            }
        }
        rings.threadEnded();
    }
}
