package dev.weir.manager;

import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The place of one flight on one line: where it is, and the layers it has there, which stay bound to the line's nodes from one operation to the next.
 *
 * <pre>
 *  IDLE --begin--> LINE --finish--> IDLE
 *                    \--stop--> STOPPING (its layers get their states) --> INTERPRETED --idle--> IDLE
 * </pre>
 *
 * <p>The runner writes its position, then reads the mode, and only then calls what is at that position: neither is a locked instruction. Who stops it writes the mode, then <em>meets</em> the runner's thread, and then reads the
 * position. Meeting has the runner come to a point between two of its steps: what it wrote before is seen by whoever stops it, what it reads afterwards is read anew. So if it read the mode before, its position is seen; if not,
 * it sees the mode. docs/decisions/0013 has the argument and what it stands on.
 *
 * <p>The lock of this object is held by whoever stops the frame, never during a callback.
 */
final class LineFrame {
    private static final int IDLE = 0;
    private static final int LINE = 1;
    private static final int STOPPING = 2;
    private static final int INTERPRETED = 3;

    /** Positions: 0..63 in that layer's pre-operation, or about to call it; then these. */
    static final int BASE = 64;

    /** With a layer's number: in its post-operation, or about to call it. */
    static final int UP = 128;

    static final int END = 256;
    static final int START = -1;

    /** What a line returns: with a position, the callback there answered something that is not for a line. */
    static final int UNUSUAL = 512;

    static final int DONE = 1024;
    static final Set<PostOperationFlag> NO_FLAGS = Set.of();
    private static final int LAYER = 63;
    private static final VarHandle MODE;
    private static final VarHandle POSITION;
    private static final VarHandle BEGUN;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MODE = lookup.findVarHandle(LineFrame.class, "mode", int.class);
            POSITION = lookup.findVarHandle(LineFrame.class, "position", int.class);
            BEGUN = lookup.findVarHandle(LineFrame.class, "begun", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final OperationFlight flight;
    private final StackLine line;
    private final CallbackNode[] nodes;
    private final FlightLayers layers;
    private final LayerSlot[] slots;
    private final LayerData[] data;
    private volatile int mode;
    private int position = START;
    private long without;
    private long begun;
    private boolean bound;
    private long fell;
    private int stoppedAt;
    private boolean dropped;
    private long flushed;
    private boolean uncounted;
    private @Nullable PreOperationStatus answer;
    private @Nullable PostOperationStatus postAnswer;
    private @Nullable Throwable failure;
    private final LineRest rest;

    LineFrame(OperationFlight flight, StackLine line) {
        this.flight = flight;
        this.line = line;
        this.nodes = line.nodes;
        this.layers = new FlightLayers(nodes.length + 1);
        this.slots = layers.first(nodes.length);
        this.data = new LayerData[nodes.length];
        this.rest = new LineRest(flight.operation().volume().lineSetting().isNow());
    }

    StackLine line() {
        return line;
    }

    FlightLayers layers() {
        return layers;
    }

    CallbackNode node(int layer) {
        return nodes[layer];
    }

    static int layer(int position) {
        return position & LAYER;
    }

    // ---- the runner's side

    /** False where so many of the last operations fell off the line that the next ones had better be interpreted. */
    boolean isReady() {
        if (rest.isResting()) {
            return false;
        }
        if (!bound) {
            for (int i = 0; i < nodes.length; i++) {
                slots[i].bind(nodes[i]);
                data[i] = slots[i].hand(flight.operation(), false);
            }
            bound = true;
        }
        return true;
    }

    /** An operation is about to go along the line. A full fence must follow before the stack is looked at. */
    void begin() {
        without = 0;
        position = START;
        MODE.setRelease(this, LINE);
        // After the mode: who reads this, and then that nobody is on the line, has counted operations that ended.
        BEGUN.setRelease(this, begun + 1);
    }

    int down() {
        return line.code.down(this, slots, data);
    }

    int up() {
        return line.code.up(this, slots, data);
    }

    /** For the line: about to call what is at a position; false where it must not, since it is a line's operation no more. */
    boolean enter(int at) {
        // Keeps the read below from being done before what the last callback did.
        VarHandle.releaseFence();
        position = at;
        return mode == LINE;
    }

    /** All layers are through. {@link #DONE}, or END where the interpreter has to look at the rest. */
    int finish() {
        if (!enter(END)) {
            return END;
        }
        MODE.setRelease(this, IDLE);
        return DONE;
    }

    /** For the line: a pre-operation's answer is not the one that is expected. True where the line copes. */
    boolean goesOn(int layer, @Nullable PreOperationStatus given) {
        CallbackNode node = nodes[layer];
        if (given == PreOperationStatus.SUCCESS_NO_CALLBACK
                && line.hasPost(layer)
                && !slots[layer].hasCompletionContext()) {
            without |= 1L << layer;
            node.instance.filter().counters().add(flight.stripe(), FilterCounters.WITHOUT, 1);
            return true;
        }
        answer = given;
        failure = null;
        return false;
    }

    /** For the line: a post-operation did not finish. */
    int keeps(int at, @Nullable PostOperationStatus given) {
        postAnswer = given;
        failure = null;
        return at | UNUSUAL;
    }

    /** For the line: the callback at the present position threw. */
    int threw(Throwable thrown) {
        if (position == START || position == BASE || position == END) {
            throw new IllegalStateException("a line failed", thrown);
        }
        answer = null;
        postAnswer = null;
        failure = thrown;
        return position | UNUSUAL;
    }

    /** The layers whose pre-operations asked for no post-operation, of those that have one. */
    long without() {
        return without;
    }

    boolean isWithout(int layer) {
        return (without & 1L << layer) != 0;
    }

    Operation operation() {
        return flight.operation();
    }

    /** What the unusual callback answered, after {@link #takeFailure}. */
    @Nullable
    PreOperationStatus answer() {
        return answer;
    }

    @Nullable
    PostOperationStatus postAnswer() {
        return postAnswer;
    }

    @Nullable
    Throwable takeFailure() {
        Throwable thrown = failure;
        failure = null;
        return thrown;
    }

    /** The operation goes on by the interpreter. False where it was not on the line. */
    boolean leave() {
        synchronized (this) {
            if (mode == IDLE) {
                return false;
            }
            stopNow();
            settle();
            rest.fell(begun);
            return true;
        }
    }

    /** Where it was stopped, after {@link #leave}. */
    int stoppedAt() {
        return stoppedAt;
    }

    /** What a layer answered that let the operation pass, and that was stopped before it was noted. */
    PreOperationStatus passedWith(int layer) {
        if (isWithout(layer)) {
            uncount(layer, FilterCounters.WITHOUT);
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
        return line.hasPost(layer) ? PreOperationStatus.SUCCESS_WITH_CALLBACK : PreOperationStatus.SUCCESS_NO_CALLBACK;
    }

    /** It was stopped at a pre-operation's position, and the callback has not been called. */
    void notCalled(int at) {
        if (at == START || at == BASE) {
            return;
        }
        slots[at].settledState();
        slots[at].clear();
        if (line.hasPre(at)) {
            uncount(at, FilterCounters.PRE);
        }
    }

    /** The operation that was stopped has ended, or has not begun since the stack was replaced. */
    void idle() {
        synchronized (this) {
            stopNow();
            settle();
            MODE.setVolatile(this, IDLE);
            bound = false;
            unbind();
        }
    }

    /** An operation that was stopped where it had perhaps not said yet that it has begun. By now it has, and did not go along the line. */
    private void settle() {
        if (uncounted && !dropped) {
            fell++;
        } else if (uncounted && begun <= flushed) {
            for (int i = 0; i < nodes.length; i++) {
                flush(i, -1);
            }
        }
        uncounted = false;
    }

    // ---- any thread's side

    /** If an operation is on the line it is not any more when this returns: its layers say what they owe, as if it had been interpreted from the start. */
    void stop() {
        int now = mode;
        if (now == LINE || now == STOPPING) {
            synchronized (this) {
                stopNow();
            }
        }
    }

    private void stopNow() {
        while (mode == LINE) {
            if (!MODE.compareAndSet(this, LINE, STOPPING)) {
                continue;
            }
            meet(flight.runner());
            // Before the mode: if that is still STOPPING this is no position of an operation after that one.
            int at = (int) POSITION.getVolatile(this);
            if (mode == STOPPING) {
                takeOver(at);
                // Not where the runner was through and has said so: then there was nothing to take over.
                MODE.compareAndSet(this, STOPPING, INTERPRETED);
                return;
            }
            // That operation has ended, and perhaps another begun.
        }
    }

    /**
     * Has a thread come to a point between two of its steps, at which it has seen what the caller wrote and the caller sees what it wrote: asking for the stack of a thread that runs does that. A thread that has no operation yet, or
     * no more, is none that could be in a callback: it looks at the mode after a full fence.
     */
    private static void meet(@Nullable Thread runner) {
        if (runner != null && runner != Thread.currentThread() && runner.getStackTrace().length == 0) {
            // It has ended.
            VarHandle.fullFence();
        }
    }

    /** Everything that the interpreter would have written on the way to a position. */
    private void takeOver(int at) {
        stoppedAt = at;
        if (at == END) {
            return;
        }
        if (at == START) {
            uncounted = true;
        } else {
            fell++;
        }
        boolean up = (at & UP) != 0 && at != START;
        int here = at == START ? 0 : at == BASE ? nodes.length : layer(at);
        int version = flight.operation().parameters.version();
        for (int i = 0; i < nodes.length; i++) {
            boolean running = i == here && at != BASE && at != START;
            if (i < here && line.hasPost(i) && !isWithout(i)) {
                slots[i].stand(LayerSlot.WAITING, version);
            } else if (running) {
                slots[i].stand(up ? LayerSlot.POST : LayerSlot.PRE, version);
            } else {
                slots[i].clear();
            }
            if (i < here || up) {
                countPassed(i, up && i >= here);
            } else if (running) {
                count(i, FilterCounters.PRE, line.hasPre(i));
            }
        }
        bound = false;
        if (up) {
            flight.stopped(here + 1, 0);
        } else {
            flight.stopped(here, at == START ? 0 : at == BASE ? line.place(here) : line.place(here) + 1);
        }
    }

    private void countPassed(int layer, boolean wentUp) {
        boolean asked = line.hasPost(layer) && !isWithout(layer);
        count(layer, FilterCounters.PRE, line.hasPre(layer));
        count(layer, FilterCounters.PRE_WITH_CALLBACK, line.hasPre(layer) && asked);
        count(layer, FilterCounters.POST, wentUp && asked);
        if (isWithout(layer)) {
            uncount(layer, FilterCounters.WITHOUT);
        }
    }

    private void count(int layer, int counter, boolean really) {
        if (really) {
            nodes[layer].instance.filter().counters().add(flight.stripe(), counter, 1);
        }
    }

    /** It was counted too early, or in vain. */
    void uncount(int layer, int counter) {
        nodes[layer].instance.filter().counters().add(flight.stripe(), counter, -1);
    }

    /** Nobody uses it any more, but for an operation that was on it and is interpreted now. What it counted goes to the filters' counters. */
    void drop() {
        synchronized (this) {
            long ended;
            do {
                stopNow();
                ended = (long) BEGUN.getVolatile(this);
            } while (mode == LINE);
            if (!dropped) {
                dropped = true;
                flushed = ended;
                for (int i = 0; i < nodes.length; i++) {
                    flush(i, ended - fell);
                }
            }
            // At the end nobody looks at the layers any more, though the runner may not have said yet that it is
            // through.
            if (mode == IDLE || position == END) {
                unbind();
            }
        }
    }

    private void flush(int layer, long operations) {
        var sums = new long[FilterCounters.COUNT];
        line.count(layer, operations, sums);
        StripedCounters counters = nodes[layer].instance.filter().counters();
        for (int i = 0; i < sums.length; i++) {
            if (sums[i] != 0) {
                counters.add(flight.stripe(), i, sums[i]);
            }
        }
    }

    private void unbind() {
        for (LayerSlot slot : slots) {
            slot.clear();
        }
    }

    synchronized boolean isDropped() {
        return dropped;
    }

    /** Operations that went all along the line; the one that is on it is counted too. */
    synchronized long passed() {
        return dropped ? 0 : (long) BEGUN.getVolatile(this) - fell;
    }

    /** The instance whose callback runs or is about to, for people; null where none does. */
    @Nullable
    InstanceObject holder() {
        int at = (int) POSITION.getOpaque(this);
        boolean called = mode == LINE && at != START && at != BASE && at != END;
        return called ? nodes[layer(at)].instance : null;
    }

    /** What {@link #holder} does, for people. */
    String holding(String operation) {
        return (((int) POSITION.getOpaque(this) & UP) == 0 ? "pre-" : "post-") + operation + " is running";
    }
}
