package dev.weir.fuse;

import dev.weir.Errno;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends notifications, of any thread's, to a descriptor of the device until that is to be closed. Its number may be somebody else's file afterwards: so it is not closed before the last notification is through, which can have to
 * wait in the kernel, and none begins once it is to be closed.
 */
final class NoticeSink implements ReplySink {
    private static final int CLOSED = 1 << 30;

    private final ReplySink device;
    private final AtomicInteger users = new AtomicInteger();
    private volatile Runnable onIdle = () -> {};

    NoticeSink(ReplySink device) {
        this.device = device;
    }

    @Override
    public long send(long address, long length) {
        if (users.incrementAndGet() > CLOSED) {
            leave();
            return -Errno.ENODEV;
        }
        try {
            return device.send(address, length);
        } finally {
            leave();
        }
    }

    private void leave() {
        if (users.decrementAndGet() == CLOSED) {
            onIdle.run();
        }
    }

    /**
     * Lets nothing through from now on. Called once.
     *
     * @param whenIdle called, perhaps more than once, when the last that was let through has ended after this
     */
    void close(Runnable whenIdle) {
        onIdle = whenIdle;
        users.addAndGet(CLOSED);
    }

    /** Whether it is closed, and nothing is on its way. */
    boolean isIdle() {
        return users.get() == CLOSED;
    }
}
