package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.CallbackData;
import dev.weir.Filter;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperation;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import dev.weir.context.SetContextOperation;
import dev.weir.manager.verify.Rule;
import dev.weir.operation.Read;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** For each rule, a filter that breaks it on purpose, and the verifier that sees it. */
@Timeout(600)
class VerifierFindsTest {
    private static VerificationReport verify(Supplier<? extends Minifilter> filter) throws FilterException {
        return new Verification(FilterHarness.definition("bad", "370000"), new MapConfiguration(Map.of()))
                .patience(Duration.ofMillis(500))
                .run(FilterCodeSource.of(filter));
    }

    /** The one finding of the report. */
    private static VerificationReport.Violation only(Rule rule, VerificationReport report) {
        assertThat(report.violations())
                .extracting(VerificationReport.Violation::rule)
                .containsOnly(rule);
        return report.violations().getFirst();
    }

    private static Registration.Builder registration() {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS);
    }

    private static Registration.Builder reads(PreOperation<Object> pre) throws FilterException {
        return registration().preOperation(MajorFunction.READ, pre);
    }

    // ---- references

    private static final ContextKind<dev.weir.FileNode, String> NOTE = ContextKind.file(String.class);

    static final class LeaksAContext implements Minifilter {
        @Override
        public Registration registration(FilterManager manager) throws FilterException {
            return reads((data, objects) -> {
                        ContextReference<String> note =
                                objects.instance().getOrSetContext(NOTE, data.node(), () -> "seen");
                        assertThat(note.isPresent()).isTrue();
                        return PreOperationStatus.SUCCESS_NO_CALLBACK;
                    })
                    .context(NOTE)
                    .build();
        }
    }

    @Test
    void aContextReferenceThatIsNeverClosed() throws FilterException {
        var found = only(Rule.LEAKED_REFERENCE, verify(LeaksAContext::new));
        assertThat(found.what()).contains("ContextReference").contains("getOrSetContext");
        assertThat(found.detail())
                .anyMatch(line -> line.contains("LeaksAContext") && line.contains("VerifierFindsTest.java:"));
    }

    @Test
    void aFilterReferenceThatIsNeverClosed() throws FilterException {
        var found = only(Rule.LEAKED_REFERENCE, verify(() -> new Minifilter() {
            @Override
            public Registration registration(FilterManager manager) {
                return VerifierFindsTest.registration().build();
            }

            @Override
            public NtStatus entry(FilterManager manager) throws FilterException {
                Filter filter = manager.register(registration(manager));
                filter.reference();
                filter.startFiltering();
                return NtStatus.SUCCESS;
            }
        }));
        assertThat(found.what()).contains("ObjectReference of Filter.reference()");
        assertThat(found.count()).isEqualTo(2);
    }

    @Test
    void aContextReferenceThatIsClosedTwice() throws FilterException {
        var found = only(
                Rule.STALE_USE,
                verify(() -> manager -> registration()
                        .context(NOTE)
                        .preOperation(MajorFunction.READ, (data, objects) -> {
                            ContextReference<String> note = objects.instance().allocateContext(NOTE, "x");
                            objects.instance()
                                    .setContext(NOTE, data.node(), SetContextOperation.REPLACE_IF_EXISTS, note);
                            note.close();
                            note.close();
                            return PreOperationStatus.SUCCESS_NO_CALLBACK;
                        })
                        .build()));
        assertThat(found.what()).contains("closed twice");
        assertThat(found.detail()).first().asString().contains("VerifierFindsTest");
    }

    // ---- answers

    @Test
    void aStatusThatNeedsAPostOperationWithoutOne() throws FilterException {
        var found = only(
                Rule.STATUS_WITHOUT_POST,
                verify(() -> manager -> reads((data, objects) -> PreOperationStatus.SUCCESS_WITH_CALLBACK)
                        .build()));
        assertThat(found.what())
                .isEqualTo(
                        "the pre-operation of read answered SUCCESS_WITH_CALLBACK, and no post-operation is registered");
        assertThat(found.detail()).first().asString().contains("VerifierFindsTest");
    }

    static PreOperationStatus movesSilently(CallbackData data) {
        if (data.parameters() instanceof Read read) {
            read.setOffset(read.offset() + 1);
        }
        return PreOperationStatus.SUCCESS_NO_CALLBACK;
    }

    @Test
    void aChangedParameterThatIsNotMarked() throws FilterException {
        var found = only(
                Rule.NOT_MARKED,
                verify(() ->
                        manager -> reads((data, objects) -> movesSilently(data)).build()));
        assertThat(found.what()).startsWith("Read.setOffset() changed a parameter");
        assertThat(found.detail())
                .anyMatch(line -> line.contains("VerifierFindsTest.movesSilently(VerifierFindsTest.java:"));
    }

    @Test
    void aParameterThatIsChangedInAPostOperation() throws FilterException {
        var found = only(
                Rule.NOT_MARKED,
                verify(() -> manager -> registration()
                        .postOperation(MajorFunction.READ, (data, objects, flags) -> {
                            movesSilently(data);
                            return PostOperationStatus.FINISHED_PROCESSING;
                        })
                        .build()));
        assertThat(found.what()).contains("in a post-operation");
    }

    // ---- keeping

    @Test
    void anOperationThatIsKeptAndNeverResumed() throws FilterException {
        VerificationReport report = verify(() ->
                manager -> reads((data, objects) -> PreOperationStatus.PENDING).build());
        var found = only(Rule.PEND_WITHOUT_RESUME, report);
        assertThat(found.what()).contains("pre-operation of read");
        assertThat(report.notes()).anyMatch(note -> note.contains("'read'"));
    }

    @Test
    void aPostOperationThatIsKeptAndNeverResumed() throws FilterException {
        var found = only(
                Rule.PEND_WITHOUT_RESUME,
                verify(() -> manager -> registration()
                        .postOperation(
                                MajorFunction.READ,
                                (data, objects, flags) -> flags.isEmpty()
                                        ? PostOperationStatus.MORE_PROCESSING_REQUIRED
                                        : PostOperationStatus.FINISHED_PROCESSING)
                        .build()));
        assertThat(found.what()).contains("post-operation of read");
    }

    @Test
    void anOperationThatIsResumedByACallbackWhichPassesItOnToo() throws FilterException {
        only(
                Rule.RESUMED_NOT_KEPT,
                verify(() -> manager -> reads((data, objects) -> {
                            data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
                            return PreOperationStatus.SUCCESS_NO_CALLBACK;
                        })
                        .build()));
    }

    @Test
    void anOperationThatIsResumedTwice() throws FilterException {
        var found = only(
                Rule.RESUMED_TWICE,
                verify(() -> manager -> reads((data, objects) -> {
                            try {
                                data.queueDeferredWork(VerifierFindsTest::resumeTwice);
                            } catch (FilterException torn) {
                                return PreOperationStatus.SUCCESS_NO_CALLBACK;
                            }
                            return PreOperationStatus.PENDING;
                        })
                        .build()));
        assertThat(found.what()).contains("completePendedPreOperation()").contains("pre-operation of read");
        assertThat(found.detail())
                .anyMatch(line -> line.contains("VerifierFindsTest.resumeTwice(VerifierFindsTest.java:"));
    }

    private static void resumeTwice(CallbackData data) {
        data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
        data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
    }

    // ---- locks

    static final class KeepsALock implements Minifilter {
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public Registration registration(FilterManager manager) throws FilterException {
            return readsUnderALock().build();
        }

        private Registration.Builder readsUnderALock() throws FilterException {
            return VerifierFindsTest.registration()
                    .operation(
                            MajorFunction.READ,
                            (data, objects) -> {
                                lock.lock();
                                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                            },
                            (data, objects, flags) -> {
                                if (lock.isHeldByCurrentThread()) {
                                    lock.unlock();
                                }
                                return PostOperationStatus.FINISHED_PROCESSING;
                            });
        }
    }

    @Test
    void aLockThatIsHeldFromThePreOperationToThePostOperation() throws FilterException {
        var found = only(Rule.LOCK_HELD, verify(KeepsALock::new));
        assertThat(found.what()).contains("pre-operation of read").contains("ReentrantLock");
        assertThat(found.detail()).first().asString().contains("KeepsALock");
    }

    // ---- too late

    static final class RemembersOperations implements Minifilter {
        private final Deque<CallbackData> last = new ArrayDeque<>();

        @Override
        public Registration registration(FilterManager manager) throws FilterException {
            return reads(this::usesTheLast).build();
        }

        private PreOperationStatus usesTheLast(CallbackData data, dev.weir.RelatedObjects<Object> objects) {
            CallbackData earlier = last.poll();
            if (earlier != null) {
                earlier.buffer();
            }
            last.add(data);
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
    }

    @Test
    void anOperationThatIsUsedAfterItsCallback() throws FilterException {
        var found = only(Rule.STALE_USE, verify(RemembersOperations::new));
        assertThat(found.what()).isEqualTo("CallbackData.buffer() was called when the pre-operation of read was over");
        assertThat(found.detail())
                .anyMatch(line -> line.contains("RemembersOperations.usesTheLast(VerifierFindsTest.java:"));
    }

    @Test
    void aBufferThatIsUsedByAnotherThreadAfterItsCallback() throws FilterException {
        var found = only(
                Rule.STALE_USE,
                verify(() -> manager -> reads((data, objects) -> {
                            var buffer = data.buffer();
                            var over = new CountDownLatch(1);
                            Thread.ofPlatform().daemon().name("late reader").start(() -> {
                                try {
                                    over.await();
                                    Thread.sleep(50);
                                    buffer.segment();
                                } catch (InterruptedException | IllegalStateException e) {
                                    Thread.currentThread().interrupt();
                                }
                            });
                            over.countDown();
                            return PreOperationStatus.SUCCESS_NO_CALLBACK;
                        })
                        .build()));
        assertThat(found.what()).contains("DataBuffer.segment()");
    }

    // ---- the end

    @Test
    void anUnloadThatIsRefusedAfterUnregistering() throws FilterException {
        only(
                Rule.UNLOAD_ORDER,
                verify(() -> manager -> Registration.builder()
                        .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                        .unload((filter, flags) -> {
                            filter.unregister();
                            return NtStatus.FLT_DO_NOT_DETACH;
                        })
                        .build()));
    }

    @Test
    void aThreadThatGoesOn() throws FilterException {
        var end = new CountDownLatch(1);
        try {
            var found = only(Rule.THREAD_LEFT, verify(() -> new Minifilter() {
                @Override
                public Registration registration(FilterManager manager) {
                    Thread.ofPlatform().daemon().name("left by bad").start(() -> {
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    return VerifierFindsTest.registration().build();
                }
            }));
            assertThat(found.what()).isEqualTo("thread 'left by bad' goes on after the unload");
            assertThat(found.detail()).anyMatch(line -> line.contains("VerifierFindsTest"));
        } finally {
            end.countDown();
        }
    }

    @Test
    void anExceptionThatComesOutOfACallback() throws FilterException {
        var found = only(
                Rule.EXCEPTION,
                verify(() -> manager -> reads((data, objects) -> {
                            throw new IllegalArgumentException("on purpose");
                        })
                        .build()));
        assertThat(found.detail()).anyMatch(line -> line.contains("VerifierFindsTest"));
    }

    @Test
    void whatTheManagerFindsIsReportedToo() throws FilterException {
        var found = only(
                Rule.OTHER,
                verify(() -> manager ->
                        reads((data, objects) -> PreOperationStatus.COMPLETE).build()));
        assertThat(found.what()).contains("without setting a status");
    }

    @Test
    void everyRuleHasARemedy() {
        assertThat(List.of(Rule.values())).allMatch(rule -> !rule.remedy().isEmpty());
    }
}
