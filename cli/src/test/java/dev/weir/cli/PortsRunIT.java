package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program of a {@code weir run} finds the ports of its filters by WEIR_SOCKET. */
@Timeout(300)
class PortsRunIT {
    private static final String FILTER = """
            package sample;
            import dev.weir.*;
            public final class Echo implements Minifilter {
                private CommunicationPort port;
                public NtStatus entry(FilterManager manager) throws FilterException {
                    Filter filter = manager.register(registration(manager));
                    port = filter.createCommunicationPort(
                        PortDefinition.<ClientPort>of("echo", (client, context) -> client, client -> {})
                            .withMessages((client, input, output) -> {
                                output.put(input).put((byte) '0').put((byte) (client.peer().userId() == 0 ? 'r' : 'u'));
                                return NtStatus.SUCCESS;
                            }));
                    filter.startFiltering();
                    return NtStatus.SUCCESS;
                }
                public Registration registration(FilterManager manager) {
                    return Registration.builder().unload((filter, flags) -> {
                        port.close();
                        filter.unregister();
                        return NtStatus.SUCCESS;
                    }).build();
                }
            }
            """;
    private static final String PROGRAM = """
            import os, socket, struct
            s = socket.socket(socket.AF_UNIX)
            s.connect(os.path.dirname(os.environ['WEIR_SOCKET']) + '/ports/echo')
            s.sendall(struct.pack('<IIIIQ', 0, 1, 1, 0, 0) + struct.pack('<IIIIQ', 2, 4, 9, 1, 0) + b'hi')
            s.recv(24)
            print(s.recv(33)[24:].decode())
            """;

    private static final String JAVA_PROGRAM = """
            import dev.weir.port.PortClient;
            import java.nio.ByteBuffer;
            import java.nio.charset.StandardCharsets;
            public final class Ask {
                public static void main(String... arguments) throws Exception {
                    try (PortClient port = PortClient.connect("echo")) {
                        ByteBuffer answer = port.send(ByteBuffer.wrap("hi".getBytes(StandardCharsets.UTF_8)), 9).data();
                        System.out.println(StandardCharsets.UTF_8.decode(answer));
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void asRoot() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("files"));
        String jar = TestHome.compile(folder, "Echo", FILTER).toString();
        Scripts.Result result = Installed.asRoot(folder)
                .weir("run", "--filter", jar, directory.toString(), "--", "/usr/bin/python3", "-c", PROGRAM);
        assertThat(result.out()).as(result.err()).isEqualTo("hi0r\n");
        assertThat(result.exit()).isZero();
    }

    @Test
    void aJavaProgramNeedsNothingButTheClientsJars() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("files"));
        Path program = Files.writeString(folder.resolve("Ask.java"), JAVA_PROGRAM);
        String jar = TestHome.compile(folder, "Echo", FILTER).toString();
        Scripts.Result result = Installed.asRoot(folder)
                .weir(
                        "run",
                        "--filter",
                        jar,
                        directory.toString(),
                        "--",
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        Scripts.repository().resolve("cli/target/dist/client") + "/*",
                        program.toString());
        assertThat(result.out()).as(result.err()).isEqualTo("hi0r\n");
        assertThat(result.exit()).isZero();
    }

    @Test
    void asAUser() throws Exception {
        Installed installed = Installed.asUser(folder);
        Path directory = Files.createDirectory(installed.work().resolve("files"));
        Files.setAttribute(directory, "unix:uid", 1000);
        String jar = TestHome.compile(folder, "Echo", FILTER).toString();
        Scripts.Result result =
                installed.weir("run", "--filter", jar, directory.toString(), "--", "/usr/bin/python3", "-c", PROGRAM);
        assertThat(result.out()).as(result.err()).isEqualTo("hi0u\n");
        assertThat(result.exit()).isZero();
    }
}
