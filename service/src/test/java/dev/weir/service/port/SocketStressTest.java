package dev.weir.service.port;

import static dev.weir.service.port.PortService.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ClientPort;
import dev.weir.MessageResult;
import dev.weir.NtStatus;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.port.PortClient;
import dev.weir.port.PortException;
import dev.weir.port.PortMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same as over the in-process transport, through sockets: programs come and go, and in the end the filter is unloaded under them. */
@Timeout(180)
class SocketStressTest {
    private static final int PROGRAMS = 4;
    private static final int SENDERS = 4;
    private static final long MILLIS = 1500;
    private static final Set<NtStatus> FAILURES = Set.of(NtStatus.TIMEOUT, NtStatus.PORT_DISCONNECTED);

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong replied = new AtomicLong();
    private final AtomicInteger connects = new AtomicInteger();
    private final List<ClientPort> clients = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stop = new AtomicBoolean();

    @ParameterizedTest
    @ValueSource(longs = {3, 20_261_123})
    void eachMessageIsRepliedToOrFailsExactlyOnce(long seed) throws Exception {
        var random = new Random(seed);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (PortService service = new PortService()) {
            service.connect = (client, context) -> {
                connects.incrementAndGet();
                clients.add(client);
                return client;
            };
            service.disconnect = clients::remove;
            service.port("echo");
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int i = 0; i < PROGRAMS; i++) {
                long own = random.nextLong();
                running.add(CompletableFuture.runAsync(() -> program(service, new Random(own)), threads));
            }
            for (int i = 0; i < SENDERS; i++) {
                long own = random.nextLong();
                running.add(CompletableFuture.runAsync(() -> sender(new Random(own)), threads));
            }
            Thread.sleep(MILLIS);
            assertThat(service.unload().outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(service.disconnects.get()).isEqualTo(connects.get());
            stop.set(true);
            for (CompletableFuture<Void> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
        assertThat(wrong).isEmpty();
        // The connection may end while the program is told that its reply was taken.
        assertThat(accepted.get()).isBetween(1L, replied.get());
    }

    private void program(PortService service, Random random) {
        while (!stop.get()) {
            try (PortClient program = PortClient.connect(service.socket("echo"), bytes(""))) {
                for (int i = random.nextInt(40); i > 0; i--) {
                    step(program, random);
                }
            } catch (PortException over) {
                LockSupport.parkNanos(100_000);
            } catch (IOException gone) {
                LockSupport.parkNanos(100_000);
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    private void step(PortClient program, Random random) throws PortException, InterruptedException {
        if (random.nextInt(4) == 0) {
            NtStatus status = program.send(bytes("text"), 4).status();
            if (!status.equals(NtStatus.SUCCESS) && !status.equals(NtStatus.INVALID_HANDLE)) {
                wrong.add("send " + status);
            }
            return;
        }
        Optional<PortMessage> got = program.getMessage(Duration.ofMillis(1 + random.nextInt(10)));
        if (got.isEmpty() || !got.get().wantsReply()) {
            return;
        }
        if (program.reply(got.get(), NtStatus.SUCCESS, bytes("yes")).equals(NtStatus.SUCCESS)) {
            accepted.incrementAndGet();
        }
        if (program.reply(got.get(), NtStatus.SUCCESS, bytes("no")).equals(NtStatus.SUCCESS)) {
            wrong.add("a second reply was taken");
        }
    }

    private void sender(Random random) {
        while (!stop.get()) {
            List<ClientPort> now = List.copyOf(clients);
            if (now.isEmpty()) {
                LockSupport.parkNanos(100_000);
                continue;
            }
            ClientPort client = now.get(random.nextInt(now.size()));
            if (random.nextInt(60) == 0) {
                client.close();
                continue;
            }
            MessageResult result = client.sendMessage(bytes("ask"), 3, Duration.ofMillis(1 + random.nextInt(50)));
            if (result.isReplied()) {
                replied.incrementAndGet();
            } else if (!FAILURES.contains(result.status())) {
                wrong.add("sendMessage " + result.status());
            }
        }
    }
}
