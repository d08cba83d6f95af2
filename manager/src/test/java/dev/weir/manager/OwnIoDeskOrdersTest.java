package dev.weir.manager;

import dev.weir.io.OwnIoException;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** A filter's own I/O that comes and goes while its instance is torn down. */
@ModelChecked
class OwnIoDeskOrdersTest {
    public static final class Desk {
        private final OwnIoDesk desk = new OwnIoDesk(new LayerBench().instance("1"));
        private volatile boolean quiet;
        private volatile boolean closed;
        private volatile boolean fault;

        public void use() {
            try {
                desk.enter();
            } catch (OwnIoException refused) {
                return;
            }
            fault |= quiet;
            desk.exit();
        }

        public void closeFile() {
            if (desk.enterToClose()) {
                fault |= closed;
                desk.exit();
            }
        }

        /** As a teardown does it: once nothing is in progress there is no more, but closes. */
        public void tearDown() {
            desk.refuse();
            while (desk.inProgress() > 0) {
                Thread.onSpinWait();
            }
            quiet = true;
            desk.close();
            closed = true;
        }

        @Validate
        public void holds() {
            if (fault) {
                throw new IllegalStateException("own I/O went on after its end");
            }
            if (desk.inProgress() != 0) {
                throw new IllegalStateException(desk.inProgress() + " are still counted");
            }
        }
    }

    @Test
    void nothingBeginsOnceTheTeardownHasSeenNothingInProgress() {
        Interleavings.of(Desk.class).thread("use", "use").thread("tearDown").hold();
    }

    @Test
    void aFileIsClosedByItsFilterBeforeTheDeskIsClosedOrNotAtAll() {
        Interleavings.of(Desk.class)
                .thread("use")
                .thread("closeFile")
                .thread("tearDown")
                .hold();
    }
}
