package dev.weir.bench;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Minifilter;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.manager.FilterDefinition;
import dev.weir.manager.InstanceDefinition;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationOwner;
import dev.weir.manager.Requests;
import dev.weir.manager.VolumeDefinition;
import dev.weir.manager.VolumeHooks;
import dev.weir.manager.VolumeObject;
import dev.weir.testkit.MapConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One getattr through a stack of filters that each have a pre- and a post-operation callback with a completion context. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Benchmark)
public class DispatchBenchmark {

    /** How many filters the operation passes. */
    @Param({"0", "1", "8", "32"})
    public int filters;

    private ExecutorService threads = Executors.newCachedThreadPool();
    private VolumeObject volume;
    private Operation operation;

    /** Mounts the volume and loads the filters. */
    public DispatchBenchmark() {
        var manager = new Manager(new ManagerThreads(threads, threads));
        try {
            volume = manager.mount(new VolumeDefinition("bench", new Nowhere(), VolumeHooks.NONE, thread -> ""));
        } catch (FilterException e) {
            throw new IllegalStateException(e);
        }
        this.manager = manager;
        operation = volume.newOperation(new OperationOwner() {
            @Override
            public void leaving(Operation leaver) {}

            @Override
            public void completed(Operation ended) {}
        });
    }

    private final Manager manager;

    @Setup
    public void load() throws FilterException {
        for (int i = 1; i <= filters; i++) {
            String name = "filter" + i;
            var definition = new FilterDefinition(
                    name,
                    Optional.empty(),
                    List.of(new InstanceDefinition(name, Altitude.of(Integer.toString(i)), false, false)),
                    name);
            manager.load(definition, PassThrough::new, new MapConfiguration(Map.of()), event -> true);
        }
    }

    @TearDown
    public void end() {
        manager.dismount(volume);
        threads.shutdownNow();
    }

    @Benchmark
    public long getattr() {
        Requests.getattr(operation, 0);
        operation.on(volume.root());
        volume.start(operation);
        return operation.attributes().size();
    }

    private static final class PassThrough implements Minifilter {
        private final Object context = new Object();

        @Override
        public Registration registration(FilterManager filterManager) {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .everyOperation(
                            (data, objects) -> {
                                objects.setCompletionContext(context);
                                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                            },
                            (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING)
                    .build();
        }
    }
}
