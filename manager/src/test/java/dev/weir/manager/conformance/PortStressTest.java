package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ClientPort;
import dev.weir.FilterException;
import dev.weir.MessageResult;
import dev.weir.NtStatus;
import dev.weir.manager.UnloadResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages both ways from many threads while programs come and go and the filter is unloaded. */
@Timeout(120)
class PortStressTest {
    private static final int CYCLES = 25;
    private static final int PROGRAMS = 3;
    private static final int SENDERS = 3;
    private static final Set<NtStatus> FAILURES = Set.of(NtStatus.TIMEOUT, NtStatus.PORT_DISCONNECTED);

    private final Rig rig = new Rig();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong replied = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();
    private final List<String> wrong = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -7})
    @DisplayName("each message is replied to or fails exactly once; each connection is disconnected exactly once")
    void exactlyOnce(long seed) throws Exception {
        var random = new Random(seed);
        try (rig) {
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                cycle(random);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(accepted.get()).isEqualTo(replied.get());
        assertThat(answered.get()).isEqualTo(calls.get());
        assertThat(replied.get()).isPositive();
        assertThat(failed.get()).isPositive();
    }

    private void cycle(Random random) throws Exception {
        var ported = new PortFilter();
        var stop = new AtomicBoolean();
        ported.message = (client, input, output) -> {
            calls.incrementAndGet();
            output.put(input);
            return NtStatus.SUCCESS;
        };
        ported.in(rig);
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < PROGRAMS; i++) {
            long seed = random.nextLong();
            running.add(CompletableFuture.runAsync(() -> program(new Random(seed), stop), rig.threads));
        }
        for (int i = 0; i < SENDERS; i++) {
            long seed = random.nextLong();
            running.add(CompletableFuture.runAsync(() -> sender(new Random(seed), ported, stop), rig.threads));
        }
        Thread.sleep(5 + random.nextInt(20));
        assertThat(rig.unload("ported").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(ported.port.connections()).isZero();
        assertThat(ported.disconnects()).isEqualTo(ported.filter.count(line -> line.startsWith("connect")));
        stop.set(true);
        running.forEach(Rig::get);
    }

    /** Connects, gets messages and replies to most of them, sends its own, goes, and comes again. */
    private void program(Random random, AtomicBoolean stop) {
        while (!stop.get()) {
            try {
                var program = new PortProgram(rig.manager, "port", "");
                for (int i = random.nextInt(30); i > 0 && program.cutOff.getCount() > 0; i--) {
                    step(program, random);
                }
                program.close();
            } catch (FilterException refused) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    private void step(PortProgram program, Random random) {
        if (random.nextInt(4) == 0) {
            NtStatus status = program.send("text", 4).status();
            if (status.equals(NtStatus.SUCCESS)) {
                answered.incrementAndGet();
            } else if (!status.equals(NtStatus.INVALID_HANDLE)) {
                wrong.add("send " + status);
            }
            return;
        }
        var getting = new PortProgram.Getting();
        program.connection.get(64, getting);
        if (random.nextInt(3) == 0) {
            program.connection.cancel(getting);
        }
        PortProgram.Got got = Rig.get(getting.end);
        if (got.replyLength() == 0 || random.nextInt(10) == 0) {
            return;
        }
        NtStatus first = program.reply(got, "yes");
        NtStatus second = program.reply(got, "again");
        if (first.equals(NtStatus.SUCCESS)) {
            accepted.incrementAndGet();
        }
        if (second.equals(NtStatus.SUCCESS)) {
            wrong.add("a second reply was taken");
        }
    }

    private void sender(Random random, PortFilter ported, AtomicBoolean stop) {
        while (!stop.get()) {
            if (ported.clients.isEmpty()) {
                LockSupport.parkNanos(100_000);
                continue;
            }
            ClientPort client = ported.client();
            if (random.nextInt(40) == 0) {
                client.close();
                continue;
            }
            boolean wantsReply = random.nextInt(3) > 0;
            Duration timeout = Duration.ofMillis(1 + random.nextInt(20));
            MessageResult result = wantsReply
                    ? client.sendMessage(PortProgram.bytes("ask"), 3, timeout)
                    : client.sendMessage(PortProgram.bytes("tell"), timeout);
            if (FAILURES.contains(result.status())) {
                failed.incrementAndGet();
            } else if (!result.isReplied()) {
                wrong.add("sendMessage " + result.status());
            } else if (wantsReply) {
                replied.incrementAndGet();
            }
        }
    }
}
