package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private final Findings findings = new Findings();

    @Test
    void eachDistinctFindingIsKeptOnceWithACountAndTheFirstDetail() {
        findings.found("f", "did wrong", "first");
        findings.found("f", "did wrong", "second");
        findings.found("g", "did wrong", "third");
        findings.found("f", "did worse", "fourth\nand more");
        assertThat(findings.all())
                .containsExactlyInAnyOrder(
                        new Finding("f", "did wrong", 2, "first"),
                        new Finding("g", "did wrong", 1, "third"),
                        new Finding("f", "did worse", 1, "fourth\nand more"));
    }

    @Test
    void anExceptionIsToldByPlaceAndKeptWithItsTrace() {
        var failure = new IllegalStateException("bad");
        findings.threw("f", "pre-read", failure);
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.what())
                    .startsWith("pre-read threw java.lang.IllegalStateException at ")
                    .contains("FindingsTest");
            assertThat(finding.detail()).contains("IllegalStateException: bad").contains("\tat ");
        });
    }

    @Test
    void anExceptionWithoutATraceHasNoPlace() {
        var failure = new IllegalStateException("bad");
        failure.setStackTrace(new StackTraceElement[0]);
        findings.threw("f", "pre-read", failure);
        assertThat(findings.all())
                .extracting(Finding::what)
                .containsExactly("pre-read threw java.lang.IllegalStateException");
    }

    @Test
    void thereAreAtMostAThousandAndTheyGoOnCounting() {
        for (int i = 0; i < 1005; i++) {
            findings.found("f", "wrong " + i, "");
        }
        findings.found("f", "wrong 3", "");
        assertThat(findings.all())
                .hasSize(1000)
                .contains(new Finding("f", "wrong 999", 1, ""), new Finding("f", "wrong 3", 2, ""))
                .doesNotContain(new Finding("f", "wrong 1000", 1, ""));
    }

    @Test
    void eachNewFindingIsLoggedOnceInOneLine() {
        var logged = new ArrayList<String>();
        var logger = java.util.logging.Logger.getLogger("dev.weir.manager");
        var handler = new java.util.logging.Handler() {
            @Override
            public void publish(java.util.logging.LogRecord line) {
                logged.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            findings.found("f", "did wrong", "a reason ");
            findings.found("f", "did wrong", "another reason");
            findings.found("f", "did worse", "first \nsecond");
            findings.found("f", "said nothing", "\nsecond");
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(logged).containsExactly("f did wrong (a reason )", "f did worse (first)", "f said nothing ()");
    }
}
