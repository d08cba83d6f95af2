package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.CancelSafeQueue;
import dev.weir.FileNode;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.FilterUnloadFlag;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import dev.weir.manager.OperationKind;
import dev.weir.operation.Read;
import hello.HelloFilter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tally.TallyFilter;

/** Good filters of every kind: the verifier has nothing to say of them. */
@Timeout(600)
class VerifierPassesGoodFiltersTest {
    private static final ContextKind<FileNode, int[]> COUNT = ContextKind.file(int[].class);

    private static Registration.Builder registration() {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS);
    }

    static Stream<Arguments> good() {
        return Stream.of(
                arguments("that of the page about writing one", HelloFilter::new),
                arguments("that of the page about contexts", TallyFilter::new),
                arguments(
                        "sees everything",
                        () -> manager -> registration()
                                .everyOperation(
                                        (data, objects) -> {
                                            data.path();
                                            data.requestor().program();
                                            return data.majorFunction() == MajorFunction.SHUTDOWN
                                                    ? PreOperationStatus.SUCCESS_NO_CALLBACK
                                                    : PreOperationStatus.SUCCESS_WITH_CALLBACK;
                                        },
                                        (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING)
                                .build()),
                arguments(
                        "on the same thread",
                        () -> manager -> registration()
                                .operation(
                                        MajorFunction.WRITE,
                                        (data, objects) -> {
                                            objects.setCompletionContext(data.id());
                                            return PreOperationStatus.SYNCHRONIZE;
                                        },
                                        (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING)
                                .build()),
                arguments(
                        "changes and marks",
                        () -> manager -> registration()
                                .preOperation(MajorFunction.READ, (data, objects) -> {
                                    if (data.parameters() instanceof Read read) {
                                        read.setByteCount(Math.max(1, read.byteCount() / 2));
                                        data.setDirty();
                                    }
                                    return PreOperationStatus.SUCCESS_NO_CALLBACK;
                                })
                                .build()),
                arguments(
                        "refuses writes",
                        () -> manager -> registration()
                                .preOperation(MajorFunction.WRITE, (data, objects) -> {
                                    data.setStatus(NtStatus.ACCESS_DENIED);
                                    return PreOperationStatus.COMPLETE;
                                })
                                .build()),
                arguments(
                        "counts in contexts",
                        () -> manager -> registration()
                                .context(COUNT)
                                .operation(
                                        MajorFunction.READ,
                                        (data, objects) -> {
                                            ContextReference<int[]> count = objects.instance()
                                                    .getOrSetContext(COUNT, data.node(), () -> new int[1]);
                                            objects.setCompletionContext(count);
                                            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                                        },
                                        (data, objects, flags) -> {
                                            try (var count = (ContextReference<?>) objects.completionContext()) {
                                                ((int[]) count.value())[0]++;
                                            }
                                            return PostOperationStatus.FINISHED_PROCESSING;
                                        })
                                .build()),
                arguments(
                        "keeps and resumes by deferred work",
                        () -> manager -> registration()
                                .preOperation(MajorFunction.READ, (data, objects) -> {
                                    try {
                                        data.queueDeferredWork(kept -> {
                                            kept.path();
                                            kept.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
                                        });
                                        return PreOperationStatus.PENDING;
                                    } catch (FilterException goes) {
                                        return PreOperationStatus.SUCCESS_NO_CALLBACK;
                                    }
                                })
                                .build()),
                arguments("keeps in a queue", QueueFilter::new),
                arguments(
                        "keeps on the way up",
                        () -> manager -> registration()
                                .postOperation(MajorFunction.READ, (data, objects, flags) -> {
                                    if (!flags.isEmpty()) {
                                        return PostOperationStatus.FINISHED_PROCESSING;
                                    }
                                    Thread.ofPlatform().daemon().start(data::completePendedPostOperation);
                                    return PostOperationStatus.MORE_PROCESSING_REQUIRED;
                                })
                                .build()),
                arguments(
                        "refuses its unload once",
                        () -> manager -> Registration.builder()
                                .unload((filter, flags) -> {
                                    if (!flags.contains(FilterUnloadFlag.MANDATORY)) {
                                        return NtStatus.FLT_DO_NOT_DETACH;
                                    }
                                    filter.unregister();
                                    return NtStatus.SUCCESS;
                                })
                                .build()));
    }

    private static Arguments arguments(String name, Supplier<? extends Minifilter> filter) {
        return Arguments.of(name, filter);
    }

    /** Holds reads in a cancel-safe queue until a thread of its own lets them go. */
    static final class QueueFilter implements Minifilter {
        private final CancelSafeQueue<String> queue = new CancelSafeQueue<>();
        private final ExecutorService worker =
                Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

        private void letGo() {
            queue.removeNext()
                    .ifPresent(data -> data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK));
        }

        @Override
        public Registration registration(FilterManager manager) throws FilterException {
            return VerifierPassesGoodFiltersTest.registration()
                    .preOperation(MajorFunction.READ, (data, objects) -> {
                        if (!queue.insert(data, "read").isSuccess()) {
                            return PreOperationStatus.SUCCESS_NO_CALLBACK;
                        }
                        worker.execute(this::letGo);
                        return PreOperationStatus.PENDING;
                    })
                    .unload((filter, flags) -> {
                        filter.unregister();
                        worker.shutdown();
                        return NtStatus.SUCCESS;
                    })
                    .build();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void aGoodFilterHasNoFinding(String name, Supplier<? extends Minifilter> filter) throws FilterException {
        VerificationReport report = new Verification(
                        FilterHarness.definition("good", "370000"), new MapConfiguration(Map.of()))
                .run(FilterCodeSource.of(filter));
        assertThat(report.violations()).as(name).isEmpty();
        assertThat(report.operations()).isGreaterThan(100);
    }

    @Test
    void theScriptHasEveryOperation() throws FilterException {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        new Verification(FilterHarness.definition("good", "370000"), new MapConfiguration(Map.of()))
                .run(FilterCodeSource.of(() -> manager -> registration()
                        .everyOperation(
                                (data, objects) -> {
                                    seen.add(data.operationName());
                                    return PreOperationStatus.SUCCESS_NO_CALLBACK;
                                },
                                (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING)
                        .build()));
        Set<String> all = new TreeSet<>();
        for (OperationKind kind : OperationKind.values()) {
            all.add(kind.operationName());
        }
        assertThat(seen).containsAll(all);
    }
}
