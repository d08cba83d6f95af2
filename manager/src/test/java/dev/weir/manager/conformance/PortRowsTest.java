package dev.weir.manager.conformance;

import static dev.weir.manager.conformance.PortProgram.bytes;
import static dev.weir.manager.conformance.PortProgram.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ClientPort;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PortDefinition;
import dev.weir.PortSecurity;
import dev.weir.manager.FilterObject;
import dev.weir.manager.Finding;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports and their life cycle: the tables of §4.1, §4.2 and the callbacks. */
@Timeout(60)
class PortRowsTest {
    private final Rig rig = new Rig();
    private final PortFilter ported = new PortFilter();

    @AfterEach
    void close() {
        rig.close();
    }

    private PortProgram connect() throws FilterException {
        return new PortProgram(rig.manager, "port", "hello");
    }

    private static void refused(NtStatus status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(status));
    }

    private List<String> findings() {
        return rig.manager.findings().all().stream().map(Finding::what).toList();
    }

    @Test
    @DisplayName("M1 (4.1): a server port listens at once, before filtering starts")
    void listensAtOnce() {
        ported.filter.entry = manager -> {
            ported.registered = manager.register(ported.filter.registration(manager));
            ported.port = ported.another(ported.definition("port"));
            assertThat(connect().connection).isNotNull();
            ported.registered.startFiltering();
            return NtStatus.SUCCESS;
        };
        ported.in(rig);
        assertThat(ported.log).contains("connect hello");
    }

    @Test
    @DisplayName("M2 (4.1): closing the server port: no new connection, existing ones live on, the name is free")
    void closingTheServerPort() throws Exception {
        ported.in(rig);
        PortProgram program = connect();
        ported.port.close();
        ported.port.close();
        refused(NtStatus.OBJECT_NAME_NOT_FOUND, this::connect);
        assertThat(text(program.send("x", 10).output())).isEqualTo("x");
        assertThat(ported.disconnects()).isZero();
        ported.port = ported.another(ported.definition("port"));
        assertThat(connect().send("y", 10).status()).isEqualTo(NtStatus.SUCCESS);
    }

    @Test
    @DisplayName(
            "M3 (4.1): closing the client port ends the connection; the callback comes once; a second close does nothing")
    void closingTheClientPort() throws Exception {
        ported.disconnect = ClientPort::close;
        ported.in(rig);
        PortProgram program = connect();
        CompletableFuture<PortProgram.Got> waiting = program.get();
        ported.client().close();
        ported.client().close();
        program.cutOff.await();
        program.close();
        assertThat(Rig.get(waiting).status()).isEqualTo(NtStatus.INVALID_HANDLE);
        assertThat(program.send("x", 10).status()).isEqualTo(NtStatus.INVALID_HANDLE);
        assertThat(Rig.get(program.get()).status()).isEqualTo(NtStatus.INVALID_HANDLE);
        Awaitility.await().untilAsserted(() -> assertThat(ported.disconnects()).isEqualTo(1));
        Awaitility.await()
                .untilAsserted(() -> assertThat(ported.port.connections()).isZero());
    }

    @Test
    @DisplayName("M4 (4.1): the client goes: disconnect once, with the cookie")
    void theClientGoes() throws Exception {
        var seen = new AtomicReference<ClientPort>();
        ported.disconnect = seen::set;
        ported.in(rig);
        PortProgram program = connect();
        program.close();
        program.close();
        assertThat(ported.disconnects()).isEqualTo(1);
        assertThat(seen.get()).isSameAs(ported.client());
        assertThat(ported.port.connections()).isZero();
    }

    @Test
    @DisplayName("M5 (4.1): disconnect comes after the last message callback of the connection")
    void disconnectAfterTheLastMessage() throws Exception {
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        ported.message = (client, input, output) -> {
            inside.countDown();
            awaitQuietly(leave);
            ported.log.add("message ends");
            return NtStatus.SUCCESS;
        };
        ported.in(rig);
        PortProgram program = connect();
        var sending = CompletableFuture.supplyAsync(() -> program.send("x", 0), rig.threads);
        inside.await();
        program.close();
        assertThat(ported.disconnects()).isZero();
        leave.countDown();
        Rig.get(sending);
        assertThat(ported.log).endsWith("message ends", "disconnect");
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("M6 (4.2): OBJECT_NAME_COLLISION for a second port of the name, of the same filter or another")
    void nameCollision() {
        ported.in(rig);
        refused(NtStatus.OBJECT_NAME_COLLISION, () -> ported.another(ported.definition("port")));
        var other = new TestFilter("other", "1000");
        other.entry = manager -> {
            manager.register(other.registration(manager)).createCommunicationPort(ported.definition("port"));
            return NtStatus.SUCCESS;
        };
        assertThatThrownBy(() -> rig.tryLoad(other)).hasMessageContaining("STATUS_OBJECT_NAME_COLLISION");
        assertThat(rig.manager.ports()).singleElement().satisfies(port -> {
            assertThat(port.filter()).isEqualTo("ported");
            assertThat(port.isOpen()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "a b", "ä", "a\0"})
    @DisplayName("M7 (4.2): OBJECT_NAME_INVALID")
    void badNames(String name) {
        ported.in(rig);
        refused(NtStatus.OBJECT_NAME_INVALID, () -> ported.another(ported.definition(name)));
        refused(NtStatus.OBJECT_NAME_INVALID, () -> ported.another(ported.definition("a".repeat(65))));
    }

    @Test
    @DisplayName("M8 (4.2): MaxConnections must be positive, the mode one of nine bits")
    void badParameters() {
        ported.in(rig);
        PortDefinition<ClientPort> other = ported.definition("other");
        refused(NtStatus.INVALID_PARAMETER, () -> ported.another(other.withMaximumConnections(0)));
        refused(NtStatus.INVALID_PARAMETER, () -> ported.another(other.withMaximumConnections(-1)));
        refused(NtStatus.INVALID_PARAMETER, () -> ported.another(other.withSecurity(new PortSecurity("", "", 01000))));
        refused(NtStatus.INVALID_PARAMETER, () -> ported.another(other.withSecurity(new PortSecurity("", "", -1))));
        assertThat(rig.manager.ports()).hasSize(1);
    }

    @Test
    @DisplayName("M9 (4.2): no message callback: a client's message gets an error")
    void noMessageCallback() throws Exception {
        ported.in(rig);
        ported.another(PortDefinition.<ClientPort>of("mute", (client, context) -> client, client -> {}));
        var program = new PortProgram(rig.manager, "mute", "");
        assertThat(program.send("x", 10).status()).isEqualTo(NtStatus.INVALID_DEVICE_REQUEST);
    }

    @Test
    @DisplayName(
            "P3: connection MaxConnections+1: CONNECTION_COUNT_LIMIT, the callback is not called; one that goes makes room")
    void p3() throws Exception {
        ported.in(rig);
        PortProgram first = connect();
        connect();
        refused(NtStatus.CONNECTION_COUNT_LIMIT, this::connect);
        assertThat(ported.filter.count(line -> line.startsWith("connect"))).isEqualTo(2);
        first.close();
        assertThat(connect().send("x", 1).status()).isEqualTo(NtStatus.SUCCESS);
    }

    @Test
    @DisplayName("M10 (4.2): creating a port in a filter that is being torn down: FLT_DELETING_OBJECT")
    void deletingObject() {
        ported.filter.onTeardownStart = () -> {
            refused(NtStatus.FLT_DELETING_OBJECT, () -> ported.another(ported.definition("late")));
            ported.log.add("refused");
        };
        ported.in(rig);
        assertThat(rig.unload("ported").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(ported.log).contains("refused");
        refused(NtStatus.FLT_DELETING_OBJECT, () -> ported.another(ported.definition("late")));
        assertThat(rig.manager.ports()).isEmpty();
        assertThat(findings()).isEmpty();
    }

    @Test
    @DisplayName("M11 (4.2): a status from ConnectNotify refuses the connection and reaches the client")
    void refusedConnection() {
        ported.connect = (client, context) -> {
            throw new FilterException(NtStatus.of(0xE0000001), "no");
        };
        ported.in(rig);
        refused(NtStatus.of(0xE0000001), this::connect);
        ported.connect = (client, context) -> {
            throw new IllegalStateException("a bug");
        };
        refused(NtStatus.UNSUCCESSFUL, this::connect);
        ported.connect = (client, context) -> null;
        refused(NtStatus.UNSUCCESSFUL, this::connect);
        ported.connect = (client, context) -> {
            throw new FilterException(NtStatus.SUCCESS, "what?");
        };
        refused(NtStatus.UNSUCCESSFUL, this::connect);
        assertThat(ported.port.connections()).isZero();
        assertThat(ported.disconnects()).isZero();
        assertThat(findings()).hasSize(3);
    }

    @Test
    @DisplayName(
            "M12 (4.2): context and messages are copied, read-only buffers; what a callback writes comes back with its status")
    void buffersAreCopies() throws Exception {
        ported.connect = (client, context) -> {
            assertThatThrownBy(() -> context.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
            return client;
        };
        ported.message = (client, input, output) -> {
            assertThatThrownBy(() -> input.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
            assertThat(output.remaining()).isEqualTo(3);
            output.put(bytes("ab"));
            return NtStatus.NO_MORE_ENTRIES;
        };
        ported.in(rig);
        PortProgram program = connect();
        var answer = program.send("x", 3);
        assertThat(answer.status()).isEqualTo(NtStatus.NO_MORE_ENTRIES);
        assertThat(text(answer.output())).isEqualTo("ab");
        assertThat(findings()).isEmpty();

        ByteBuffer sent = ByteBuffer.wrap("text".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var sending = CompletableFuture.supplyAsync(
                () -> ported.client().sendMessage(sent, Duration.ofSeconds(20)), rig.threads);
        Awaitility.await()
                .until(() -> rig.manager
                        .ports()
                        .getFirst()
                        .clientDescriptions()
                        .getFirst()
                        .contains("1 to be fetched"));
        sent.put(0, (byte) 'X');
        assertThat(Rig.get(program.get()).text()).isEqualTo("text");
        assertThat(Rig.get(sending).status()).isEqualTo(NtStatus.SUCCESS);
        assertThat(sent.position()).isZero();
    }

    @Test
    @DisplayName(
            "M13 (4.2): a message callback that throws, overflows its output or answers null: UNSUCCESSFUL, a finding")
    void brokenMessageCallback() throws Exception {
        ported.in(rig);
        PortProgram program = connect();
        assertThat(program.send("too long", 2).status()).isEqualTo(NtStatus.UNSUCCESSFUL);
        ported.message = (client, input, output) -> null;
        assertThat(program.send("x", 2).status()).isEqualTo(NtStatus.UNSUCCESSFUL);
        assertThat(findings()).hasSize(2);
        ported.message = (client, input, output) -> NtStatus.SUCCESS;
        assertThat(program.send("x", -5).status()).isEqualTo(NtStatus.SUCCESS);
    }

    @Test
    @DisplayName(
            "U21: server port closed first, client connected: disconnect once, before the unload callback ends; connect fails")
    void u21() throws Exception {
        ported.in(rig);
        PortProgram program = connect();
        UnloadResult result = rig.unload("ported");
        assertThat(result.outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(ported.log).containsSubsequence("connect hello", "disconnect", "unregistered");
        assertThat(ported.disconnects()).isEqualTo(1);
        program.cutOff.await();
        assertThat(Rig.get(program.get()).status()).isEqualTo(NtStatus.INVALID_HANDLE);
        refused(NtStatus.OBJECT_NAME_NOT_FOUND, this::connect);
        assertThat(findings()).isEmpty();
    }

    @Test
    @DisplayName("U22: server port not closed: a finding, and it is closed")
    void u22() throws Exception {
        ported.filter.unload = (going, flags) -> {
            going.unregister();
            return NtStatus.SUCCESS;
        };
        ported.in(rig);
        PortProgram program = connect();
        assertThat(rig.unload("ported").outcome()).isEqualTo(Outcome.UNLOADED);
        program.cutOff.await();
        assertThat(ported.disconnects()).isEqualTo(1);
        assertThat(findings()).containsExactly("left its port 'port' open");
        refused(NtStatus.OBJECT_NAME_NOT_FOUND, this::connect);
    }

    @Test
    @DisplayName("U28: an unload that is refused leaves ports and connections as they were")
    void u28() throws Exception {
        ported.filter.refusing(NtStatus.FLT_DO_NOT_DETACH);
        ported.in(rig);
        PortProgram program = connect();
        for (int i = 0; i < 1000; i++) {
            assertThat(rig.unload("ported").outcome()).isEqualTo(Outcome.REFUSED);
        }
        assertThat(rig.manager.ports()).hasSize(1);
        assertThat(ported.port.connections()).isEqualTo(1);
        assertThat(program.send("x", 1).status()).isEqualTo(NtStatus.SUCCESS);
        assertThat(rig.stop("ported").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(ported.disconnects()).isEqualTo(1);
        assertThat(rig.manager.ports()).isEmpty();
    }

    @Test
    @DisplayName("U32: the entry routine fails after a port was made and a client came: nothing remains, no finding")
    void entryFails() {
        ported.filter.entry = manager -> {
            ported.registered = manager.register(ported.filter.registration(manager));
            ported.another(ported.definition("port"));
            connect();
            return NtStatus.UNSUCCESSFUL;
        };
        refused(NtStatus.FAILED_DRIVER_ENTRY, () -> rig.tryLoad(ported.filter));
        assertThat(rig.manager.ports()).isEmpty();
        assertThat(ported.disconnects()).isEqualTo(1);
        assertThat(findings()).isEmpty();
    }

    @Test
    @DisplayName("M14: an unload waits for a message callback and names it; abandoned, its port is gone at once")
    void anUnloadWaitsForACallback() throws Exception {
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        ported.message = (client, input, output) -> {
            inside.countDown();
            awaitQuietly(leave);
            return NtStatus.SUCCESS;
        };
        FilterObject filter = rig.load(ported.filter);
        PortProgram program = connect();
        var sending = CompletableFuture.supplyAsync(() -> program.send("x", 0), rig.threads);
        inside.await();
        UnloadResult result = rig.unload("ported", false, Duration.ofMillis(300));
        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("process 4242", "its message callback is running in rig at ");
        assertThat(filter.ports().getFirst().clientDescriptions().getFirst()).contains("message callback");
        rig.manager.abandon("ported");
        assertThat(filter.ports()).isEmpty();
        assertThat(ported.disconnects()).isZero();
        leave.countDown();
        Rig.get(sending);
    }

    @Test
    @DisplayName("M15: a filter that unregisters itself in a callback of a port gets an exception, not a deadlock")
    void noUnregisteringInACallback() throws Exception {
        ported.message = (client, input, output) -> {
            ported.registered.unregister();
            return NtStatus.SUCCESS;
        };
        ported.in(rig);
        assertThat(connect().send("x", 0).status()).isEqualTo(NtStatus.UNSUCCESSFUL);
        assertThat(rig.unload("ported").outcome()).isEqualTo(Outcome.UNLOADED);
    }

    @Test
    @DisplayName("M16: a connect callback runs when the filter unregisters: the unload waits, disconnect comes once")
    void unloadDuringConnect() throws Exception {
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        ported.connect = (client, context) -> {
            inside.countDown();
            awaitQuietly(leave);
            return client;
        };
        ported.in(rig);
        CompletableFuture<NtStatus> connecting = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        connect();
                        return NtStatus.SUCCESS;
                    } catch (FilterException e) {
                        return e.status();
                    }
                },
                rig.threads);
        inside.await();
        assertThat(rig.unload("ported", false, Duration.ofMillis(300)).outcome())
                .isEqualTo(Outcome.TIMED_OUT);
        leave.countDown();
        assertThat(Rig.get(connecting)).isEqualTo(NtStatus.PORT_DISCONNECTED);
        Awaitility.await().until(() -> rig.manager.filter("ported").isEmpty());
        assertThat(ported.disconnects()).isEqualTo(1);
    }

    @Test
    @DisplayName("M17: a transport that can't open a port: its status reaches the filter, the name is free")
    void theTransportFails() throws Exception {
        var fails = new java.util.concurrent.atomic.AtomicBoolean(true);
        var manager = new Manager(new ManagerThreads(rig.threads, rig.threads), port -> {
            if (fails.get()) {
                throw new FilterException(NtStatus.INSUFFICIENT_RESOURCES, "no room");
            }
            return () -> ported.log.add("closed " + port);
        });
        ported.filter.entry = filterManager -> {
            ported.registered = filterManager.register(ported.filter.registration(filterManager));
            refused(NtStatus.INSUFFICIENT_RESOURCES, () -> ported.another(ported.definition("port")));
            assertThat(manager.port("port")).isEmpty();
            fails.set(false);
            ported.port = ported.another(ported.definition("port"));
            return NtStatus.SUCCESS;
        };
        manager.load(ported.filter.definition(), () -> ported.filter, rig.configuration, event -> true);
        ported.port.close();
        assertThat(ported.log).containsExactly("closed port");
    }
}
