package dev.weir.manager;

import dev.weir.FilterException;
import dev.weir.ObjectReference;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** References that are taken and given back while what they refer to is torn down. */
@ModelChecked
class ReferenceCountOrdersTest {
    public static final class Counted {
        private final ReferenceCount count = new ReferenceCount(this::end);
        private final AtomicInteger ended = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();
        private volatile boolean fault;

        private void end() {
            ended.incrementAndGet();
        }

        public void use() {
            try {
                ObjectReference reference = count.take("object");
                fault |= ended.get() > 0;
                reference.close();
                // A second time counts for nothing.
                reference.close();
            } catch (FilterException refused) {
                fault |= closed.get() == 0;
            }
        }

        public void close() {
            closed.incrementAndGet();
            count.close();
        }

        @Validate
        public void holds() {
            if (fault || ended.get() != 1 || count.held() != 0) {
                throw new IllegalStateException(
                        "ended " + ended.get() + " times, " + count.held() + " held, fault " + fault);
            }
        }
    }

    @Test
    void whoComesTooLateIsRefused() {
        Interleavings.of(Counted.class).thread("close").thread("use").hold();
    }

    @Test
    void theEndComesOnceAndNotWhileSomebodyRefersToIt() {
        Interleavings.of(Counted.class)
                .thread("use")
                .thread("use")
                .thread("close")
                .hold();
    }
}
