package dev.weir.manager;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.util.ExceptionResult;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;

/**
 * Runs a few methods of one object on two or three threads in the orders in which their steps can happen, one order after the other, with Lincheck's model checker. An order that leaves somebody waiting for ever
 * is a failure too. What is tried is the same each time.
 *
 * <p>Orders with few switches from thread to thread come first; so many are tried as the mistakes need that a test was seen to find, and {@code -Dweir.interleavings=N} where that is more.
 */
final class Interleavings {
    private static final int ORDERS = Integer.getInteger("weir.interleavings", 600);
    private static final String PACKAGE = Interleavings.class.getPackageName() + ".";
    private static final long PATIENCE = Duration.ofMinutes(10).toMillis();

    /** What is only for people, counts what nobody decides by, or belongs to the thread that runs an operation: no thread is switched in there. */
    private static final String[] ASIDE = {
        "BufferSwap",
        "BufferView",
        "CallbackNode",
        "CallbackStack",
        "FileNodeObject",
        "FilterObject",
        "Findings",
        "FlightDescription",
        "FlightLayers",
        "NameClock",
        "NodeTable",
        "Operation",
        "ParameterBlocks",
        "StripedCounters",
        "TeardownTally",
        "VolumeObject",
    };

    /** Of {@link LayerSlot}, what looks at fields that its state guards: each is one step. */
    private static final String[] LOOKS = {"belongsTo", "node", "marks", "seenVersion", "detachedCopy", "isSynchronous"
    };

    private final Class<?> subject;
    private int orders = ORDERS;
    private final List<String> aside = new ArrayList<>(List.of(ASIDE));
    private final List<Actor> before = new ArrayList<>();
    private final List<List<Actor>> threads = new ArrayList<>();

    private Interleavings(Class<?> subject) {
        this.subject = subject;
    }

    /** Of a public class with a constructor without parameters, which makes a new one for each order. */
    static Interleavings of(Class<?> subject) {
        return new Interleavings(subject);
    }

    /** Classes that are not what this is about: no thread is switched in there. */
    Interleavings aside(String... classes) {
        aside.addAll(List.of(classes));
        return this;
    }

    /** Tries so many at least. */
    Interleavings atLeast(int least) {
        orders = Math.max(orders, least);
        return this;
    }

    /** What is called before there is more than one thread. */
    Interleavings first(String method) {
        before.add(actor(method));
        return this;
    }

    /** One thread calls these methods, one after the other. */
    Interleavings thread(String... methods) {
        var actors = new ArrayList<Actor>();
        for (String method : methods) {
            actors.add(actor(method));
        }
        threads.add(actors);
        return this;
    }

    private Actor actor(String name) {
        try {
            Method method = subject.getMethod(name);
            return new Actor(method, List.of());
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The subject's method that Lincheck's {@code Validate} marks throws where something went wrong in an order. */
    void hold() {
        if (Stream.of(subject.getMethods()).noneMatch(method -> method.isAnnotationPresent(Validate.class))) {
            throw new IllegalArgumentException(subject + " has no method that says whether it holds");
        }
        NothingThrown.orders.set(0);
        options().verifier(NothingThrown.class).check(subject);
        System.out.println(subject.getSimpleName() + " " + threads + ": " + NothingThrown.orders.get() + " orders");
    }

    private ModelCheckingOptions options() {
        var options = new ModelCheckingOptions();
        options.iterations(0);
        options.invocationsPerIteration(orders);
        options.minimizeFailedScenario(false);
        options.addCustomScenario(new ExecutionScenario(before, threads, List.of(), null));
        options.addGuarantee(ManagedStrategyGuaranteeKt.forClasses(
                        aside.stream().map(name -> PACKAGE + name).toArray(String[]::new))
                .allMethods()
                .ignore());
        options.addGuarantee(ManagedStrategyGuaranteeKt.forClasses(PACKAGE + "LayerSlot")
                .methods(LOOKS)
                .treatAsAtomic());
        // Without the first each step within java.util counts; without the second half a minute is the end of
        // everything, which is too little on a machine that is busy.
        options.analyzeStdLib$lincheck(false);
        options.invocationTimeout$lincheck(PATIENCE);
        return options;
    }

    /** The threads' methods return nothing, and throw nothing. */
    public static final class NothingThrown implements Verifier {
        private static final AtomicInteger orders = new AtomicInteger();

        /** As Lincheck wants it. */
        public NothingThrown(Class<?> specification) {}

        @Override
        public boolean verifyResults(ExecutionScenario scenario, ExecutionResult results) {
            orders.incrementAndGet();
            return results.getParallelResultsWithClock().stream()
                    .flatMap(List::stream)
                    .noneMatch(result -> result.getResult() instanceof ExceptionResult);
        }
    }
}
