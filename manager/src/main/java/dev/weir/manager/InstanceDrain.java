package dev.weir.manager;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until no operation in flight is in an instance's hands, draining what it can. */
final class InstanceDrain {
    private static final long GRACE = Duration.ofSeconds(2).toNanos();
    private static final long REPORT = Duration.ofSeconds(5).toNanos();
    private static final long SHORTEST = Duration.ofNanos(50_000).toNanos();
    private static final long LONGEST = Duration.ofMillis(5).toNanos();

    private final InstanceObject instance;
    private final boolean takePended;
    private final TeardownTally tally;

    InstanceDrain(InstanceObject instance, boolean takePended, TeardownTally tally) {
        this.instance = instance;
        this.takePended = takePended;
        this.tally = tally;
    }

    void run() {
        long begun = System.nanoTime();
        long reported = begun;
        long pause = SHORTEST;
        boolean first = true;
        while (true) {
            long now = System.nanoTime();
            int held = releaseAll(now - begun > GRACE);
            held += ownIo(held);
            if (first) {
                tally.waited(held);
                first = false;
            }
            if (held == 0 || instance.filter().isAbandoned()) {
                tally.waitingFor("");
                return;
            }
            if (now - reported > REPORT) {
                reported = now;
                tally.report();
            }
            LockSupport.parkNanos(this, pause);
            pause = Math.min(LONGEST, pause * 2);
        }
    }

    /** Own I/O in progress. New one is refused once no operation is in the instance's hands any more. */
    private int ownIo(int held) {
        OwnIoDesk desk = instance.ownIo();
        if (held == 0) {
            desk.refuse();
        }
        int own = desk.inProgress();
        if (own > 0 && held == 0) {
            tally.waitingFor(desk.description());
        }
        return own;
    }

    /**
     * Looks once at every operation in flight.
     *
     * @param late the grace time is over: what is kept is taken, or cancelled where it must not be taken
     * @return how many operations, or else how much of its own work, the instance still has in its hands
     */
    int releaseAll(boolean late) {
        int held = 0;
        OperationFlight holder = null;
        for (OperationFlight flight : instance.volume().flights()) {
            if (new LayerRelease(flight, instance, tally).isHeld(late && takePended, late)) {
                held++;
                holder = flight;
            }
        }
        if (holder != null) {
            tally.waitingFor(FlightDescription.of(holder, instance));
        }
        // After the operations: whoever resumes one from work of its own is counted here until it returns.
        int working = held > 0 ? 0 : instance.work().size();
        if (working > 0) {
            tally.waitingFor(instance.work().describe());
        }
        return held + working;
    }
}
