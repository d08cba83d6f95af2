package dev.weir.manager;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** One flight's frames on the lines that it has gone along, and the one that it is on. A teardown takes them away that have its instance. */
final class FlightLine {
    private static final VarHandle CURRENT;
    private static final VarHandle LAYERS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CURRENT = lookup.findVarHandle(FlightLine.class, "current", LineFrame.class);
            LAYERS = lookup.findVarHandle(FlightLine.class, "layers", FlightLayers.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final OperationFlight flight;
    private volatile @Nullable AtomicReferenceArray<@Nullable LineFrame> frames;
    private volatile @Nullable LineFrame current;
    private boolean fallen;
    private final FlightLayers own = new FlightLayers(4);
    private volatile FlightLayers layers = own;

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
            drop(frame);
            frame = new LineFrame(flight, line);
            known.set(index, frame);
        }
        return frame.isReady() ? frame : null;
    }

    /** Before it is taken away: a teardown that does not find it any more relies on its counts. */
    private static void drop(@Nullable LineFrame old) {
        if (old != null) {
            old.drop();
        }
    }

    /** The operation goes along the frame's line: the stack was not replaced before everybody could see that it has begun. */
    void use(LineFrame frame) {
        use(frame.layers());
        if (current != frame) {
            CURRENT.setRelease(this, frame);
        }
    }

    /** The operation is interpreted from the start. */
    void useNone() {
        use(own);
    }

    /** Who looks for an instance that closes reads this after it has written that; a layer is written after this, and then it is looked whether its instance closes. */
    private void use(FlightLayers those) {
        if (layers != those) {
            LAYERS.setRelease(this, those);
        }
    }

    /** The layers of the present operation. */
    FlightLayers layers() {
        return layers;
    }

    /** The stack was replaced meanwhile. */
    void giveUp(LineFrame frame) {
        frame.idle();
        take(frame);
    }

    /** Not before it is stopped and counted: another teardown that does not find it any more relies on that. */
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

    /** If the operation is on a line it goes on by the interpreter. */
    void leave() {
        LineFrame frame = current;
        if (frame != null) {
            leave(frame);
        }
    }

    /** The same, where the operation is or was on this one. */
    void leave(LineFrame frame) {
        fallen |= frame.leave();
    }

    /** The operation has ended. */
    void ended() {
        LineFrame frame = fallen ? current : null;
        fallen = false;
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
            drop(known.get(i));
            known.set(i, null);
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

    /** The instance whose callback runs or keeps the operation, on a line or not; null where none does. */
    @Nullable
    InstanceObject holder() {
        LineFrame frame = current;
        InstanceObject onLine = frame == null ? null : frame.holder();
        return onLine == null ? layers.holder() : onLine;
    }

    /** What an instance does with the operation, for people. */
    String holding(InstanceObject instance, String operation) {
        LineFrame frame = current;
        return frame != null && frame.holder() == instance
                ? frame.holding(operation)
                : layers.holding(instance, operation);
    }

    /** Whether a callback of a filter's is running. */
    boolean isRunning(FilterObject filter) {
        LineFrame frame = current;
        InstanceObject onLine = frame == null ? null : frame.holder();
        return onLine != null && onLine.filter() == filter || layers.isRunning(filter);
    }
}
