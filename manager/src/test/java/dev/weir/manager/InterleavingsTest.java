package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** That {@link Interleavings} finds a mistake where there is one. */
@ModelChecked
class InterleavingsTest {
    public static final class Counter {
        private final AtomicInteger count = new AtomicInteger();

        public void lookThenAdd() {
            count.set(count.get() + 1);
        }

        public void waitForThree() {
            while (count.get() < 3) {
                Thread.onSpinWait();
            }
        }

        @Validate
        public void holds() {
            if (count.get() != 2) {
                throw new IllegalStateException("counted " + count.get());
            }
        }
    }

    public static final class Throwing {
        public void fail() {
            throw new IllegalStateException("failed");
        }

        @Validate
        public void holds() {}
    }

    @Test
    void anOrderInWhichAStepIsLostIsFound() {
        assertThatThrownBy(() -> Interleavings.of(Counter.class)
                        .thread("lookThenAdd")
                        .thread("lookThenAdd")
                        .hold())
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("counted 1");
    }

    @Test
    void anOrderInWhichSomebodyWaitsForEverIsFound() {
        assertThatThrownBy(() -> Interleavings.of(Counter.class)
                        .thread("lookThenAdd", "lookThenAdd")
                        .thread("waitForThree")
                        .hold())
                .isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void whatAThreadThrowsIsFound() {
        assertThatThrownBy(() -> Interleavings.of(Throwing.class).thread("fail").hold())
                .isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void aSubjectThatNothingIsValidatedOfIsRefused() {
        assertThatThrownBy(() -> Interleavings.of(Object.class).thread("notify").hold())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
