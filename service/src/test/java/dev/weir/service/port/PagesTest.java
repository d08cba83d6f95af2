package dev.weir.service.port;

import static dev.weir.service.port.PortService.bytes;
import static dev.weir.service.port.PortService.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.ClientPort;
import dev.weir.MessageResult;
import dev.weir.NtStatus;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.service.FilterSettings;
import dev.weir.service.Inside;
import dev.weir.service.Settings;
import dev.weir.service.Weir;
import dev.weir.service.control.ControlClient;
import dev.weir.service.control.JsonObject;
import dev.weir.service.filter.TestJars;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code on the pages about ports is compiled and run. */
@Timeout(180)
class PagesTest {
    private static List<String> code(String page, String language) throws Exception {
        Matcher matcher = Pattern.compile("```" + language + "\n(.*?)```\n", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs", page)));
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void thePythonClientOfThePageTalksToAFilter() throws Exception {
        try (PortService service = new PortService()) {
            service.port("echo");
            Files.writeString(
                    service.folder.resolve("weirport.py"),
                    code("port-protocol.md", "python").getFirst());
            Path script = Files.writeString(service.folder.resolve("program.py"), """
                    import weirport
                    port = weirport.Port("echo", b"hello")
                    print(port.send(b"text"))
                    print(port.send(b"x" * 1000000)[1] == b"x" * 1000000)
                    first, second = port.ask(), port.ask()
                    message, room, data = port.take(first)
                    print(room, data)
                    print(port.reply(message, b"yes", 0x8000001A))
                    print(port.reply(message, b"again"))
                    print(port.take(second)[1:])
                    try:
                        port.get()
                    except (EOFError, OSError):
                        print("the connection has ended")
                    try:
                        weirport.Port("echo")
                    except weirport.PortError as refused:
                        print(refused)
                    """);
            Process program = service.start("python3", "-u", script.toString());
            ClientPort client = service.client();
            MessageResult result = client.sendMessage(bytes("ask"), 8, Duration.ofSeconds(60));
            assertThat(result.isReplied()).isTrue();
            assertThat(result.replyStatus()).isEqualTo(NtStatus.NO_MORE_ENTRIES);
            assertThat(text(result.reply())).isEqualTo("yes");
            // The program waits for the next message already: it has replied again before the connection ends.
            BufferedReader lines = program.inputReader(StandardCharsets.UTF_8);
            var output = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                output.append(lines.readLine()).append('\n');
            }
            assertThat(client.sendMessage(bytes("bye"), Duration.ofSeconds(60)).isReplied())
                    .isTrue();
            service.connect = (late, context) -> {
                throw new dev.weir.FilterException(NtStatus.CONNECTION_REFUSED, "no");
            };
            client.close();
            lines.lines().forEach(line -> output.append(line).append('\n'));
            assertThat(output.toString()).isEqualTo("""
                    (0, b'text')
                    True
                    8 b'ask'
                    True
                    False
                    (None, b'bye')
                    the connection has ended
                    status 0xC0000236
                    """);
        }
    }

    @Test
    void theFilterAndTheProgramOfThePageWork() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "needs /dev/fuse, readable and writable");
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to mount");
        List<String> code = code("ports.md", "java");
        Path folder = Files.createTempDirectory("weir-ask");
        try (Weir weir = Weir.start(new Settings(folder, folder.resolve("service"), false), folder)) {
            Path jar = TestJars.jar(folder, TestJars.descriptor("ask", "sample.AskFilter"), "AskFilter", code.get(0));
            Path program = folder.resolve("program");
            TestJars.compile(program, "AskProgram", code.get(1));
            weir.load(jar.toString(), FilterSettings.NONE);
            Path directory = Files.createDirectory(folder.resolve("volume"));
            Path socket = folder.resolve("control.sock");
            weir.listen(socket);
            try (ControlClient control = ControlClient.connect(List.of(socket))) {
                control.call("mount", new JsonObject().put("directory", directory.toString()));
                ask(directory, program, socket);
                control.call("unmount", new JsonObject().put("volume", directory.toString()));
            }
            assertThat(Inside.unload(weir, "ask").outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(weir.manager().findings().all()).isEmpty();
        } finally {
            PortService.delete(folder);
        }
    }

    private static void ask(Path directory, Path program, Path socket) throws Exception {
        Files.createFile(directory.resolve("a.keep"));
        Files.createFile(directory.resolve("b"));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        program + ":" + System.getProperty("java.class.path"),
                        "sample.AskProgram")
                .redirectErrorStream(true);
        builder.environment().put("WEIR_SOCKET", socket.toString());
        Process process = builder.start();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("connected");
            assertThat(remove(directory.resolve("a.keep"))).isFalse();
            assertThat(remove(directory.resolve("b"))).isTrue();
            assertThat(lines.readLine()).isEqualTo("refused " + path(directory, "a.keep"));
            assertThat(lines.readLine()).isEqualTo("agreed to " + path(directory, "b"));
            assertThat(lines.readLine()).isEqualTo("refused in all: 1");
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String path(Path directory, String name) {
        return directory.resolve(name).toString().substring(directory.toString().length() + 1);
    }

    /** On a thread of its own: it waits for the program. */
    private static boolean remove(Path file) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        Files.delete(file);
                        return true;
                    } catch (AccessDeniedException refused) {
                        return false;
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .get(60, TimeUnit.SECONDS);
    }
}
