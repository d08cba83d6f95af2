package dev.weir.manager;

import dev.weir.MajorFunction;
import java.util.ArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The lines of one stack: made when they are worth it, used until the stack is replaced. Safe on any thread. */
@SuppressWarnings("EnumOrdinal") // an index into arrays that live no longer than the class
final class StackLines {
    /** What a registration's flags tell apart: see {@link CallbackNode#skips}. */
    private static final int WAYS = 4;

    static final int COUNT = MajorFunction.values().length * WAYS;

    private final CallbackStack stack;
    private final AtomicReferenceArray<@Nullable StackLine> made = new AtomicReferenceArray<>(COUNT);
    private final int[] uses = new int[COUNT];
    private volatile boolean replaced;

    StackLines(CallbackStack stack) {
        this.stack = stack;
    }

    /** Which of a stack's lines an operation goes along. */
    static int index(Operation operation) {
        OperationKind kind = operation.kind();
        int first = kind.major().ordinal() * WAYS;
        if (kind != OperationKind.READ && kind != OperationKind.WRITE) {
            return first;
        }
        return first + (operation.isPagingIo() ? 1 : operation.isNonCached() ? 2 : 3);
    }

    /** The line, or null where the operation is to be interpreted. */
    @Nullable
    StackLine find(int index, Operation operation) {
        StackLine line = made.get(index);
        if (line == null) {
            line = use(index, operation);
        }
        return line == StackLine.NONE ? null : line;
    }

    /** Another stack is there for new operations: none begins on this one's lines. */
    void replace() {
        replaced = true;
    }

    boolean isReplaced() {
        return replaced;
    }

    @Nullable
    private StackLine use(int index, Operation operation) {
        LineSetting setting = operation.volume().lineSetting();
        if (setting.isOff()) {
            return null;
        }
        MajorFunction major = operation.majorFunction();
        if (setting.isNow()) {
            return make(index, major);
        }
        // Two threads may count one use: nothing depends on it.
        int count = uses[index] + 1;
        uses[index] = count;
        if (count == setting.after()) {
            try {
                operation.volume().threads().administration().execute(() -> make(index, major));
            } catch (RejectedExecutionException ending) {
                return null;
            }
        }
        return null;
    }

    private synchronized StackLine make(int index, MajorFunction major) {
        StackLine known = made.get(index);
        if (known == null) {
            known = replaced ? StackLine.NONE : compile(stack.nodes(major), index % WAYS);
            made.set(index, known);
        }
        return known;
    }

    private static StackLine compile(CallbackNode[] all, int way) {
        var called = new ArrayList<CallbackNode>();
        var places = new ArrayList<Integer>();
        for (int i = 0; i < all.length; i++) {
            if (!all[i].skips(way != 0, way == 1, way == 2)) {
                called.add(all[i]);
                places.add(i);
            }
        }
        if (called.isEmpty() || called.size() > StackLine.MOST) {
            return StackLine.NONE;
        }
        places.add(all.length);
        int[] at = places.stream().mapToInt(Integer::intValue).toArray();
        try {
            return new StackLine(called.toArray(CallbackNode.NONE), at, LineCompiler.compile(all, at));
        } catch (ReflectiveOperationException | LinkageError | IllegalArgumentException e) {
            // A machine that does not define classes: the interpreter does the same.
            return StackLine.NONE;
        }
    }
}
