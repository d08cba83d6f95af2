package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ClientPort;
import dev.weir.FilterException;
import dev.weir.FilterUnloadCallback;
import dev.weir.MessageResult;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PortDefinition;
import dev.weir.PortPeer;
import dev.weir.PortSecurity;
import dev.weir.Registration;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A filter's port, tested without a socket. */
class PortProgramTest {
    private final AtomicReference<ClientPort> client = new AtomicReference<>();

    private FilterHarness harness(PortSecurity security) throws FilterException {
        var harness = new FilterHarness();
        Minifilter filter = new Minifilter() {
            @Override
            public Registration registration(dev.weir.FilterManager manager) {
                return Registration.builder()
                        .unload(FilterUnloadCallback.ALWAYS)
                        .build();
            }

            @Override
            public NtStatus entry(dev.weir.FilterManager manager) throws FilterException {
                var registered = manager.register(registration(manager));
                registered.createCommunicationPort(PortDefinition.<ClientPort>of(
                                "echo",
                                (port, context) -> {
                                    client.set(port);
                                    return port;
                                },
                                port -> {})
                        .withSecurity(security)
                        .withMessages((port, input, output) -> {
                            output.put(input);
                            return NtStatus.SUCCESS;
                        }));
                registered.startFiltering();
                return NtStatus.SUCCESS;
            }
        };
        harness.load("echo", "370000", () -> filter, Map.of());
        return harness;
    }

    @Test
    void messagesGoBothWays() throws Exception {
        try (var harness = harness(PortSecurity.DEFAULT);
                var program = harness.connect("echo", "hi")) {
            assertThat(program.send("text", 10).text()).isEqualTo("text");
            assertThat(program.get(Duration.ofMillis(10)).status()).isEqualTo(NtStatus.TIMEOUT);
            var asked = CompletableFuture.supplyAsync(
                    () -> client.get().sendMessage(ByteBuffer.wrap(new byte[] {'?'}), 10, Duration.ZERO));
            PortMessage message = program.get();
            assertThat(message.text()).isEqualTo("?");
            assertThat(message.replyLength()).isEqualTo(26);
            assertThat(program.reply(message, "!")).isEqualTo(NtStatus.SUCCESS);
            MessageResult result = asked.join();
            assertThat(result.isReplied()).isTrue();
            assertThat(result.reply().get()).isEqualTo((byte) '!');
            harness.unload("echo");
            assertThat(program.isCutOff()).isTrue();
            assertThat(program.get().status()).isEqualTo(NtStatus.INVALID_HANDLE);
        }
    }

    @Test
    void whoMayConnectIsAsTheFilterSaid() throws Exception {
        var stranger = new PortPeer(1, 2000, 2000);
        try (var harness = harness(PortSecurity.DEFAULT)) {
            assertThatThrownBy(() -> harness.connect("echo", "", stranger))
                    .isInstanceOfSatisfying(
                            FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.ACCESS_DENIED));
            assertThatThrownBy(() -> harness.connect("none", ""))
                    .isInstanceOfSatisfying(
                            FilterException.class,
                            e -> assertThat(e.status()).isEqualTo(NtStatus.OBJECT_NAME_NOT_FOUND));
        }
        try (var harness = harness(PortSecurity.ofGroup("2000"));
                var program = harness.connect("echo", "", stranger)) {
            assertThat(program.send("x", 1).text()).isEqualTo("x");
        }
    }
}
