package dev.weir.fuse;

import dev.weir.linux.NativeThread;
import dev.weir.linux.ProcessCalls;
import dev.weir.linux.Processors;

/**
 * Has the worker that reads alone run on the processor of whoever asks. The one sleeps while the other works, so they don't get into each other's way there; and to wake a thread on the same processor is a switch of some microseconds,
 * on another one that sleeps an interrupt between processors, which on a virtual machine takes ten times that and more.
 *
 * <p>It is moved, not bound: the scheduler can take it elsewhere when there is work for both. Looked at each millisecond while it has to be moved, later where it stays, or where the scheduler does not leave it.
 *
 * <p>For the worker's own thread.
 */
final class Placement {
    private static final long PERIOD = 1_000_000;
    private static final int LATEST = 2;
    private static final boolean SEVERAL = Runtime.getRuntime().availableProcessors() > 1;

    private final NativeThread thread;
    private long next;
    private int asker;
    private int doubled;
    private boolean moved;

    /** @param thread of the worker that this is for, which may not be the calling one */
    Placement(NativeThread thread) {
        this.thread = thread;
    }

    /** The worker reads alone and has a request to do. */
    void follow(int who, long now) {
        if (now < next || who == Asker.NOBODY || who == Asker.MANY || !SEVERAL) {
            return;
        }
        boolean moves = goTo(ProcessCalls.processorOf(thread, who));
        doubled = who == asker && moves == moved ? Math.min(doubled + 1, LATEST) : 0;
        asker = who;
        moved = moves;
        next = now + (PERIOD << doubled);
    }

    private boolean goTo(int processor) {
        return processor >= 0 && processor != Processors.current(thread) && Processors.move(thread, processor) == 0;
    }
}
