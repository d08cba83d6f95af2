package dev.weir.filters.samples.cdo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.FilterHarness;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CdoFilterTest {
    @Test
    void refusesToGoWhileItsControlObjectIsOpen() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("cdo", "370100", CdoFilter::new, Map.of());
            assertThat(harness.volume().instances()).isEmpty();
            try (var program = harness.connect(CdoFilter.CONTROL_OBJECT, "")) {
                for (int i = 0; i < 100; i++) {
                    var refusal = harness.unload("cdo");
                    assertThat(refusal.outcome()).isEqualTo(Outcome.REFUSED);
                    assertThat(refusal.status()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
                }
                assertThat(program.isCutOff()).isFalse();
            }
            assertThat(harness.unload("cdo").outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(harness.manager().port(CdoFilter.CONTROL_OBJECT)).isEmpty();
            assertThat(harness.manager().findings().all()).isEmpty();
        }
    }

    @Test
    void aStopUnloadsItAllTheSame() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("cdo", "370100", CdoFilter::new, Map.of());
            try (var program = harness.connect(CdoFilter.CONTROL_OBJECT, "")) {
                var result = harness.stop("cdo");
                assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
                assertThat(result.ignored()).isEmpty();
                assertThat(program.isCutOff()).isTrue();
            }
            assertThat(harness.manager().findings().all()).isEmpty();
        }
    }

    @Test
    void itsControlObjectIsForOneProgramAtATime() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.load("cdo", "370100", CdoFilter::new, Map.of());
            try (var program = harness.connect(CdoFilter.CONTROL_OBJECT, "")) {
                Assertions.assertThatThrownBy(() -> harness.connect(CdoFilter.CONTROL_OBJECT, ""))
                        .isInstanceOfSatisfying(
                                FilterException.class,
                                refusal -> assertThat(refusal.status()).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT));
                assertThat(program.isCutOff()).isFalse();
            }
        }
    }
}
