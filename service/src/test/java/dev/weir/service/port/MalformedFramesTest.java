package dev.weir.service.port;

import static dev.weir.service.port.PortService.bytes;
import static dev.weir.service.port.PortService.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ClientPort;
import dev.weir.NtStatus;
import dev.weir.port.PortClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are no frame lose their own connection and nothing else. */
@Timeout(120)
class MalformedFramesTest {
    private PortService service;

    @BeforeEach
    void aService() throws Exception {
        service = new PortService();
        service.port("echo");
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    private static byte[] head(int length, int type, int value, int request, long id) {
        return ByteBuffer.allocate(Frame.HEAD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .putInt(type)
                .putInt(value)
                .putInt(request)
                .putLong(id)
                .array();
    }

    private static final byte[] CONNECT = head(0, Frame.CONNECT, 1, 0, 0);

    private SocketChannel raw() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(service.socket("echo")));
    }

    private static void write(SocketChannel to, byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            ByteBuffer buffer = ByteBuffer.wrap(part);
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        }
    }

    private static Frame read(SocketChannel from) throws IOException {
        ByteBuffer head = fill(from, Frame.HEAD).order(ByteOrder.LITTLE_ENDIAN);
        int length = head.getInt();
        int type = head.getInt();
        int value = head.getInt();
        int request = head.getInt();
        return new Frame(type, value, request, head.getLong(), fill(from, length));
    }

    private static ByteBuffer fill(SocketChannel from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (from.read(buffer) < 0) {
                throw new EOFException();
            }
        }
        return buffer.flip();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("nothing but an end", new byte[0]),
                Arguments.of("half a head", new byte[] {1, 2, 3}),
                Arguments.of("zeros", new byte[Frame.HEAD]),
                Arguments.of("GET first", head(0, Frame.GET, 100, 1, 0)),
                Arguments.of("an unknown version", head(0, Frame.CONNECT, 2, 0, 0)),
                Arguments.of("a context too long", head((1 << 20) + 1, Frame.CONNECT, 1, 0, 0)),
                Arguments.of("a negative length", head(-1, Frame.CONNECT, 1, 0, 0)),
                Arguments.of("half a context", with(head(10, Frame.CONNECT, 1, 0, 0), new byte[5])),
                Arguments.of("CONNECT twice", with(CONNECT, CONNECT)),
                Arguments.of("an unknown type", with(CONNECT, head(0, 6, 0, 0, 0))),
                Arguments.of("an answer's type", with(CONNECT, head(0, Frame.MESSAGE, 0, 0, 0))),
                Arguments.of("GET with data", with(CONNECT, with(head(1, Frame.GET, 0, 0, 0), new byte[1]))),
                Arguments.of("CANCEL with data", with(CONNECT, with(head(1, Frame.CANCEL, 0, 0, 0), new byte[1]))),
                Arguments.of("a reply too long", with(CONNECT, head(Integer.MAX_VALUE, Frame.REPLY, 0, 0, 1))),
                Arguments.of("half a message", with(CONNECT, with(head(9, Frame.SEND, 0, 0, 0), new byte[8]))),
                Arguments.of(
                        "one number for two GETs",
                        with(with(CONNECT, head(0, Frame.GET, 99, 5, 0)), head(0, Frame.GET, 99, 5, 0))));
    }

    private static byte[] with(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void losesItsOwnConnection(String what, byte[] sent) throws Exception {
        try (PortClient good = PortClient.connect(service.socket("echo"), bytes(""));
                SocketChannel bad = raw()) {
            ClientPort goodEnd = service.client();
            write(bad, sent);
            bad.shutdownOutput();
            List<Integer> types = new ArrayList<>();
            try {
                while (true) {
                    types.add(read(bad).type());
                }
            } catch (IOException ended) {
                assertThat(types).as(what).isSubsetOf(Frame.CONNECTED, Frame.NO_MESSAGE);
            }
            assertThat(text(good.send(bytes("fine"), 9).data())).isEqualTo("fine");
            var result = CompletableFuture.supplyAsync(() -> goodEnd.sendMessage(bytes("x"), Duration.ZERO));
            assertThat(text(good.getMessage().data())).isEqualTo("x");
            assertThat(result.get().isReplied()).isTrue();
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(service.weir
                                .manager()
                                .port("echo")
                                .orElseThrow()
                                .connections())
                        .isZero());
    }

    @Test
    void randomBytesNeverHarmTheService() throws Exception {
        var random = new Random(20261123);
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            try (SocketChannel bad = raw()) {
                write(bad, random.nextBoolean() ? CONNECT : new byte[0], noise);
            } catch (IOException cutOff) {
                assertThat(cutOff).isNotNull();
            }
        }
        Awaitility.await().untilAsserted(() -> {
            try (PortClient good = PortClient.connect(service.socket("echo"), bytes(""))) {
                assertThat(good.send(bytes("fine"), 9).status()).isEqualTo(NtStatus.SUCCESS);
            }
        });
    }

    @Test
    void framesInPiecesAreWhole() throws Exception {
        try (SocketChannel slow = raw()) {
            for (byte part : with(CONNECT, with(head(3, Frame.SEND, 3, 9, 0), new byte[] {'a', 'b', 'c'}))) {
                write(slow, new byte[] {part});
            }
            assertThat(read(slow).value()).isZero();
            Frame answer = read(slow);
            assertThat(answer.type()).isEqualTo(Frame.SENT);
            assertThat(answer.request()).isEqualTo(9);
            assertThat(text(answer.data())).isEqualTo("abc");
        }
    }

    @Test
    @DisplayName("M28: too many gets and too small ones are answered no")
    void tooManyGetsAndTooSmallOnesAreAnsweredNo() throws Exception {
        try (SocketChannel client = raw()) {
            write(client, CONNECT);
            assertThat(read(client).type()).isEqualTo(Frame.CONNECTED);
            for (int i = 0; i <= 64; i++) {
                write(client, head(0, Frame.GET, 100, i, 0));
            }
            Frame refused = read(client);
            assertThat(refused.type()).isEqualTo(Frame.NO_MESSAGE);
            assertThat(refused.request()).isEqualTo(64);
            assertThat(refused.value()).isEqualTo(NtStatus.INSUFFICIENT_RESOURCES.value());
            write(client, head(0, Frame.CANCEL, 0, 7, 0), head(0, Frame.CANCEL, 0, 999, 0));
            Frame cancelled = read(client);
            assertThat(cancelled.request()).isEqualTo(7);
            assertThat(cancelled.value()).isEqualTo(NtStatus.CANCELLED.value());
            write(client, head(0, Frame.GET, 15, 100, 0));
            assertThat(read(client).value()).isEqualTo(NtStatus.BUFFER_TOO_SMALL.value());
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobody() throws Exception {
        try (SocketChannel deaf = raw();
                PortClient good = PortClient.connect(service.socket("echo"), bytes(""))) {
            write(deaf, CONNECT);
            service.client();
            service.client();
            deaf.configureBlocking(false);
            byte[] message = with(head(1 << 20, Frame.SEND, 1 << 20, 1, 0), new byte[1 << 20]);
            long written = 0;
            for (int i = 0; i < 64; i++) {
                ByteBuffer part = ByteBuffer.wrap(message);
                for (int idle = 0; part.hasRemaining() && idle < 20; ) {
                    int count = deaf.write(part);
                    written += count;
                    if (count == 0) {
                        idle++;
                        TimeUnit.MILLISECONDS.sleep(10);
                    }
                }
                if (part.hasRemaining()) {
                    break;
                }
            }
            assertThat(written).isLessThan(64L << 20);
            assertThat(good.send(bytes("fine"), 9).status()).isEqualTo(NtStatus.SUCCESS);
            assertThat(service.unload().outcome()).isEqualTo(dev.weir.manager.UnloadResult.Outcome.UNLOADED);
        }
        assertThat(service.disconnects).hasValue(2);
    }
}
