package dev.weir.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.linux.NativeMemory;
import dev.weir.testkit.RecordingFilter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** A request that is given up at the very moment at which it is done is answered once, and under its own number. */
class GivenUpRequestsTest {
    private static final int REQUESTS = 40_000;
    private static final int FIRST = 1000;

    private final AtomicIntegerArray answers = new AtomicIntegerArray(REQUESTS);
    private final AtomicBoolean stray = new AtomicBoolean();

    private long take(long address, long length) {
        long number = NativeMemory.getLong(address + 8) / 2 - FIRST;
        if (number < 0 || number >= REQUESTS) {
            stray.set(true);
        } else {
            answers.incrementAndGet((int) number);
        }
        return length;
    }

    private static void giveUpWhatIsAtHand(InFlight requests) {
        requests.forEach(exchange -> {
            exchange.pin();
            try {
                long request = exchange.unique();
                if (request != 0 && !exchange.isAnswered()) {
                    exchange.giveUp(request);
                }
            } finally {
                exchange.unpin();
            }
        });
    }

    @Test
    void areAnsweredOnceUnderTheirOwnNumber() throws Exception {
        try (var kernel = new FakeKernel()) {
            Answer made = kernel.create(FakeKernel.ROOT, "a");
            kernel.harness.load(new RecordingFilter("busy").quiet(), "300000");
            var exchange = new Exchange(kernel.connection, this::take, Buffers.ofWorker(1 << 17));
            var over = new AtomicBoolean();
            Thread impatient = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    giveUpWhatIsAtHand(kernel.connection.inFlight());
                }
            });
            byte[] body = Body.empty().word(made.word(Entries.ENTRY)).zeros(16).bytes();
            try {
                for (int i = 0; i < REQUESTS; i++) {
                    byte[] flush = kernel.message(Opcode.FLUSH.number(), 2L * (FIRST + i), made.node(), body);
                    NativeMemory.copyIn(flush, 0, exchange.buffers().request(), flush.length);
                    RequestHandler.handle(exchange, flush.length);
                }
            } finally {
                over.set(true);
                impatient.join();
                exchange.close();
            }
            assertThat(kernel.connection.failures()).isZero();
        }
        assertThat(stray.get()).as("an answer to nothing").isFalse();
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(answers.get(i)).as("answers to request %d", i).isEqualTo(1);
        }
    }
}
