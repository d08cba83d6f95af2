package dev.weir.manager.conformance;

import static dev.weir.manager.conformance.PortProgram.bytes;
import static dev.weir.manager.conformance.PortProgram.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ClientPort;
import dev.weir.CommunicationPort;
import dev.weir.MessageResult;
import dev.weir.NtStatus;
import dev.weir.manager.PortConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages from a filter to a program: the tables of §4.3 and §4.4. */
@Timeout(60)
class PortMessageRowsTest {
    private static final Duration FOREVER = Duration.ZERO;
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Rig rig = new Rig();
    private final PortFilter ported = new PortFilter();
    private PortProgram program;
    private ClientPort client;

    @BeforeEach
    void connected() throws Exception {
        ported.in(rig);
        program = new PortProgram(rig.manager, "port", "");
        client = ported.client();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private CompletableFuture<MessageResult> sending(Function<ClientPort, MessageResult> call) {
        return CompletableFuture.supplyAsync(() -> call.apply(client), rig.threads);
    }

    private void awaitQueued(int messages) {
        Awaitility.await()
                .until(() -> rig.manager
                        .ports()
                        .getFirst()
                        .clientDescriptions()
                        .getFirst()
                        .contains(messages + " to be fetched"));
    }

    @Test
    @DisplayName("M18 (4.3): the app waits already: delivered at once; no reply wanted: SUCCESS once delivered")
    void deliveredAtOnce() {
        CompletableFuture<PortProgram.Got> waiting = program.get();
        assertThat(client.sendMessage(bytes("hi"), SHORT).status()).isEqualTo(NtStatus.SUCCESS);
        PortProgram.Got got = Rig.get(waiting);
        assertThat(got.text()).isEqualTo("hi");
        assertThat(got.replyLength()).isZero();
        assertThat(got.id()).isPositive();
    }

    @Test
    @DisplayName("M19 (4.3): no waiter: the sender blocks until the app asks, in the order of sending")
    void senderBlocks() {
        CompletableFuture<MessageResult> first = sending(c -> c.sendMessage(bytes("1"), FOREVER));
        awaitQueued(1);
        CompletableFuture<MessageResult> second = sending(c -> c.sendMessage(bytes("2"), FOREVER));
        awaitQueued(2);
        assertThat(first).isNotDone();
        assertThat(Rig.get(program.get()).text()).isEqualTo("1");
        assertThat(Rig.get(first).isReplied()).isTrue();
        assertThat(second).isNotDone();
        assertThat(Rig.get(program.get()).text()).isEqualTo("2");
        assertThat(Rig.get(second).isReplied()).isTrue();
    }

    @Test
    @DisplayName(
            "M20 (4.3): with a reply buffer: blocks until the reply with the MessageId; its data and status come back")
    void repliedTo() {
        CompletableFuture<MessageResult> result = sending(c -> c.sendMessage(bytes("ask"), 8, FOREVER));
        PortProgram.Got got = Rig.get(program.get());
        assertThat(got.replyLength()).isEqualTo(PortConnection.HEADER + 8);
        assertThat(result).isNotDone();
        assertThat(program.reply(got.id(), NtStatus.ACCESS_DENIED, "told")).isEqualTo(NtStatus.SUCCESS);
        assertThat(Rig.get(result).status()).isEqualTo(NtStatus.SUCCESS);
        assertThat(Rig.get(result).replyStatus()).isEqualTo(NtStatus.ACCESS_DENIED);
        assertThat(text(Rig.get(result).reply())).isEqualTo("told");
        assertThat(Rig.get(result).reply().isReadOnly()).isTrue();
    }

    @Test
    @DisplayName("P1: FltSendMessage time-out: 0x102, NT_SUCCESS true, nothing is left to fetch")
    void p1() {
        MessageResult result = client.sendMessage(bytes("x"), SHORT);
        assertThat(result.status().value()).isEqualTo(0x102);
        assertThat(result.status().isSuccess()).isTrue();
        assertThat(result.isReplied()).isFalse();
        assertThat(program.get()).isNotDone();
    }

    @Test
    @DisplayName("P2: a late reply: FLT_NO_WAITER_FOR_REPLY, 0x801F0020 as an HRESULT")
    void p2() {
        CompletableFuture<PortProgram.Got> waiting = program.get();
        assertThat(client.sendMessage(bytes("x"), 8, SHORT).status()).isEqualTo(NtStatus.TIMEOUT);
        NtStatus late = program.reply(Rig.get(waiting), "late");
        assertThat(late).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
        assertThat(late.hresult()).contains(0x801F0020);
    }

    @Test
    @DisplayName(
            "M21 (4.4): a duplicate reply, one to a message that wants none, one to no message: FLT_NO_WAITER_FOR_REPLY")
    void noWaiter() {
        CompletableFuture<PortProgram.Got> waiting = program.get();
        CompletableFuture<MessageResult> result = sending(c -> c.sendMessage(bytes("x"), 8, FOREVER));
        PortProgram.Got got = Rig.get(waiting);
        assertThat(program.reply(got, "1")).isEqualTo(NtStatus.SUCCESS);
        assertThat(program.reply(got, "2")).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
        assertThat(text(Rig.get(result).reply())).isEqualTo("1");
        waiting = program.get();
        client.sendMessage(bytes("y"), FOREVER);
        assertThat(program.reply(Rig.get(waiting), "")).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
        assertThat(program.reply(123_456_789, NtStatus.SUCCESS, "")).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    }

    @Test
    @DisplayName(
            "M22 (4.3): the time-out is one budget for delivery and reply; zero and null are without end, negative is INVALID_PARAMETER")
    void timeOuts() {
        CompletableFuture<MessageResult> endless =
                sending(c -> c.sendMessage(bytes("x"), 8, Duration.ofSeconds(Long.MAX_VALUE)));
        PortProgram.Got got = Rig.get(program.get());
        program.reply(got, "ok");
        assertThat(Rig.get(endless).isReplied()).isTrue();
        assertThat(client.sendMessage(bytes("x"), Duration.ofNanos(-1)).status())
                .isEqualTo(NtStatus.INVALID_PARAMETER);
        assertThat(client.sendMessage(bytes("x"), -1, FOREVER).status()).isEqualTo(NtStatus.INVALID_PARAMETER);
    }

    @Test
    @DisplayName("M23 (4.3): connection closed: PORT_DISCONNECTED, queued, delivered or afterwards")
    void disconnected() {
        CompletableFuture<PortProgram.Got> waiting = program.get();
        CompletableFuture<MessageResult> delivered = sending(c -> c.sendMessage(bytes("1"), 8, FOREVER));
        PortProgram.Got got = Rig.get(waiting);
        CompletableFuture<MessageResult> queued = sending(c -> c.sendMessage(bytes("2"), FOREVER));
        awaitQueued(1);
        program.close();
        assertThat(Rig.get(delivered).status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
        assertThat(Rig.get(queued).status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
        assertThat(client.sendMessage(bytes("3"), FOREVER).status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
        assertThat(program.reply(got, "")).isEqualTo(NtStatus.INVALID_HANDLE);
    }

    @Test
    @DisplayName("M24 (4.3): FltCloseClientPort is synchronised with FltSendMessage: the sender gets PORT_DISCONNECTED")
    void closedByTheFilter() {
        CompletableFuture<MessageResult> queued = sending(c -> c.sendMessage(bytes("2"), FOREVER));
        awaitQueued(1);
        client.close();
        assertThat(Rig.get(queued).status()).isEqualTo(NtStatus.PORT_DISCONNECTED);
    }

    @Test
    @DisplayName(
            "M25 (4.3): waiting thread terminated: THREAD_IS_TERMINATING, still interrupted, the message withdrawn")
    void interrupted() throws Exception {
        var result = new AtomicReference<MessageResult>();
        var stillInterrupted = new AtomicReference<Boolean>();
        Thread sender = new Thread(() -> {
            result.set(client.sendMessage(bytes("x"), 8, FOREVER));
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        sender.start();
        awaitQueued(1);
        sender.interrupt();
        sender.join();
        assertThat(result.get().status()).isEqualTo(NtStatus.THREAD_IS_TERMINATING);
        assertThat(stillInterrupted.get()).isTrue();
        assertThat(program.get()).isNotDone();
    }

    @Test
    @DisplayName("M26 (4.3): reply longer than the buffer: BUFFER_OVERFLOW with what fits; one that just fits: SUCCESS")
    void overflow() {
        CompletableFuture<MessageResult> result = sending(c -> c.sendMessage(bytes("x"), 3, FOREVER));
        assertThat(program.reply(Rig.get(program.get()), "long")).isEqualTo(NtStatus.SUCCESS);
        assertThat(Rig.get(result).status().value()).isEqualTo(0x80000005);
        assertThat(text(Rig.get(result).reply())).isEqualTo("lon");
        result = sending(c -> c.sendMessage(bytes("x"), 3, FOREVER));
        program.reply(Rig.get(program.get()), "fit");
        assertThat(Rig.get(result).isReplied()).isTrue();
        result = sending(c -> c.sendMessage(bytes("x"), 0, FOREVER));
        PortProgram.Got got = Rig.get(program.get());
        assertThat(got.replyLength()).isEqualTo(PortConnection.HEADER);
        program.reply(got, "");
        assertThat(Rig.get(result).isReplied()).isTrue();
    }

    @Test
    @DisplayName("M27 (4.3): a message longer than the limit: INVALID_BUFFER_SIZE; as long as it: delivered")
    void tooLong() {
        ByteBuffer longest = ByteBuffer.allocate(CommunicationPort.MAXIMUM_MESSAGE);
        CompletableFuture<PortProgram.Got> waiting =
                program.get(CommunicationPort.MAXIMUM_MESSAGE + PortConnection.HEADER);
        assertThat(client.sendMessage(longest, FOREVER).isReplied()).isTrue();
        assertThat(Rig.get(waiting).text()).hasSize(CommunicationPort.MAXIMUM_MESSAGE);
        ByteBuffer longer = ByteBuffer.allocate(CommunicationPort.MAXIMUM_MESSAGE + 1);
        assertThat(client.sendMessage(longer, FOREVER).status()).isEqualTo(NtStatus.INVALID_BUFFER_SIZE);
    }

    @Test
    @DisplayName("M28 (4.4): FilterGetMessage with too small a buffer: BUFFER_TOO_SMALL; the message stays the next")
    void tooSmall() {
        CompletableFuture<MessageResult> sent = sending(c -> c.sendMessage(bytes("four"), FOREVER));
        awaitQueued(1);
        assertThat(Rig.get(program.get(PortConnection.HEADER + 3)).status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
        assertThat(Rig.get(program.get(PortConnection.HEADER - 1)).status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
        assertThat(sent).isNotDone();
        assertThat(Rig.get(program.get(PortConnection.HEADER + 4)).text()).isEqualTo("four");
        assertThat(Rig.get(sent).isReplied()).isTrue();
        CompletableFuture<PortProgram.Got> small = program.get(PortConnection.HEADER);
        CompletableFuture<PortProgram.Got> large = program.get();
        assertThat(client.sendMessage(bytes("x"), FOREVER).isReplied()).isTrue();
        assertThat(Rig.get(small).status()).isEqualTo(NtStatus.BUFFER_TOO_SMALL);
        assertThat(Rig.get(large).text()).isEqualTo("x");
    }

    @Test
    @DisplayName("M29 (4.4): an overlapped FilterGetMessage that is cancelled takes no message")
    void cancelled() {
        var getting = new PortProgram.Getting();
        program.connection.get(100, getting);
        program.connection.cancel(getting);
        program.connection.cancel(getting);
        assertThat(Rig.get(getting.end).status()).isEqualTo(NtStatus.CANCELLED);
        assertThat(client.sendMessage(bytes("x"), SHORT).status()).isEqualTo(NtStatus.TIMEOUT);
    }

    @Test
    @DisplayName("M30 (4.1): each connection has its own queue")
    void ownQueues() throws Exception {
        var other = new PortProgram(rig.manager, "port", "");
        CompletableFuture<PortProgram.Got> mine = program.get();
        CompletableFuture<PortProgram.Got> others = other.get();
        ported.client().sendMessage(bytes("to the other"), FOREVER);
        assertThat(Rig.get(others).text()).isEqualTo("to the other");
        assertThat(mine).isNotDone();
        assertThat(other.reply(1, NtStatus.SUCCESS, "")).isEqualTo(NtStatus.FLT_NO_WAITER_FOR_REPLY);
    }

    @Test
    @DisplayName("M31: a message from the connect callback itself is refused, since nobody can ask for it yet")
    void fromTheConnectCallback() throws Exception {
        List<MessageResult> results = new ArrayList<>();
        ported.connect = (fresh, context) -> {
            results.add(fresh.sendMessage(bytes("early"), FOREVER));
            return fresh;
        };
        new PortProgram(rig.manager, "port", "");
        assertThat(results).extracting(MessageResult::status).containsExactly(NtStatus.INVALID_DEVICE_REQUEST);
    }

    @Test
    @DisplayName("M32: a message callback may send to the same client and wait for its reply")
    void nested() {
        ported.message = (sender, input, output) -> {
            MessageResult inner = sender.sendMessage(bytes("inner"), 8, FOREVER);
            output.put(inner.reply());
            return inner.status();
        };
        var outer = CompletableFuture.supplyAsync(() -> program.send("outer", 8), rig.threads);
        program.reply(Rig.get(program.get()), "yes");
        assertThat(text(Rig.get(outer).output())).isEqualTo("yes");
    }

    @Test
    @DisplayName("M33: an operation that waits for a reply goes on when its filter is unloaded")
    void anOperationWaitsForAReply() {
        ported.filter.pre = (data, objects) -> {
            ported.log.add(
                    client.sendMessage(bytes("may it?"), 8, FOREVER).status().name());
            return dev.weir.PreOperationStatus.SUCCESS_NO_CALLBACK;
        };
        CompletableFuture<Rig.Outcome> operation = rig.startElsewhere(rig::getattr);
        Rig.get(program.get());
        assertThat(rig.unload("ported").outcome()).isEqualTo(dev.weir.manager.UnloadResult.Outcome.UNLOADED);
        assertThat(Rig.get(operation).errno()).isZero();
        assertThat(ported.log).contains("STATUS_PORT_DISCONNECTED");
    }
}
