package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code weir run} as an ordinary user: with fusermount3, without it, and where user namespaces are barred. */
@Timeout(300)
class RunAsUserIT {
    private static final String LOOK = "id -u; cat a; echo x >b; stat -c %u b; grep CapBnd /proc/self/status";

    private Path folder;

    /** JUnit's own temporary folders are closed to other users. */
    @BeforeEach
    void aFolderThatOthersCanEnter() throws Exception {
        folder = Files.createTempDirectory("weir-user-it");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void removeIt() throws Exception {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void behindFusermount3TheProgramHasItsOwnIdsAndNoCapabilities() throws Exception {
        assertRuns(Installed.asUser(folder), "--private");
    }

    @Test
    void withoutFusermount3TheNamespaceMountsByItself() throws Exception {
        assertRuns(Installed.asUser(folder, "/usr/bin/fusermount3"), "--private");
    }

    private static void assertRuns(Installed installed, String option) throws Exception {
        Path directory = files(installed);
        Scripts.Result result =
                installed.weirIn(directory, "run", option, "--filter", "spy", ".", "--", "sh", "-c", LOOK);

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("1000\nhello\n1000\nCapBnd:\t0000000000000000\n");
        assertThat(result.err()).contains("open(a", "create(b");
        assertThat(Files.getAttribute(directory.resolve("b"), "unix:uid")).isEqualTo(1000);
    }

    @Test
    void withoutUserNamespacesTheMountIsVisibleAndItSaysSo() throws Exception {
        Installed installed = Installed.asUser(folder, "/usr/bin/unshare");
        Path directory = files(installed);

        Scripts.Result visible = installed.weirIn(directory, "run", "--filter", "spy", ".", "--", "cat", "a");
        Scripts.Result isPrivate = installed.weirIn(directory, "run", "--private", ".", "--", "cat", "a");

        assertThat(visible.exit()).as(visible.err()).isZero();
        assertThat(visible.out()).isEqualTo("hello\n");
        assertThat(visible.err()).contains("bars user namespaces", "read(a");
        assertThat(isPrivate.exit()).isEqualTo(125);
        assertThat(isPrivate.err()).contains("--private forbids");
    }

    @Test
    void aSocketOfSomebodyElsesIsNotTakenForNoService() throws Exception {
        Installed installed = Installed.asUser(folder);
        Path socket = folder.resolve("control.sock");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            installed.socket(socket);

            Scripts.Result result = installed.weir("filters");

            assertThat(result.exit()).isEqualTo(3);
            assertThat(result.err())
                    .contains(socket + " (Permission denied)", "as the service's user or as root")
                    .hasLineCount(1);
        }
    }

    @Test
    void childrenThatStayAreWaitedFor() throws Exception {
        Installed installed = Installed.asUser(folder);
        Path directory = files(installed);

        Scripts.Result result =
                installed.weirIn(directory, "run", ".", "--", "sh", "-c", "(sleep 1.5; echo late >late) & exit 3");

        assertThat(result.exit()).as(result.err()).isEqualTo(3);
        assertThat(directory.resolve("late")).exists();
    }

    private static Path files(Installed installed) throws Exception {
        Path directory = Files.createDirectory(installed.work().resolve("files"));
        Files.writeString(directory.resolve("a"), "hello\n");
        for (Path file : new Path[] {directory, directory.resolve("a")}) {
            Files.setAttribute(file, "unix:uid", 1000);
            Files.setAttribute(file, "unix:gid", 1000);
        }
        return directory;
    }
}
