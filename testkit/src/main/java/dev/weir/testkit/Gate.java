package dev.weir.testkit;

import java.time.Duration;

/** Holds callbacks back until a test lets them go. Closed at first; can be opened and closed again. Safe on any thread. */
public final class Gate {
    private boolean open;
    private int arrivals;
    private int waiting;

    /** Called by what is to be held back: waits while the gate is closed, whatever interrupts. */
    public synchronized void pass() {
        boolean interrupted = false;
        arrivals++;
        waiting++;
        notifyAll();
        while (!open) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        waiting--;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets everybody through from now on. */
    public synchronized void open() {
        open = true;
        notifyAll();
    }

    /** Holds back who comes from now on. */
    public synchronized void shut() {
        open = false;
    }

    /** How many are being held back. */
    public synchronized int waiting() {
        return waiting;
    }

    /** Waits until so many have come in all, at most {@link FilterHarness#PATIENCE}. */
    public synchronized void awaitArrivals(int count) {
        long deadline = System.nanoTime() + FilterHarness.PATIENCE.toNanos();
        while (arrivals < count) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new AssertionError(arrivals + " came to the gate, not " + count);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for arrivals", e);
            }
        }
    }
}
