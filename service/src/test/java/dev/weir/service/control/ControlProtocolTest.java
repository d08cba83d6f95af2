package dev.weir.service.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.NtStatus;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends of the control socket, and what the service answers to bytes that are no request. */
@Timeout(60)
class ControlProtocolTest {
    @TempDir
    Path folder;

    private Path socket;
    private ControlServer server;
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @BeforeEach
    void aServer() throws Exception {
        socket = folder.resolve("control.sock");
        server = ControlServer.listen(
                socket,
                List.of(
                        verb("echo", request -> request.parameters()),
                        verb("refuse", request -> {
                            throw new Refusal(Refusal.Kind.NO, NtStatus.FLT_DO_NOT_DETACH, "protect refused: no");
                        }),
                        verb("count", request -> {
                            for (int i = 0; i < 3; i++) {
                                request.notifications().send("event", new JsonObject().put("n", i));
                            }
                            return new JsonObject().put("done", true);
                        }),
                        verb("nap", request -> {
                            Thread.sleep(2000);
                            return new JsonObject().put("rested", true);
                        }),
                        verb("hang", request -> {
                            try {
                                Thread.sleep(60_000);
                            } catch (InterruptedException end) {
                                interrupted.countDown();
                                throw end;
                            }
                            return new JsonObject();
                        }),
                        verb("break", request -> {
                            throw new IllegalStateException("a bug");
                        })));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aRequestIsAnswered() throws Exception {
        try (ControlClient client = ControlClient.connect(List.of(socket))) {
            JsonObject answer = client.call(
                    "echo", new JsonObject().put("name", "a\udc80\n\u00e4").put("n", 7));
            assertThat(answer.text("name")).contains("a\udc80\n\u00e4");
            assertThat(answer.number("n")).contains(7L);
        }
    }

    @Test
    void aServiceThatSaysNothingIsNotWaitedForForEver() throws Exception {
        Path silent = folder.resolve("silent.sock");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(silent));
            Refusal refusal = catchThrowableOfType(
                    Refusal.class, () -> ControlClient.connect(List.of(silent), Duration.ofMillis(300)));
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.TIMED_OUT);
            assertThat(refusal.line()).contains(silent + " says nothing for 0.3 s", "weir serve");
        }
    }

    @Test
    void aServiceThatIsAliveMayTakeItsTimeForAnAnswer() throws Exception {
        try (ControlClient client = ControlClient.connect(List.of(socket), Duration.ofMillis(1500))) {
            assertThat(client.call("nap", new JsonObject()).flag("rested")).isTrue();
        }
    }

    @Test
    void aRequestThatIsTooLongIsTheRequestersMistakeAndNotSent() throws Exception {
        try (ControlClient client = ControlClient.connect(List.of(socket))) {
            Refusal refusal = catchThrowableOfType(
                    Refusal.class,
                    () -> client.call("echo", new JsonObject().put("text", "x".repeat(ControlConnection.LINE_LIMIT))));
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.USAGE);
            assertThat(refusal.line()).contains("65536 at most: shorten the values");
            assertThat(client.call("echo", new JsonObject().put("n", 1)).number("n"))
                    .contains(1L);
        }
    }

    @Test
    void aRefusalKeepsItsLineItsStatusAndItsExitStatus() throws Exception {
        try (ControlClient client = ControlClient.connect(List.of(socket))) {
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> client.call("refuse", new JsonObject()));
            assertThat(refusal.line()).isEqualTo("protect refused: no");
            assertThat(refusal.status()).contains(NtStatus.FLT_DO_NOT_DETACH);
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NO);
        }
    }

    @Test
    void theErrorOfARefusalHasTheHresultToo() throws Exception {
        assertThat(exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"refuse\"}\n"))
                .singleElement()
                .asString()
                .contains("\"code\":-32000", "\"exit\":1", "0xC01C0010", "\"hresult\":\"0x801f0010\"");
    }

    @Test
    void notificationsComeBeforeTheAnswer() throws Exception {
        List<String> seen = new ArrayList<>();
        try (ControlClient client = ControlClient.connect(List.of(socket))) {
            JsonObject answer = client.call(
                    "count", new JsonObject(), n -> seen.add(n.object("params").show("n")));
            assertThat(answer.flag("done")).isTrue();
        }
        assertThat(seen).containsExactly("0", "1", "2");
    }

    @Test
    void aBugInAVerbIsAnErrorAndTheConnectionGoesOn() throws Exception {
        try (ControlClient client = ControlClient.connect(List.of(socket))) {
            assertThatThrownBy(() -> client.call("break", new JsonObject())).hasMessageContaining("a bug");
            assertThat(client.call("echo", new JsonObject().put("n", 1)).number("n"))
                    .contains(1L);
        }
    }

    @Test
    void anUnknownMethodIsAnError() throws Exception {
        assertThat(exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"dance\"}\n"))
                .singleElement()
                .asString()
                .contains("-32601", "dance");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\n",
                "\n",
                "[]\n",
                "{}\n",
                "{\"jsonrpc\":\"2.0\",\"id\":1}\n",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"echo\"}\n",
                "{\"jsonrpc\":\"2.0\",\"method\":\"echo\"}\n",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"} {}\n",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"echo\"}\n",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ec\n",
                "\u0016\u0003\u0001\n",
            })
    void garbageIsAnsweredByAnErrorAndClosed(String garbage) throws Exception {
        assertThat(exchange(garbage)).singleElement().asString().contains("-32700", "\"error\"");
        assertStillAnswers();
    }

    @Test
    void bytesThatAreNotUtf8AreAnsweredByAnErrorAndClosed() throws Exception {
        assertThat(exchange(new byte[] {(byte) 0xff, (byte) 0xfe, '\n'}))
                .singleElement()
                .asString()
                .contains("not UTF-8");
        assertStillAnswers();
    }

    @Test
    void aMessageThatIsCutOffDoesNothingAndIsAnsweredByAnError() throws Exception {
        assertThat(exchange("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"}"))
                .singleElement()
                .asString()
                .contains("cut off");
        assertStillAnswers();
    }

    @Test
    void aLineThatIsTooLongIsAnsweredByAnErrorAndClosed() throws Exception {
        assertThat(exchange("x".repeat(65_537))).singleElement().asString().contains("longer than 65536 bytes");
        assertStillAnswers();
    }

    @Test
    void deepNestingIsAnsweredByAnErrorAndClosed() throws Exception {
        String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
        assertThat(exchange(deep + "\n")).singleElement().asString().contains("-32700");
        assertStillAnswers();
    }

    @Test
    void aClientThatGoesInterruptsWhatItAskedFor() throws Exception {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            write(channel, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hang\"}\n".getBytes(StandardCharsets.UTF_8));
            Thread.sleep(100);
        }
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theSocketIsItsOwnersAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
    }

    @Test
    void aSecondServerAtTheSamePlaceIsRefusedAndAStaleSocketReplaced() throws Exception {
        assertThatThrownBy(() -> ControlServer.listen(socket, List.of())).hasMessageContaining("answers at " + socket);
        Path stale = folder.resolve("stale.sock");
        try (var dead = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(stale));
        }
        ControlServer.listen(stale, List.of()).close();
    }

    @Test
    void aClientThatFindsNobodyNamesAllPlacesAndTheRemedy() {
        Refusal refusal = catchThrowableOfType(
                Refusal.class,
                () -> ControlClient.connect(List.of(folder.resolve("one.sock"), folder.resolve("two.sock"))));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNREACHABLE);
        assertThat(refusal.line()).contains("one.sock", "two.sock", "weir serve");
    }

    @Test
    void aSocketThatSpeaksGarbageIsNoService() throws Exception {
        Path odd = folder.resolve("odd.sock");
        try (var listener = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(odd));
            Thread.ofPlatform().start(() -> {
                try (SocketChannel channel = listener.accept()) {
                    channel.read(ByteBuffer.allocate(4096));
                    write(channel, "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> ControlClient.connect(List.of(odd)));
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNREACHABLE);
            assertThat(refusal.line()).contains("what listens at " + odd + " is no weir service", "--socket");
        }
    }

    private void assertStillAnswers() throws Exception {
        try (ControlClient client = ControlClient.connect(List.of(socket))) {
            assertThat(client.call("echo", new JsonObject().put("n", 1)).number("n"))
                    .contains(1L);
        }
    }

    private List<String> exchange(String bytes) throws IOException {
        return exchange(bytes.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes, says that there are no more, and returns the lines that come back until the service closes. */
    private List<String> exchange(byte[] bytes) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            write(channel, bytes);
            if (bytes[bytes.length - 1] != '\n' || !new String(bytes, StandardCharsets.UTF_8).contains("method")) {
                channel.shutdownOutput();
            }
            LineChannel lines = new LineChannel(channel, 1 << 20);
            List<String> answers = new ArrayList<>();
            for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                answers.add(line.get());
                if (line.get().contains("-32601") || line.get().contains("-32000")) {
                    break;
                }
            }
            return answers;
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private interface Body {
        JsonObject call(Request request) throws Refusal, IOException, InterruptedException;
    }

    private static Verb verb(String name, Body body) {
        return new Verb() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public JsonObject call(Request request) throws Refusal, IOException, InterruptedException {
                return body.call(request);
            }
        };
    }
}
