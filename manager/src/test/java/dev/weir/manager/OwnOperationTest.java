package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Altitude;
import dev.weir.Errno;
import dev.weir.FilterUnloadCallback;
import dev.weir.NtStatus;
import dev.weir.Registration;
import dev.weir.io.FileLocation;
import dev.weir.io.OpenFlags;
import dev.weir.io.OwnFile;
import dev.weir.manager.conformance.Rigs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operations that filters generate: run to their end, cancelled, used again. */
@Timeout(60)
class OwnOperationTest {
    private static final int IDLE = 16;

    private final Rigs rig = Rigs.quiet();
    private final OwnOperations operations = rig.volume().ownOperations();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("own-", 0).factory());
    private InstanceObject instance;
    private InstanceObject another;

    @BeforeEach
    void load() throws Exception {
        instance = load("one", "2000");
        another = load("another", "1000");
    }

    private InstanceObject load(String name, String altitude) throws Exception {
        var defined = new InstanceDefinition(name, Altitude.of(altitude), false, false);
        return rig.manager()
                .load(
                        new FilterDefinition(name, Optional.empty(), List.of(defined), name),
                        () -> manager -> Registration.builder()
                                .unload(FilterUnloadCallback.ALWAYS)
                                .build(),
                        rig.configuration(),
                        event -> true)
                .instanceObjects()
                .getFirst();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        rig.close();
    }

    private OwnOperation getattr() {
        OwnOperation own = operations.take();
        Requests.getattr(own.operation, 0);
        own.operation.on(rig.volume().root());
        own.operation.generatedBy(instance);
        own.use(instance);
        return own;
    }

    /** From now on operations wait below until they are completed or cancelled. Whichever does is the one that is set. */
    private AtomicReference<Operation> waitBelow() {
        rig.answersItself();
        var waiting = new AtomicReference<Operation>();
        rig.onExecute(operation -> {
            operation.deferBelow(() -> {
                operation.fail(Errno.EINTR);
                operation.completeBelow();
            });
            waiting.set(operation);
        });
        return waiting;
    }

    private CompletableFuture<Boolean> running(OwnOperation own) {
        return CompletableFuture.supplyAsync(
                () -> {
                    own.run(null);
                    return Thread.interrupted();
                },
                threads);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private Set<OperationFlight> flights() {
        return new HashSet<>(rig.volume().flights());
    }

    @Test
    void whatIsIdleIsUsedAgainAndKeepsNothingOfItsRequest() {
        OwnOperation own = getattr();
        own.run(null);
        assertThat(own.operation.status()).isEqualTo(NtStatus.SUCCESS);

        operations.give(own);

        assertThat(own.operation.hasNode()).isFalse();
        assertThat(operations.take()).isSameAs(own);
        assertThat(operations.take()).isNotSameAs(own);
    }

    @Test
    void noMoreThanAFewStayIdle() {
        var taken = new ArrayList<OwnOperation>();
        for (int i = 0; i <= IDLE; i++) {
            taken.add(operations.take());
        }

        taken.forEach(operations::give);

        assertThat(flights()).doesNotContain(taken.getLast().operation.flight);
        taken.removeLast();
        assertThat(flights())
                .containsAll(taken.stream().map(own -> own.operation.flight).toList());
        for (int i = 0; i < IDLE; i++) {
            assertThat(taken).contains(operations.take());
        }
    }

    @Test
    void whatNobodyTookOfTheResultIsGivenBack() {
        OwnOperation own = operations.take();
        Requests.open(own.operation, 0);
        own.operation.on(rig.volume().root());
        own.operation.generatedBy(instance);
        own.run(null);
        assertThat(rig.volume().handles().size()).isEqualTo(1);

        operations.give(own);

        assertThat(rig.volume().handles().size()).isZero();
    }

    @Test
    void whatLeftItsThreadIsWaitedForAndNotUsedAgain() throws Exception {
        AtomicReference<Operation> waiting = waitBelow();
        OwnOperation own = getattr();
        assertThat(own.hasLeft()).isFalse();
        CompletableFuture<Boolean> running = running(own);
        await().atMost(30, TimeUnit.SECONDS).until(own::hasLeft);
        assertThat(running).isNotDone();

        waiting.get().fail(Errno.EIO);
        waiting.get().completeBelow();

        assertThat(get(running)).isFalse();
        assertThat(own.operation.errno()).isEqualTo(Errno.EIO);
        operations.give(own);
        assertThat(operations.take()).isNotSameAs(own);
    }

    @Test
    void aWaitThatIsCancelledEnds() throws Exception {
        AtomicReference<Operation> waiting = waitBelow();
        OwnOperation own = getattr();
        CompletableFuture<Boolean> running = running(own);
        await().atMost(30, TimeUnit.SECONDS).until(() -> waiting.get() != null && own.hasLeft());
        own.cancel(another);
        assertThat(waiting.get().flight.isCancelled())
                .as("it is not the other's")
                .isFalse();

        own.cancel(instance);

        get(running);
        assertThat(own.operation.errno()).isEqualTo(Errno.EINTR);
    }

    @Test
    void whatIsCancelledBeforeItBeginsNeverGoesDown() {
        var done = new CopyOnWriteArrayList<OperationKind>();
        rig.onExecute(operation -> done.add(operation.kind()));
        OwnOperation own = getattr();
        own.cancel(instance);

        own.run(null);

        assertThat(own.operation.status()).isEqualTo(NtStatus.CANCELLED);
        assertThat(done).isEmpty();
        operations.give(own);
        OwnOperation next = getattr();
        assertThat(next).isSameAs(own);
        next.run(null);
        assertThat(next.operation.status()).as("the next one is another").isEqualTo(NtStatus.SUCCESS);
        assertThat(done).containsExactly(OperationKind.GETATTR);
    }

    @Test
    void anotherInstancesCancellationDoesNotMeetIt() {
        OwnOperation own = getattr();
        own.cancel(another);
        own.run(null);
        assertThat(own.operation.status()).isEqualTo(NtStatus.SUCCESS);
        operations.give(own);
        own.cancel(instance);
        OwnOperation next = getattr();
        next.run(null);
        assertThat(next.operation.status())
                .as("it was idle when it was cancelled")
                .isEqualTo(NtStatus.SUCCESS);
    }

    @Test
    void anInterruptWaitsUntilTheEnd() throws Exception {
        AtomicReference<Operation> waiting = waitBelow();
        OwnOperation own = getattr();
        var runner = new AtomicReference<Thread>();
        CompletableFuture<Boolean> running = CompletableFuture.supplyAsync(
                () -> {
                    runner.set(Thread.currentThread());
                    Thread.currentThread().interrupt();
                    own.run(null);
                    return Thread.interrupted();
                },
                threads);
        await().atMost(30, TimeUnit.SECONDS).until(own::hasLeft);
        await().atMost(30, TimeUnit.SECONDS).until(() -> !runner.get().isInterrupted());
        assertThat(running).isNotDone();

        waiting.get().completeBelow();

        assertThat(get(running)).as("still interrupted").isTrue();
    }

    @Test
    void aVirtualThreadsOperationRunsOnAThreadOfTheManagers() throws Exception {
        var below = new AtomicReference<Thread>();
        rig.onExecute(operation -> below.set(Thread.currentThread()));
        OwnOperation own = getattr();

        Thread asking = Thread.ofVirtual().start(() -> own.run(null));

        assertThat(asking.join(java.time.Duration.ofSeconds(30))).isTrue();
        assertThat(below.get().isVirtual()).isFalse();
        assertThat(own.operation.status()).isEqualTo(NtStatus.SUCCESS);
    }

    @Test
    void aPlatformThreadsOperationRunsThere() {
        var below = new AtomicReference<Thread>();
        rig.onExecute(operation -> below.set(Thread.currentThread()));
        getattr().run(null);
        assertThat(below.get()).isSameAs(Thread.currentThread());
    }

    private record Ended(OperationKind kind, FileHandleObject handle, InstanceObject by, int process, int user) {}

    private List<Ended> watchEnds() {
        var ends = new CopyOnWriteArrayList<Ended>();
        rig.onExecute(operation -> {
            if (operation.kind() == OperationKind.CLEANUP || operation.kind() == OperationKind.RELEASE) {
                ends.add(new Ended(
                        operation.kind(),
                        operation.handle(),
                        operation.initiator(),
                        operation.requestor().processId(),
                        operation.requestor().userId()));
            }
        });
        return ends;
    }

    @Test
    void aFilesEndIsItsFiltersAndComesFromWhoOpenedIt() throws Exception {
        List<Ended> ends = watchEnds();
        OwnFile file = instance.io().open(FileLocation.of(""), OpenFlags.READ_ONLY);
        var handle = (FileHandleObject) file.handle();

        file.close();

        int service = (int) ProcessHandle.current().pid();
        assertThat(ends)
                .containsExactly(
                        new Ended(OperationKind.CLEANUP, handle, instance, service, 0),
                        new Ended(OperationKind.RELEASE, handle, instance, service, 0));
        assertThat(rig.volume().handles().size()).isZero();
    }

    @Test
    void theEndOfAProgramsFileIsNobodysOfTheFilters() {
        List<Ended> ends = watchEnds();
        FileHandleObject handle = rig.open();

        operations.close(handle, instance.altitude());

        assertThat(ends).extracting(Ended::by).containsExactly(null, null);
        assertThat(ends).extracting(Ended::kind).containsExactly(OperationKind.CLEANUP, OperationKind.RELEASE);
    }
}
