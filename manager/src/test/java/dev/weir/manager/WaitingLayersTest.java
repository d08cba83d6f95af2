package dev.weir.manager;

import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** Operations that wait for their post-operations, while an instance on their way is torn down. */
@ModelChecked
class WaitingLayersTest {
    /** Operations, one after the other with one object as a front does it: the slot that the upper one had is the lower one's then. */
    public static final class Passing {
        private final LayerBench bench = new LayerBench();
        private final Watched upper = new Watched(bench, "2");
        private final Watched lower = new Watched(bench, "1");

        public void passUpper() {
            upper.pass();
        }

        /** Below, it waits for the teardown, which is to wait for nothing of that. */
        public void passUpperOnceItIsGone() {
            upper.passOnceGone(upper);
        }

        public void passLower() {
            lower.pass();
        }

        public void passLowerOnceUpperIsGone() {
            lower.passOnceGone(upper);
        }

        public void descendUpper() {
            upper.descend();
        }

        public void ascendUpper() {
            upper.ascend();
        }

        /** All of it: closing, and looking at every operation of the volume. */
        public void leaveUpper() {
            upper.instance.leaveOperations(false, new TeardownTally(holder -> {}));
            upper.end();
        }

        public void drainUpper() {
            upper.drain(false);
        }

        public void drainLower() {
            lower.drain(false);
        }

        @Validate
        public void holds() {
            upper.holds();
            lower.holds();
            bench.holds();
        }
    }

    @Test
    void whatWaitsIsDrainedOnceAndNothingIsCalledAfterTheTeardown() {
        Interleavings.of(Passing.class).thread("passUpper").thread("drainUpper").hold();
    }

    @Test
    void aTeardownClosesBeforeItLooks() {
        Interleavings.of(Passing.class)
                .aside("OwnIoDesk", "ProviderGate", "WorkItems")
                .thread("leaveUpper")
                .thread("passUpperOnceItIsGone")
                .hold();
    }

    @Test
    void aSlotThatIsUsedAgainForAnotherInstanceIsLeftAlone() {
        Interleavings.of(Passing.class)
                .first("descendUpper")
                .thread("drainUpper")
                .thread("ascendUpper", "passLowerOnceUpperIsGone")
                .hold();
    }

    @Test
    void twoTeardownsAtOnceEachDrainTheirOwn() {
        Interleavings.of(Passing.class)
                .first("descendUpper")
                .thread("ascendUpper", "passLower")
                .thread("drainUpper")
                .thread("drainLower")
                .hold();
    }
}
