package dev.weir.filters.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.FilterHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets rid of protect, and how. */
@Timeout(60)
class ProtectUnloadTest {
    private static void load(FilterHarness harness, boolean sealed, boolean strict, String... globs)
            throws FilterException {
        harness.load(
                "protect",
                "320000",
                ProtectFilter::new,
                Map.of("globs", List.of(globs), "sealed", sealed, "strict", strict));
    }

    private static void assertAtWork(FilterHarness harness) {
        assertThat(harness.create("a.key").status()).isEqualTo(NtStatus.ACCESS_DENIED);
    }

    private static void assertGone(FilterHarness harness) {
        assertThat(harness.create("a.key").succeeded()).isTrue();
        assertThat(harness.manager().filters()).isEmpty();
        assertThat(harness.manager().findings().all()).isEmpty();
    }

    @Test
    void anyoneUnloadsAndDetachesItUnlessItIsSealed() throws FilterException {
        try (var harness = new FilterHarness()) {
            load(harness, false, false, "*.key");
            assertAtWork(harness);
            harness.detach("protect");
            assertThat(harness.volume().instances()).isEmpty();
            harness.attach("protect");
            assertThat(harness.unload("protect").outcome()).isEqualTo(Outcome.UNLOADED);
            assertGone(harness);
        }
    }

    @Test
    void sealedItRefusesAndIsAtWorkAsBefore() throws FilterException {
        try (var harness = new FilterHarness()) {
            load(harness, true, false, "*.key");
            for (int i = 0; i < 100; i++) {
                UnloadResult result = harness.unload("protect");
                assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
                assertThat(result.status()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
            }
            assertThatThrownBy(() -> harness.detach("protect"))
                    .isInstanceOfSatisfying(
                            FilterException.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH));
            assertAtWork(harness);
        }
    }

    @Test
    void sealedItIsStoppedAllTheSame() throws FilterException {
        try (var harness = new FilterHarness()) {
            load(harness, true, false, "*.key");
            UnloadResult result = harness.stop("protect");
            assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(result.ignored())
                    .contains("protect answered STATUS_FLT_DO_NOT_DETACH (0xC01C0010); ignored: stop is mandatory");
            assertGone(harness);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void strictItCanNotBeStoppedEither(boolean sealed) throws FilterException {
        try (var harness = new FilterHarness()) {
            load(harness, sealed, true, "*.key");
            assertThat(harness.stop("protect").status()).isEqualTo(NtStatus.INVALID_DEVICE_REQUEST);
            assertThat(harness.unload("protect").status()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
            assertThatThrownBy(() -> harness.detach("protect")).isInstanceOf(FilterException.class);
            assertThatThrownBy(() -> load(harness, false, false, "nothing"))
                    .as("it can't be loaded anew with another configuration")
                    .isInstanceOfSatisfying(
                            FilterException.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(NtStatus.IMAGE_ALREADY_LOADED));
            assertAtWork(harness);
        }
    }

    @Test
    void withoutAGlobItIsNotLoaded() {
        try (var harness = new FilterHarness()) {
            assertThatThrownBy(() -> load(harness, false, false)).hasMessageContaining("globs=");
            assertThat(harness.manager().filters()).isEmpty();
        }
    }

    @Test
    void withWhatIsNoGlobItIsNotLoaded() {
        try (var harness = new FilterHarness()) {
            assertThatThrownBy(() -> load(harness, false, false, "*.key", "[oops"))
                    .hasMessageContaining("'[oops' is not a glob");
            assertThat(harness.manager().filters()).isEmpty();
        }
    }
}
