package dev.weir.testkit;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.LoadOrderGroup;
import dev.weir.Minifilter;
import dev.weir.PortPeer;
import dev.weir.manager.FilterDefinition;
import dev.weir.manager.FilterObject;
import dev.weir.manager.InstanceDefinition;
import dev.weir.manager.InstanceObject;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.PortTransport;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.VolumeDefinition;
import dev.weir.manager.VolumeHooks;
import dev.weir.manager.VolumeObject;
import dev.weir.manager.verify.ThreadsLeft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * A manager with one volume in memory, on which a test runs operations and filters.
 *
 * <pre>{@code
 * try (var harness = new FilterHarness()) {
 *     harness.load("hello", "370000", Hello::new, Map.of());
 *     var handle = harness.create("a").handle();
 *     assertThat(harness.write(handle, 0, "text").information()).isEqualTo(4);
 *     assertThat(harness.unload("hello").outcome()).isEqualTo(UnloadResult.Outcome.UNLOADED);
 * }
 * }</pre>
 *
 * <p>A call runs one operation through the filters to its end, on the calling thread as far as that is possible, and says what a program would have been told. {@link #background} runs calls on another
 * thread. Safe on any thread. {@link #close()} unmounts; it fails the test where a filter does not let go.
 */
public final class FilterHarness extends HandleCalls implements AutoCloseable {
    /** How long anything of the testkit waits for what a test expects. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String VOLUME = "test";
    /** How the names of its own threads begin. */
    static final String OWN_THREADS = "harness-";

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration LEAVING = Duration.ofSeconds(10);

    private final ExecutorService threads = Executors.newCachedThreadPool(daemons());
    private final VirtualClock clock = new VirtualClock();
    private final Manager manager = new Manager(new ManagerThreads(threads, threads), PortTransport.IN_PROCESS, clock);
    private final ThreadsLeft threadsLeft = ThreadsLeft.since(OWN_THREADS);
    private final MemoryFileSystem base = new MemoryFileSystem();
    private final EventRecorder events = new EventRecorder();
    private final Trace trace = new Trace();
    private final VolumeObject volume;
    private final Program program;
    private final List<String> taken = new CopyOnWriteArrayList<>();

    /** Mounts the volume {@code test}. */
    public FilterHarness() {
        try {
            volume = manager.mount(new VolumeDefinition(VOLUME, base, VolumeHooks.NONE, thread -> "program"));
        } catch (FilterException e) {
            throw new IllegalStateException(e);
        }
        program = new Program(volume, base);
        base.observe(operation -> {
            if (trace.isOn()) {
                trace.add("base " + operation.operationName());
            }
        });
    }

    private static ThreadFactory daemons() {
        return Thread.ofPlatform().daemon().name(OWN_THREADS, 0).factory();
    }

    @Override
    Program program() {
        return program;
    }

    public Manager manager() {
        return manager;
    }

    public VolumeObject volume() {
        return volume;
    }

    public MemoryFileSystem base() {
        return base;
    }

    /** The time of the manager and its filters, for a test to move. */
    public VirtualClock clock() {
        return clock;
    }

    /** What filters published. */
    public EventRecorder events() {
        return events;
    }

    /** What went down and came up; begins when the first {@link RecordingFilter} that is not quiet is loaded. */
    public Trace trace() {
        return trace;
    }

    /** Who asks from now on; process 4242 of user and group 1000 otherwise. */
    public void caller(int process, int thread, int userId, int groupId) {
        program.caller(new Caller(thread, process, userId, groupId));
    }

    /** Forgets every node that nothing holds, as a kernel short of memory does. */
    public void forgetNodes() {
        program.forget();
    }

    /** Runs calls on a thread of their own. */
    public Background background(Supplier<Result> calls) {
        return Background.start(calls);
    }

    /** The threads that the manager has. */
    Executor threads() {
        return threads;
    }

    // ---- filters

    /** A descriptor with one instance, {@code NAME Instance}, that attaches by itself. */
    public static FilterDefinition definition(String name, String altitude) throws FilterException {
        String instance = name + " Instance";
        Optional<LoadOrderGroup> none = Optional.empty();
        return new FilterDefinition(
                name, none, List.of(new InstanceDefinition(instance, Altitude.of(altitude), false, false)), instance);
    }

    public FilterObject load(RecordingFilter filter, String altitude) throws FilterException {
        return load(filter, definition(filter.name(), altitude));
    }

    public FilterObject load(RecordingFilter filter, FilterDefinition definition) throws FilterException {
        filter.trace(trace);
        return load(definition, () -> filter, Map.of());
    }

    /**
     * Loads a filter with one instance that attaches by itself.
     *
     * @param configuration all keys of its descriptor: texts, booleans, whole numbers or lists of texts
     */
    public FilterObject load(
            String name, String altitude, Supplier<? extends Minifilter> constructor, Map<String, Object> configuration)
            throws FilterException {
        return load(definition(name, altitude), constructor, configuration);
    }

    public FilterObject load(
            FilterDefinition definition, Supplier<? extends Minifilter> constructor, Map<String, Object> configuration)
            throws FilterException {
        return manager.load(definition, constructor, new MapConfiguration(configuration), events);
    }

    /** Attaches the default instance by hand. */
    public InstanceObject attach(String filter) throws FilterException {
        return manager.attach(filter, volume, Optional.empty(), Optional.empty());
    }

    /** Attaches an instance of another name and altitude by hand. */
    public InstanceObject attach(String filter, String instance, String altitude) throws FilterException {
        return manager.attach(filter, volume, Optional.of(instance), Optional.of(Altitude.of(altitude)));
    }

    /** Detaches a filter's highest instance by hand. */
    public void detach(String filter) throws FilterException {
        manager.detach(filter, volume, Optional.empty());
    }

    /** A non-mandatory unload. */
    public UnloadResult unload(String filter) {
        return unload(UnloadRequest.of(filter, false));
    }

    /** A mandatory unload. */
    public UnloadResult stop(String filter) {
        return unload(UnloadRequest.of(filter, true));
    }

    private UnloadResult unload(UnloadRequest request) {
        UnloadResult result = manager.unload(request);
        if (result.reissued() > 0) {
            taken.add(request.name() + " kept " + result.reissued() + " operations, which were taken from it");
        }
        return result;
    }

    // ---- ports

    /**
     * Connects a program to a filter's port, without a socket: process 4242 of user and group 1000, who are the service's own here.
     *
     * @throws FilterException STATUS_OBJECT_NAME_NOT_FOUND, STATUS_ACCESS_DENIED, STATUS_CONNECTION_COUNT_LIMIT, or what the filter refused with
     */
    public PortProgram connect(String port, String context) throws FilterException {
        return connect(port, context, new PortPeer(4242, PortProgram.SERVICE, PortProgram.SERVICE));
    }

    /** The same as another process. */
    public PortProgram connect(String port, String context, PortPeer peer) throws FilterException {
        return new PortProgram(manager, port, context, peer);
    }

    // ---- the end

    /**
     * Stops the filters that are still loaded, and fails the test where one does not go (a reference, a context, queued work, a callback, own I/O: the message names it), where operations that it kept had to be taken from it, by this stop or by an
     * earlier {@link #unload} or {@link #stop}, and where threads, those of executors too, have begun since the harness was made and go on two seconds later. A class loader that is held is found by {@link Verification}.
     */
    public void assertNothingLeft() {
        List<String> left = new ArrayList<>();
        for (FilterObject filter : manager.filters()) {
            UnloadResult result = unload(new UnloadRequest(filter.name(), true, LEAVING, true, holder -> {}));
            if (result.outcome() != UnloadResult.Outcome.UNLOADED) {
                left.add(result.message());
            }
        }
        left.addAll(taken);
        for (Thread thread : threadsLeft.after(GRACE)) {
            left.add("thread '" + thread.getName() + "' goes on:\n" + ThreadsLeft.stack(thread));
        }
        if (!left.isEmpty()) {
            throw new AssertionError("left behind: " + String.join("\n", left));
        }
    }

    /** Unmounts the volume, at most {@link #PATIENCE}. */
    @Override
    public void close() {
        base.release();
        program.close();
        Thread unmounting = Thread.ofPlatform().daemon().name("harness-close").start(() -> manager.dismount(volume));
        try {
            if (!unmounting.join(PATIENCE)) {
                var hangs = new AssertionError("the volume can't be unmounted; in flight: " + manager.inFlight());
                hangs.setStackTrace(unmounting.getStackTrace());
                throw hangs;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
        }
    }
}
