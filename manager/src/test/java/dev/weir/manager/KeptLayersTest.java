package dev.weir.manager;

import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** An operation that filters keep and resume, while one of their instances is torn down and takes what it finds kept. */
@ModelChecked
class KeptLayersTest {
    /** Two instances that keep it, one after the other in the same slot. */
    public static final class Keeping {
        private final LayerBench bench = new LayerBench();
        private final Watched upper = new Watched(bench, "2");
        private final Watched lower = new Watched(bench, "1");

        public void keepUpper() {
            upper.keep();
        }

        public void beginToKeepUpper() {
            upper.beginToKeep();
        }

        public void endToKeepUpper() {
            upper.endToKeep();
        }

        public void keepLower() {
            lower.keep();
        }

        public void resumeUpper() {
            upper.resume();
        }

        /** By what its filter was handed, whatever the slot is used for by now. */
        public void resumeUpperAgain() {
            upper.resumeAgain();
        }

        /** Once it is kept: nobody takes it from the lower one, whose instance stays. */
        public void resumeLower() {
            while (!lower.keeps()) {
                Thread.onSpinWait();
            }
            if (!lower.resume()) {
                lower.fault("robbed of what it keeps");
            }
        }

        public void tearDownUpper() {
            upper.drain(true);
        }

        @Validate
        public void holds() {
            upper.holds();
            lower.holds();
            bench.holds();
        }
    }

    @Test
    void whatIsKeptIsResumedOrTakenButNotBoth() {
        Interleavings.of(Keeping.class)
                .thread("keepUpper")
                .thread("resumeUpper")
                .thread("tearDownUpper")
                .hold();
    }

    @Test
    void whatTheNextInstanceKeepsInTheSameSlotIsLeftToIt() {
        Interleavings.of(Keeping.class)
                .first("beginToKeepUpper")
                .thread("tearDownUpper", "resumeLower")
                .thread("resumeUpper", "endToKeepUpper", "keepLower")
                .hold();
    }

    @Test
    void aResumeThatComesTwiceResumesNothingElse() {
        Interleavings.of(Keeping.class)
                .first("beginToKeepUpper")
                .thread("resumeUpperAgain", "resumeLower")
                .thread("resumeUpper", "endToKeepUpper", "keepLower")
                .hold();
    }
}
