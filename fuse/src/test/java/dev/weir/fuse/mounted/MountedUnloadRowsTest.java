package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterUnloadCallback;
import dev.weir.FilterUnloadFlag;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.RegistrationFlag;
import dev.weir.manager.FilterObject;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The unload rows through a real mount, while programs read and write it: nothing fails, nothing is lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MountedUnloadRowsTest {
    private static final int PROGRAMS = 2;

    private Mounted mounted;
    private Journals journals;

    /** Sees everything on its way down and up, and answers its unload as told. */
    private static final class Answering implements Minifilter {
        final List<Set<FilterUnloadFlag>> asked = Collections.synchronizedList(new ArrayList<>());
        final AtomicLong operations = new AtomicLong();
        private final @Nullable FilterUnloadCallback unload;
        private final boolean noStop;

        Answering(@Nullable FilterUnloadCallback unload, boolean noStop) {
            this.unload = unload;
            this.noStop = noStop;
        }

        static Answering with(NtStatus status) {
            return new Answering((filter, flags) -> status, false);
        }

        @Override
        public Registration registration(dev.weir.FilterManager manager) {
            Registration.Builder builder = Registration.builder()
                    .everyOperation(
                            (data, objects) -> {
                                operations.incrementAndGet();
                                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                            },
                            (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING);
            FilterUnloadCallback callback = unload;
            if (callback != null) {
                builder.unload((filter, flags) -> {
                    asked.add(flags);
                    return callback.unload(filter, flags);
                });
            }
            if (noStop) {
                builder.flag(RegistrationFlag.DO_NOT_SUPPORT_SERVICE_STOP);
            }
            return builder.build();
        }
    }

    @BeforeAll
    void mount() throws Exception {
        mounted = new Mounted();
        journals = new Journals(mounted, PROGRAMS);
        journals.awaitStart();
    }

    @AfterAll
    void unmount() throws Exception {
        if (mounted == null) {
            return;
        }
        try {
            assertThat(journals.finish()).isGreaterThan(100);
            assertThat(mounted.fuse.lostReplies()).isZero();
        } finally {
            journals.close();
            mounted.close();
        }
    }

    private static void assertAtWork(Answering filter) throws InterruptedException {
        long before = filter.operations.get();
        for (int tries = 0; tries < 1000 && filter.operations.get() == before; tries++) {
            Thread.sleep(10);
        }
        assertThat(filter.operations.get()).isGreaterThan(before);
    }

    private static void assertSilent(Answering filter) throws InterruptedException {
        long before = filter.operations.get();
        Thread.sleep(30);
        assertThat(filter.operations.get()).isEqualTo(before);
    }

    private UnloadResult unloaded(Answering filter, boolean mandatory) throws Exception {
        FilterObject object = mounted.load("row", "5000", () -> filter);
        assertAtWork(filter);
        UnloadResult result = mandatory ? mounted.stop("row") : mounted.unload("row");
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.UNLOADED);
        assertSilent(filter);
        assertThat(object.counts().preWithCallback())
                .isEqualTo(object.counts().post() + object.counts().drained());
        return result;
    }

    private void refused(Answering filter, boolean mandatory, int status) throws Exception {
        mounted.load("row", "5000", () -> filter);
        assertAtWork(filter);
        UnloadResult result = mandatory ? mounted.stop("row") : mounted.unload("row");
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.status().value()).isEqualTo(status);
        assertAtWork(filter);
    }

    private void remove() {
        assertThat(mounted.stop("row").outcome()).isEqualTo(Outcome.UNLOADED);
    }

    @Test
    @DisplayName("U1, U25: unloaded, reloaded at the same altitude, unloaded again")
    void u1() throws Exception {
        Answering filter = new Answering(FilterUnloadCallback.ALWAYS, false);
        unloaded(filter, false);
        unloaded(filter, false);
        assertThat(filter.asked).containsExactly(Set.of(), Set.of());
    }

    @Test
    @DisplayName("U2: refused with DO_NOT_DETACH, still at work; U5: stopped")
    void u2() throws Exception {
        Answering filter = Answering.with(NtStatus.FLT_DO_NOT_DETACH);
        refused(filter, false, 0xC01C0010);
        UnloadResult result = mounted.stop("row");
        assertThat(result.ignored()).isPresent();
        assertThat(filter.asked).containsExactly(Set.of(), Set.of(FilterUnloadFlag.MANDATORY));
        assertSilent(filter);
    }

    @Test
    @DisplayName("U3: refused with a warning")
    void u3() throws Exception {
        refused(Answering.with(NtStatus.NO_MORE_ENTRIES), false, 0x8000001A);
        remove();
    }

    @Test
    @DisplayName("U4: unloaded with TIMEOUT, PENDING and an informational status")
    void u4() throws Exception {
        unloaded(Answering.with(NtStatus.TIMEOUT), false);
        unloaded(Answering.with(NtStatus.PENDING), false);
        unloaded(Answering.with(NtStatus.OBJECT_NAME_EXISTS), false);
    }

    @Test
    @DisplayName(
            "U6, U7: DO_NOT_SUPPORT_SERVICE_STOP refuses a stop without asking, and honours the filter's answer otherwise")
    void u6() throws Exception {
        Answering filter = new Answering(FilterUnloadCallback.ALWAYS, true);
        refused(filter, true, 0xC0000010);
        assertThat(filter.asked).isEmpty();
        assertThat(mounted.unload("row").outcome()).isEqualTo(Outcome.UNLOADED);
    }

    @Test
    @DisplayName("U26, U37: an exception refuses a non-mandatory unload and is ignored by a stop")
    void u26() throws Exception {
        Answering filter = new Answering(
                (f, flags) -> {
                    throw new IllegalStateException("no");
                },
                false);
        refused(filter, false, NtStatus.UNSUCCESSFUL.value());
        remove();
    }

    @Test
    @DisplayName("U28: refused a hundred times, then stopped")
    void u28() throws Exception {
        Answering filter = Answering.with(NtStatus.FLT_DO_NOT_DETACH);
        mounted.load("row", "5000", () -> filter);
        for (int i = 0; i < 100; i++) {
            assertThat(mounted.unload("row").outcome()).isEqualTo(Outcome.REFUSED);
        }
        assertAtWork(filter);
        remove();
    }

    @Test
    @DisplayName("U32: an entry routine that fails after starting leaves nothing, under load")
    void u32() throws Exception {
        var filter = new Answering(FilterUnloadCallback.ALWAYS, false);
        Minifilter failing = new Minifilter() {
            @Override
            public Registration registration(dev.weir.FilterManager manager) {
                return filter.registration(manager);
            }

            @Override
            public NtStatus entry(dev.weir.FilterManager manager) throws dev.weir.FilterException {
                Minifilter.super.entry(manager);
                return NtStatus.INSUFFICIENT_RESOURCES;
            }
        };
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> mounted.load("row", "5000", () -> failing))
                .isInstanceOf(dev.weir.FilterException.class);
        assertThat(filter.asked).isEmpty();
        assertThat(mounted.volume().instances()).isEmpty();
        assertSilent(filter);
    }
}
