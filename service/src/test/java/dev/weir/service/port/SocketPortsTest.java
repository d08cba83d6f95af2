package dev.weir.service.port;

import static dev.weir.service.port.PortService.bytes;
import static dev.weir.service.port.PortService.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.ClientPort;
import dev.weir.CommunicationPort;
import dev.weir.FilterException;
import dev.weir.MessageResult;
import dev.weir.NtStatus;
import dev.weir.PortSecurity;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.port.PortClient;
import dev.weir.port.PortException;
import dev.weir.port.PortMessage;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ports over real sockets, by the Java client. */
@Timeout(120)
class SocketPortsTest {
    private static final Duration FOREVER = Duration.ZERO;
    private static final Duration SHORT = Duration.ofMillis(100);

    private PortService service;

    @BeforeEach
    void aService() throws Exception {
        service = new PortService();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    private PortClient connect() throws Exception {
        return PortClient.connect(service.socket("echo"), bytes("hello"));
    }

    private static NtStatus status(ThrowingCall call) {
        try {
            call.run();
            return NtStatus.SUCCESS;
        } catch (PortException e) {
            return e.status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private interface ThrowingCall {
        void run() throws Exception;
    }

    @Test
    @DisplayName("M12, M18, M20: messages go both ways")
    void messagesGoBothWays() throws Exception {
        var context = new AtomicReference<String>();
        service.connect = (client, with) -> {
            context.set(text(with));
            return client;
        };
        service.port("echo");
        try (PortClient program = connect()) {
            ClientPort client = service.client();
            assertThat(context.get()).isEqualTo("hello");
            assertThat(client.peer().processId())
                    .isEqualTo((int) ProcessHandle.current().pid());
            assertThat(text(program.send(bytes("text"), 10).data())).isEqualTo("text");
            var result = CompletableFuture.supplyAsync(() -> client.sendMessage(bytes("may it?"), 16, FOREVER));
            PortMessage message = program.getMessage();
            assertThat(text(message.data())).isEqualTo("may it?");
            assertThat(message.wantsReply()).isTrue();
            assertThat(message.maximumReply()).isEqualTo(16);
            assertThat(program.reply(message, NtStatus.NO_MORE_ENTRIES, bytes("yes")))
                    .isEqualTo(NtStatus.SUCCESS);
            MessageResult replied = result.get();
            assertThat(replied.isReplied()).isTrue();
            assertThat(replied.replyStatus()).isEqualTo(NtStatus.NO_MORE_ENTRIES);
            assertThat(text(replied.reply())).isEqualTo("yes");
        }
        Awaitility.await().untilAsserted(() -> assertThat(service.disconnects).hasValue(1));
    }

    @Test
    @DisplayName("M26, M27: the largest message, reply and answer go through")
    void theLargestMessagesReplyAndAnswerGoThrough() throws Exception {
        service.port("echo");
        ByteBuffer large = ByteBuffer.allocate(CommunicationPort.MAXIMUM_MESSAGE);
        for (int i = 0; i < large.capacity(); i += 5) {
            large.put(i, (byte) i);
        }
        try (PortClient program = connect()) {
            ClientPort client = service.client();
            assertThat(program.send(large, large.capacity()).data()).isEqualTo(large);
            var result = CompletableFuture.supplyAsync(() -> client.sendMessage(large, large.capacity(), FOREVER));
            PortMessage message = program.getMessage();
            assertThat(message.data()).isEqualTo(large);
            program.reply(message, NtStatus.SUCCESS, large);
            assertThat(result.get().reply()).isEqualTo(large);
            assertThatThrownBy(() -> program.send(ByteBuffer.allocate(large.capacity() + 1), 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("P1, P2, M22: a time-out, and a late reply")
    void timeOutAndLateReply() throws Exception {
        service.port("echo");
        try (PortClient program = connect()) {
            ClientPort client = service.client();
            assertThat(client.sendMessage(bytes("x"), SHORT).status()).isEqualTo(NtStatus.TIMEOUT);
            var result = CompletableFuture.supplyAsync(() -> client.sendMessage(bytes("x"), 1, Duration.ofSeconds(1)));
            PortMessage message = program.getMessage();
            assertThat(result.get().status()).isEqualTo(NtStatus.TIMEOUT);
            assertThat(program.reply(message, NtStatus.SUCCESS, bytes(""))).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
            assertThat(program.reply(77, NtStatus.SUCCESS, bytes(""))).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
        }
    }

    @Test
    @DisplayName("P3: one connection more than there may be")
    void tooManyConnections() throws Exception {
        service.filter.createCommunicationPort(service.definition("echo").withMaximumConnections(1));
        try (PortClient program = connect()) {
            assertThat(program.isClosed()).isFalse();
            assertThat(status(this::connect)).isEqualTo(NtStatus.CONNECTION_COUNT_LIMIT);
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(status(() -> connect().close())).isEqualTo(NtStatus.SUCCESS));
    }

    @Test
    @DisplayName("M11: a refusal of the connect callback reaches the client")
    void aRefusalReachesTheClient() throws Exception {
        service.connect = (client, context) -> {
            throw new FilterException(NtStatus.of(0xE0000042), "no");
        };
        service.port("echo");
        assertThat(status(this::connect)).isEqualTo(NtStatus.of(0xE0000042));
        assertThat(status(() -> PortClient.connect(service.socket("none"), bytes(""))))
                .isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
    }

    @Test
    @DisplayName("M29: a get that is given up takes no message")
    void gettingWithATimeOutOrAnInterruptLosesNoMessage() throws Exception {
        service.port("echo");
        try (PortClient program = connect()) {
            ClientPort client = service.client();
            assertThat(program.getMessage(SHORT)).isEmpty();
            for (int i = 0; i < 100; i++) {
                String text = "kept " + i;
                var sent = CompletableFuture.supplyAsync(() -> client.sendMessage(bytes(text), FOREVER));
                Thread.currentThread().interrupt();
                Optional<PortMessage> got = Optional.empty();
                try {
                    got = Optional.of(program.getMessage());
                } catch (InterruptedException given) {
                    got = program.getMessage(Duration.ofSeconds(30));
                } finally {
                    Thread.interrupted();
                }
                assertThat(got.map(message -> text(message.data()))).isEqualTo(Optional.of(text));
                assertThat(sent.get().isReplied()).isTrue();
            }
        }
    }

    @Test
    @DisplayName(
            "U21: unload with a client: the callback comes before the unload ends, the client sees the end, the socket is gone")
    void unloadEndsConnections() throws Exception {
        service.port("echo");
        try (PortClient program = connect()) {
            var waiting = CompletableFuture.supplyAsync(() -> status(program::getMessage));
            ClientPort client = service.client();
            assertThat(service.unload().outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(service.disconnects).hasValue(1);
            assertThat(waiting.get()).isEqualTo(NtStatus.INVALID_HANDLE);
            assertThat(status(() -> program.send(bytes("x"), 1))).isEqualTo(NtStatus.INVALID_HANDLE);
            assertThat(client.sendMessage(bytes("x"), FOREVER).status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
            assertThat(service.socket("echo")).doesNotExist();
            assertThat(status(this::connect)).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND);
        }
    }

    @Test
    @DisplayName("M2: closing the server port leaves connections")
    void closingTheServerPortLeavesConnections() throws Exception {
        CommunicationPort port = service.port("echo");
        try (PortClient program = connect()) {
            port.close();
            assertThat(service.socket("echo")).doesNotExist();
            assertThat(text(program.send(bytes("still"), 9).data())).isEqualTo("still");
            service.port("echo");
            try (PortClient other = connect()) {
                assertThat(other.send(bytes("new"), 9).status()).isEqualTo(NtStatus.SUCCESS);
            }
        }
    }

    @Test
    @DisplayName("M3, M24: what was sent before the filter closed the connection arrives")
    void whatWasSentBeforeTheFilterClosedArrives() throws Exception {
        service.port("echo");
        try (PortClient program = connect()) {
            ClientPort client = service.client();
            var waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return text(program.getMessage().data());
                } catch (Exception e) {
                    return String.valueOf(e);
                }
            });
            assertThat(client.sendMessage(bytes("goodbye"), FOREVER).isReplied())
                    .isTrue();
            client.close();
            assertThat(waiting.get()).isEqualTo("goodbye");
            assertThat(status(program::getMessage)).isEqualTo(NtStatus.INVALID_HANDLE);
        }
        Awaitility.await().untilAsserted(() -> assertThat(service.disconnects).hasValue(1));
    }

    @Test
    @DisplayName("M4, M23: a killed program is disconnected")
    void aKilledProgramIsDisconnected() throws Exception {
        service.port("echo");
        Process program = service.start(
                "python3",
                "-c",
                "import socket,struct,time; s=socket.socket(socket.AF_UNIX); s.connect('" + service.socket("echo")
                        + "'); s.sendall(struct.pack('<IIIIQ',0,1,1,0,0)); time.sleep(300)");
        ClientPort client = service.client();
        assertThat(client.peer().processId()).isEqualTo((int) program.pid());
        var result = CompletableFuture.supplyAsync(() -> client.sendMessage(bytes("x"), FOREVER));
        program.destroyForcibly();
        assertThat(result.get(30, TimeUnit.SECONDS).status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
        Awaitility.await().untilAsserted(() -> assertThat(service.disconnects).hasValue(1));
    }

    @Test
    @DisplayName("M32: a message callback may ask its own client")
    void aMessageCallbackMayAskItsOwnClient() throws Exception {
        service.message = (client, input, output) -> {
            output.put(client.sendMessage(bytes("inner"), 9, FOREVER).reply());
            return NtStatus.SUCCESS;
        };
        service.port("echo");
        try (PortClient program = connect()) {
            var answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return text(program.send(bytes("outer"), 9).data());
                } catch (Exception e) {
                    return String.valueOf(e);
                }
            });
            PortMessage message = program.getMessage();
            program.reply(message, NtStatus.SUCCESS, bytes("yes"));
            assertThat(answer.get()).isEqualTo("yes");
        }
    }

    @Test
    void aStaleSocketIsReplacedAndALiveOneOfAnotherServiceIsNot() throws Exception {
        Files.createDirectories(service.ports);
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(service.socket("echo")));
            assertThatThrownBy(() -> service.port("echo"))
                    .isInstanceOfSatisfying(
                            FilterException.class,
                            e -> assertThat(e.status()).isEqualTo(NtStatus.OBJECT_NAME_COLLISION));
        }
        assertThat(service.socket("echo")).exists();
        service.port("echo");
        connect().close();
    }

    @Test
    @DisplayName("M17: a path that is too long or an unknown group is refused and leaves nothing")
    void aPathThatIsTooLongOrAnUnknownGroupIsRefusedAndLeavesNothing() throws Exception {
        assertThatThrownBy(() -> service.port("echo", PortSecurity.ofGroup("no-such-group")))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.INVALID_PARAMETER))
                .hasMessageContaining("'no-such-group'");
        var deep = new SocketPorts(service.folder.resolve("d".repeat(100)));
        CommunicationPort port = service.port("echo");
        assertThatThrownBy(() -> deep.open((dev.weir.manager.PortObject<?>) port))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.OBJECT_NAME_INVALID));
        try (var files = Files.list(service.ports)) {
            assertThat(files).containsExactly(service.socket("echo"));
        }
    }

    @Test
    void theFileHasTheOwnerTheGroupAndTheMode() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to give a socket away");
        service.port("echo", new PortSecurity("65534", "65534", 0620));
        var attributes = Files.readAttributes(service.socket("echo"), "unix:uid,gid,mode");
        assertThat(attributes.get("uid")).isEqualTo(65534);
        assertThat(attributes.get("gid")).isEqualTo(65534);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(service.socket("echo"))))
                .isEqualTo("rw--w----");
        service.port("plain");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(service.socket("plain"))))
                .isEqualTo("rw-------");
    }

    @Test
    void theEndOfTheServiceCutsOffClientsAndRemovesSockets() throws Exception {
        service.port("echo");
        try (PortClient program = connect()) {
            service.end();
            assertThat(status(program::getMessage)).isEqualTo(NtStatus.INVALID_HANDLE);
        }
        assertThat(service.socket("echo")).doesNotExist();
        assertThatThrownBy(() -> SocketChannel.open(UnixDomainSocketAddress.of(service.socket("echo"))))
                .isInstanceOf(java.io.IOException.class);
    }
}
