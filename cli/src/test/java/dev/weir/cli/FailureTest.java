package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.NtStatus;
import dev.weir.service.Refusal;
import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void wordsOfAFilterStayOneLineAndCommandNoTerminal() {
        Failure failure = Failure.of(Refusal.no(NtStatus.FAILED_DRIVER_ENTRY, "threw two\nlines\u001b[31m\u2028end"));

        assertThat(failure.exitStatus()).isEqualTo(1);
        assertThat(failure.line()).isEqualTo("STATUS_FAILED_DRIVER_ENTRY (0xC0000365): threw two lines [31m end");
    }

    @Test
    void aLongLineKeepsItsBeginningAndItsRemedy() {
        Failure failure =
                Failure.of(Refusal.no(NtStatus.INVALID_PARAMETER, "'" + "9".repeat(100_000) + "' is not an altitude"));

        assertThat(failure.line())
                .startsWith("STATUS_INVALID_PARAMETER (0xC000000D): '999")
                .endsWith("9' is not an altitude")
                .hasSizeLessThan(1100);
    }
}
