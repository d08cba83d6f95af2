package dev.weir.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.manager.Requests;
import dev.weir.operation.SetAttributes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose files are, and what a write takes off them. */
class HostIdentityTest {
    private static final int USER = 12345;
    private static final int GROUP = 23456;
    private static final int OTHER_GROUP = 34567;
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    @TempDir
    Path folder;

    private HostVolume host;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(
                IdentityCalls.effectiveUser(NativeThread.current()) == 0
                        && Capabilities.has(NativeThread.current(), Capabilities.CAP_SETUID),
                "making files for others needs root");
        host = new HostVolume(folder);
    }

    @AfterEach
    void dismount() {
        if (host != null) {
            host.close();
        }
    }

    private FileNodeObject directory(int uid, int gid, int mode) throws Exception {
        Path path = Files.createDirectory(folder.resolve("directory"));
        Files.setAttribute(path, "unix:uid", uid);
        Files.setAttribute(path, "unix:gid", gid);
        Files.setAttribute(path, "unix:mode", mode);
        return host.node("directory");
    }

    private static Consumer<Operation> mkdir(FileNodeObject directory, String name) {
        return operation -> {
            Requests.mkdir(operation, FileName.of(name), 0777, 022);
            operation.on(directory);
        };
    }

    @Test
    void whatIsMadeBelongsToTheRequestor() throws Exception {
        FileNodeObject directory = directory(0, 0, 0777);
        host.as(USER, GROUP);
        Operation file = host.ok(host.create(directory, "file", 0100666, 027, OpenFlags.O_RDWR));
        assertThat(file.attributes().userId()).isEqualTo(USER);
        assertThat(file.attributes().groupId()).isEqualTo(GROUP);
        assertThat(file.attributes().mode()).isEqualTo(0100640);
        host.closed(file.resultHandle());
        assertThat(host.ok(mkdir(directory, "sub")).attributes().userId()).isEqualTo(USER);
        Operation link = host.ok(operation -> {
            Requests.symlink(operation, FileName.of("link"), FileName.of("x"));
            operation.on(directory);
        });
        assertThat(link.attributes().userId()).isEqualTo(USER);
        host.as(0, 0);
        assertThat(host.ok(mkdir(directory, "roots")).attributes().userId()).isZero();
    }

    @Test
    void aSetGroupIdDirectoryGivesItsGroup() throws Exception {
        FileNodeObject directory = directory(0, OTHER_GROUP, 02777);
        Operation made = host.as(USER, GROUP).ok(mkdir(directory, "sub"));
        assertThat(made.attributes().groupId()).isEqualTo(OTHER_GROUP);
        assertThat(made.attributes().mode() & 02000).isNotZero();
    }

    @Test
    void aSupplementaryGroupOfTheRequestorsProcessCounts() throws Exception {
        assumeTrue(Files.isExecutable(SETPRIV), "setpriv is not installed");
        FileNodeObject directory = directory(0, OTHER_GROUP, 0770);
        assertThat(host.as(USER, GROUP).errno(mkdir(directory, "sub"))).isEqualTo(Errno.EACCES);
        Process member = new ProcessBuilder(
                        SETPRIV.toString(),
                        "--reuid=" + USER,
                        "--regid=" + GROUP,
                        "--groups=" + OTHER_GROUP + ",99",
                        "sh",
                        "-c",
                        "echo ready; exec sleep 60")
                .start();
        try {
            assertThat(member.inputReader().readLine()).isEqualTo("ready");
            Operation made = host.as(USER, GROUP, (int) member.pid()).ok(mkdir(directory, "sub"));
            assertThat(made.attributes().userId()).isEqualTo(USER);
            assertThat(made.attributes().groupId()).isEqualTo(GROUP);
        } finally {
            member.destroyForcibly().waitFor();
        }
    }

    @Test
    void anExistingFileIsOpenedByCreateOnlyForWhoMay() throws Exception {
        FileNodeObject directory = directory(0, 0, 0777);
        Files.writeString(folder.resolve("directory/secret"), "x");
        Files.setAttribute(folder.resolve("directory/secret"), "unix:mode", 0600);
        assertThat(host.as(USER, GROUP).errno(host.create(directory, "secret", 0100666, 0, OpenFlags.O_RDONLY)))
                .isEqualTo(Errno.EACCES);
    }

    @Test
    void aWriteTakesTheSetUserIdBitOffUnlessItIsRootsOrThePageCaches() throws Exception {
        Files.writeString(folder.resolve("file"), "x");
        FileNodeObject node = host.node("file");
        FileHandleObject handle = host.opened(node, OpenFlags.O_RDWR);
        setMode(node, 06755);
        host.written(handle, 0, "r");
        assertThat(host.stat(node).attributes().mode() & 07777).isEqualTo(06755);
        host.as(USER, GROUP).ok(operation -> {
            host.write(handle, 0, "c", handle.openFlags()).accept(operation);
            operation.caching(true, false);
        });
        assertThat(host.stat(node).attributes().mode() & 07777).isEqualTo(06755);
        host.as(USER, GROUP).written(handle, 0, "u");
        assertThat(host.stat(node).attributes().mode() & 07777).isEqualTo(0755);
        setMode(node, 06755);
        host.ok(operation -> {
            Requests.setAttributes(operation, OperationKind.TRUNCATE, SetAttributes.VALID_SIZE, 0, 0, 0, 0, 0, 0, 0, 0);
            operation.on(node);
        });
        assertThat(host.stat(node).attributes().mode() & 07777).isEqualTo(0755);
        setMode(node, 06755);
        assertThat(host.stat(node).attributes().mode() & 07777).isEqualTo(06755);
        host.closed(handle);
    }

    private void setMode(FileNodeObject node, int mode) {
        host.ok(operation -> {
            Requests.setAttributes(operation, OperationKind.CHMOD, SetAttributes.VALID_MODE, mode, 0, 0, 0, 0, 0, 0, 0);
            operation.on(node);
        });
    }

    @Test
    void ownersChangeAndWhatIsNotAskedForStays() throws Exception {
        Files.writeString(folder.resolve("file"), "x");
        FileNodeObject node = host.node("file");
        Operation changed = host.ok(operation -> {
            Requests.setAttributes(
                    operation, OperationKind.CHOWN, SetAttributes.VALID_GROUP_ID, 0, 1, GROUP, 0, 0, 0, 0, 0);
            operation.on(node);
        });
        assertThat(changed.attributes().userId()).isZero();
        assertThat(changed.attributes().groupId()).isEqualTo(GROUP);
    }

    @Test
    void aDefaultAclTakesThePlaceOfTheUmask() throws Exception {
        FileNodeObject directory = directory(USER, GROUP, 0755);
        int[] acl = {2, 0x0007_0001, -1, 0x0005_0004, -1, 0x0000_0020, -1};
        for (int i = 0; i < acl.length; i++) {
            NativeMemory.putInt(host.buffer.address() + 16 + 4L * i, acl[i]);
        }
        int set = host.errno(operation -> {
            Requests.setxattr(operation, FileName.of("system.posix_acl_default"), 0, 0);
            operation.on(directory);
            operation.data(host.buffer, 16, 4L * acl.length);
        });
        assumeTrue(set != Errno.EOPNOTSUPP, "the temporary folder's file system has no ACLs");
        assertThat(set).isZero();
        Operation made = host.as(USER, GROUP).ok(host.create(directory, "file", 0100666, 077, OpenFlags.O_RDWR));
        assertThat(made.attributes().mode()).isEqualTo(0100640);
        host.closed(made.resultHandle());
    }
}
