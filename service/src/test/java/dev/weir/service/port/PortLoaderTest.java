package dev.weir.service.port;

import static dev.weir.service.port.PortService.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.NtStatus;
import dev.weir.port.PortClient;
import dev.weir.port.PortException;
import dev.weir.service.FilterSettings;
import dev.weir.service.Inside;
import dev.weir.service.Settings;
import dev.weir.service.Weir;
import dev.weir.service.filter.TestJars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing of an unloaded filter is held by its ports, whoever was connected. */
@Timeout(180)
class PortLoaderTest {
    private static final String SOURCE = """
            package sample;
            import dev.weir.*;
            import java.nio.ByteBuffer;
            import java.time.Duration;
            public final class Ported implements Minifilter {
                static final class Cookie {
                    final ThreadLocal<Cookie> left = new ThreadLocal<>();
                }
                public NtStatus entry(FilterManager manager) throws FilterException {
                    Filter filter = manager.register(registration(manager));
                    filter.createCommunicationPort(PortDefinition.<Cookie>of("held", (client, context) -> {
                        Thread.ofPlatform().daemon().start(
                            () -> client.sendMessage(ByteBuffer.allocate(9), 9, Duration.ZERO));
                        return new Cookie();
                    }, cookie -> {}).withMaximumConnections(8).withMessages((cookie, input, output) -> {
                        cookie.left.set(cookie);
                        return NtStatus.SUCCESS;
                    }));
                    filter.startFiltering();
                    return NtStatus.SUCCESS;
                }
                public Registration registration(FilterManager manager) {
                    return Registration.builder().unload(FilterUnloadCallback.ALWAYS).build();
                }
            }
            """;

    @Test
    void theClassLoaderIsCollectedAfterTheUnload() throws Exception {
        Path folder = Files.createTempDirectory("weir-port-loader");
        List<PortClient> programs = new ArrayList<>();
        try (Weir weir = Weir.start(new Settings(folder, folder.resolve("service"), false), folder)) {
            Path jar = TestJars.jar(folder, TestJars.descriptor("ported", "sample.Ported"), "Ported", SOURCE);
            weir.load(jar.toString(), FilterSettings.NONE);
            for (int i = 0; i < 4; i++) {
                PortClient program = PortClient.connect(folder.resolve("ports/held"), bytes("hi"));
                programs.add(program);
                assertThat(program.send(bytes("x"), 1).status()).isEqualTo(NtStatus.SUCCESS);
            }
            programs.getFirst().getMessage();
            Inside.unload(weir, "ported");
            assertThat(Inside.proof(weir, "ported").await(Duration.ofSeconds(60)))
                    .startsWith("class loader collected");
            for (PortClient program : programs) {
                org.assertj.core.api.Assertions.assertThatThrownBy(program::getMessage)
                        .isInstanceOf(PortException.class);
            }
        } finally {
            programs.forEach(PortClient::close);
            PortService.delete(folder);
        }
    }
}
