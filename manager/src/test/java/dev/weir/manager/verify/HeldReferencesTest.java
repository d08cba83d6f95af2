package dev.weir.manager.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Filter;
import dev.weir.manager.Finding;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldReferencesTest {
    private final Verified verified = new Verified();
    private final HeldReferences references = verified.verifier.references();

    @ParameterizedTest
    @CsvSource({"FileNode of x, a FileNode of x", "Instance of x, an Instance of x", "OwnFile of x, an OwnFile of x"})
    void whatIsHeldAtTheEndIsFoundAndClosedOnce(String what, String told) {
        var closed = new AtomicInteger();
        references.taken(closed::incrementAndGet, what, "at here");

        references.settleAtTheEnd();
        references.settleAtTheEnd();

        assertThat(verified.found())
                .containsExactly(
                        new Finding("f", "leaked-reference: " + told + " was not closed", 1, "taken here:\nat here"));
        assertThat(closed).hasValue(1);
    }

    @Test
    void whatWasReleasedIsNotFound() {
        AutoCloseable reference = () -> {};
        references.taken(reference, "FileNode", "");

        assertThat(references.released(reference)).isTrue();
        assertThat(references.released(reference)).isFalse();
        references.settleAtTheEnd();

        assertThat(verified.found()).isEmpty();
    }

    @Test
    void oneThatCantBeClosedKeepsNobodyElseOpen() {
        var closed = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            references.taken(
                    () -> {
                        closed.incrementAndGet();
                        throw new IllegalStateException("no");
                    },
                    "FileNode",
                    "");
        }

        references.settleAtTheEnd();

        assertThat(closed).hasValue(3);
        assertThat(verified.found()).extracting(Finding::count).containsExactly(3L);
    }

    @Test
    void itWaitsUntilTheInstancesAreGone() {
        var asked = new AtomicInteger();
        var closed = new AtomicInteger();
        references.taken(closed::incrementAndGet, "FileNode", "");
        Supplier<Object> instances = () -> {
            assertThat(closed).hasValue(0);
            return asked.incrementAndGet() < 3 ? List.of(Verified.instance()) : List.of();
        };
        references.filter(Stub.of(Filter.class, Map.of("instances", instances)));

        references.settleAtTheEnd();

        assertThat(asked).hasValue(3);
        assertThat(closed).hasValue(1);
    }
}
