package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weir.service.Settings;
import dev.weir.service.Weir;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are open in passthrough are named, with their programs. */
@Timeout(120)
class UnseenFilesTest {
    @TempDir
    Path folder;

    @Test
    void instancesOfAVolumeNamesTheOpenFilesWhoseDataGoesPast() throws Exception {
        assumeThat(System.getProperty("user.name")).as("root, to mount").isEqualTo("root");
        assumeThat(Files.isWritable(Path.of("/dev/fuse"))).as("/dev/fuse").isTrue();
        Path directory = Files.createDirectory(folder.resolve("data"));
        Files.writeString(directory.resolve("file"), "text");
        Path home = TestHome.make(folder.resolve("home"));
        Path socket = folder.resolve("run/control.sock");
        try (Weir weir = Weir.start(new Settings(home, folder.resolve("own"), true))) {
            weir.listen(socket);
            run(socket, "mount", directory.toString());
            Process holder = new ProcessBuilder("sh", "-c", "exec 3< file; echo ready; read -r line")
                    .directory(directory.toFile())
                    .start();
            try {
                assertThat(holder.inputReader().readLine()).isEqualTo("ready");
                assumeThat(run(socket, "volumes", "-o", "json"))
                        .as("passthrough")
                        .contains("\"unseenFiles\":1");

                assertThat(run(socket, "instances", "-v", directory.toString()))
                        .contains("Open files whose data goes past every instance, until they are closed: 1\n")
                        .containsPattern("  file \\(opened by process " + holder.pid() + " sh\\)\n");
            } finally {
                holder.destroyForcibly().waitFor();
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(run(socket, "instances", "-v", directory.toString()))
                            .doesNotContain("Open files"));
            run(socket, "umount", directory.toString());
        }
    }

    private static String run(Path socket, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--socket", socket.toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
        assertThat(status).as(err.toString()).isZero();
        return out.toString();
    }
}
