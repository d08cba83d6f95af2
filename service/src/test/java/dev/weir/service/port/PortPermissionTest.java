package dev.weir.service.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.PortSecurity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may connect, as root and as user 65534, through the file's mode and through the peer's credentials alone. */
@Timeout(120)
class PortPermissionTest {
    private static final List<String> NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");
    private static final List<String> IN_GROUP =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--groups=4711", "--");
    private static final List<String> ROOT = List.of();
    private static final String PROGRAM = """
            import socket, struct, sys
            s = socket.socket(socket.AF_UNIX)
            try:
                s.connect(sys.argv[1])
                s.sendall(struct.pack('<IIIIQ', 0, 1, 1, 0, 0))
                print('%08X' % struct.unpack('<IIIIQ', s.recv(24))[2])
            except PermissionError:
                print('EACCES')
            """;

    private PortService service;

    @BeforeEach
    void aService() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to be somebody else");
        service = new PortService();
    }

    @AfterEach
    void stop() throws Exception {
        if (service != null) {
            service.close();
        }
    }

    private String connect(List<String> as, String port) throws Exception {
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of("python3", "-c", PROGRAM, service.socket(port).toString()));
        Process process = service.start(command.toArray(String[]::new));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.strip();
    }

    @Test
    void theServicesOwnUserAloneUnlessTheFilterSaysOtherwise() throws Exception {
        service.port("own");
        assertThat(connect(ROOT, "own")).isEqualTo("00000000");
        assertThat(connect(NOBODY, "own")).isEqualTo("EACCES");
    }

    @Test
    void everybody() throws Exception {
        service.port("all", PortSecurity.EVERYBODY);
        assertThat(connect(NOBODY, "all")).isEqualTo("00000000");
        assertThat(service.client().peer().userId()).isEqualTo(65534);
    }

    @Test
    void aGroupByItsNumberAlsoAsASupplementaryOne() throws Exception {
        service.port("group", PortSecurity.ofGroup("4711"));
        assertThat(connect(NOBODY, "group")).isEqualTo("EACCES");
        assertThat(connect(IN_GROUP, "group")).isEqualTo("00000000");
    }

    @Test
    void anotherOwner() throws Exception {
        service.port("theirs", new PortSecurity("nobody", "", 0600));
        assertThat(connect(NOBODY, "theirs")).isEqualTo("00000000");
        assertThat(connect(ROOT, "theirs")).isEqualTo("00000000");
        service.port("barred", new PortSecurity("nobody", "", 0066));
        assertThat(connect(NOBODY, "barred")).isEqualTo("EACCES");
    }

    /** A file's mode can be changed, and a file reached in other ways: what the filter said holds nevertheless. */
    @Test
    void thePeersCredentialsDecideWhateverTheFileSays() throws Exception {
        service.port("own");
        Path socket = service.socket("own");
        Files.setPosixFilePermissions(socket, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(connect(NOBODY, "own")).isEqualTo("C0000022");
        assertThat(connect(ROOT, "own")).isEqualTo("00000000");
        assertThat(service.clients).hasSize(1);
    }
}
