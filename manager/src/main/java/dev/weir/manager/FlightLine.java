package dev.weir.manager;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** One flight's frames on the lines that it has gone along, and the one that it is on. A teardown takes them away that have its instance. */
final class FlightLine {
    private static final VarHandle CURRENT;

    static {
        try {
            CURRENT = MethodHandles.lookup().findVarHandle(FlightLine.class, "current", LineFrame.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final OperationFlight flight;
    private volatile @Nullable AtomicReferenceArray<@Nullable LineFrame> frames;
    private volatile @Nullable LineFrame current;

    FlightLine(OperationFlight flight) {
        this.flight = flight;
    }

    // ---- the runner's side

    /** The frame on which the operation is to begin, or null where it is to be interpreted. */
    @Nullable
    LineFrame frame(CallbackStack stack, Operation operation) {
        int index = StackLines.index(operation);
        StackLine line = stack.lines().find(index, operation);
        if (line == null) {
            return null;
        }
        AtomicReferenceArray<@Nullable LineFrame> known = frames;
        if (known == null) {
            known = new AtomicReferenceArray<>(StackLines.COUNT);
            frames = known;
        }
        LineFrame frame = known.get(index);
        if (frame == null || frame.line() != line) {
            LineFrame made = new LineFrame(flight, line);
            drop(known.getAndSet(index, made));
            frame = made;
        }
        return frame.isReady() ? frame : null;
    }

    private static void drop(@Nullable LineFrame old) {
        if (old != null) {
            old.drop();
        }
    }

    /** The operation goes along the frame's line: the stack was not replaced before everybody could see that it has begun. */
    void use(LineFrame frame) {
        if (current != frame) {
            CURRENT.setRelease(this, frame);
        }
    }

    /** The stack was replaced meanwhile. */
    void giveUp(LineFrame frame) {
        frame.idle();
        take(frame);
    }

    /** Not before it is stopped is it taken away: another teardown that does not find it any more relies on that. */
    private void take(LineFrame frame) {
        frame.drop();
        AtomicReferenceArray<@Nullable LineFrame> known = frames;
        for (int i = 0; known != null && i < StackLines.COUNT; i++) {
            if (known.get(i) == frame) {
                known.compareAndSet(i, frame, null);
            }
        }
        CURRENT.compareAndSet(this, frame, null);
    }

    /** If the operation is or was on a line it goes on by the interpreter now: true then, and it has to be said when it has {@link #ended}. */
    boolean leave() {
        LineFrame frame = current;
        return frame != null && frame.leave();
    }

    /** An operation that fell off a line has ended. */
    void ended() {
        LineFrame frame = current;
        if (frame == null) {
            return;
        }
        frame.idle();
        if (frame.isDropped()) {
            CURRENT.compareAndSet(this, frame, null);
        }
    }

    /** The flight ends: its counts stay. */
    void close() {
        AtomicReferenceArray<@Nullable LineFrame> known = frames;
        for (int i = 0; known != null && i < StackLines.COUNT; i++) {
            drop(known.getAndSet(i, null));
        }
        current = null;
    }

    // ---- any thread's side

    /** From now on the operation is interpreted, if it was not already. */
    void interpret() {
        LineFrame frame = current;
        if (frame != null) {
            frame.stop();
        }
    }

    /** The same, if it is on a line with an instance. */
    void interpretWith(InstanceObject instance) {
        LineFrame frame = current;
        if (frame != null && frame.line().has(instance)) {
            frame.stop();
        }
    }

    /** An instance closes to operations, on a stack that is replaced: nothing of this flight is or comes on a line with it. */
    void leave(InstanceObject instance) {
        AtomicReferenceArray<@Nullable LineFrame> known = frames;
        for (int i = 0; known != null && i < StackLines.COUNT; i++) {
            LineFrame frame = known.get(i);
            if (frame != null && frame.line().has(instance)) {
                take(frame);
            }
        }
    }

    /** Adds what went along lines to sums of a filter's counters. */
    void count(InstanceObject instance, long[] sums) {
        AtomicReferenceArray<@Nullable LineFrame> known = frames;
        for (int i = 0; known != null && i < StackLines.COUNT; i++) {
            LineFrame frame = known.get(i);
            if (frame != null) {
                frame.line().count(instance, frame.passed(), sums);
            }
        }
    }

    /** The instance whose callback runs, on a line; null where none does. */
    @Nullable
    InstanceObject holder() {
        LineFrame frame = current;
        return frame == null ? null : frame.holder();
    }

    /** The same in words, or empty. */
    String holding(InstanceObject instance, String operation) {
        LineFrame frame = current;
        return frame != null && frame.holder() == instance ? frame.holding(operation) : "";
    }
}
