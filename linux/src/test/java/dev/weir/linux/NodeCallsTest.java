package dev.weir.linux;

import static dev.weir.linux.TemporaryFiles.close;
import static dev.weir.linux.TemporaryFiles.name;
import static dev.weir.linux.TemporaryFiles.ok;
import static dev.weir.linux.TemporaryFiles.open;
import static dev.weir.linux.TemporaryFiles.secondName;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Errno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to a node that is held by an O_PATH descriptor only, and to names below such a directory. */
class NodeCallsTest {
    private final NativeThread thread = NativeThread.current();

    @TempDir
    Path folder;

    private int directory;

    @BeforeEach
    void openFolder() {
        directory = open(folder, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
    }

    @AfterEach
    void closeFolder() {
        close(directory);
    }

    @Test
    void modeSizeAndTimesChange() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "0123456789");
        int node = open(file, OpenFlags.O_PATH);
        ok(NodeCalls.setMode(thread, node, 0640));
        ok(NodeCalls.setSize(thread, node, 4));
        ok(NodeCalls.setTimes(thread, node, 0, NodeCalls.UTIME_OMIT, 1_000_000_000, 123_456_789));
        long stat = stat(node);
        assertThat(Statx.mode(stat)).isEqualTo(0100640);
        assertThat(Statx.size(stat)).isEqualTo(4);
        assertThat(Statx.modificationSeconds(stat)).isEqualTo(1_000_000_000);
        assertThat(Statx.modificationNanos(stat)).isEqualTo(123_456_789);
        assertThat(Statx.accessSeconds(stat)).isGreaterThan(1_000_000_000);
        assertThat(Statx.inode(stat)).isEqualTo(Files.getAttribute(file, "unix:ino"));
        close(node);
    }

    @Test
    void theOwnerOfASymbolicLinkChangesButNotItsTarget() throws IOException {
        assumeTrue(IdentityCalls.effectiveUser(thread) == 0, "changing owners needs root");
        Path target = Files.createFile(folder.resolve("target"));
        Files.createSymbolicLink(folder.resolve("link"), target);
        int node = open(folder.resolve("link"), OpenFlags.O_PATH);
        ok(NodeCalls.setOwner(thread, node, 1234, 2345));
        assertThat(Statx.uid(stat(node))).isEqualTo(1234);
        assertThat(Statx.gid(stat(node))).isEqualTo(2345);
        assertThat(Files.getAttribute(target, "unix:uid")).isEqualTo(0);
        assertThat(NodeCalls.setMode(thread, node, 0600)).isEqualTo(-Errno.EOPNOTSUPP);
        close(node);
    }

    @Test
    void aLinkIsReadToItsLength() throws IOException {
        ok(DirectoryCalls.makeSymbolicLink(thread, name("some/target"), directory, secondName("link")));
        int node = open(folder.resolve("link"), OpenFlags.O_PATH);
        assertThat(NodeCalls.readLink(thread, node, thread.struct(), 100)).isEqualTo(11);
        assertThat(new String(NativeMemory.bytes(thread.struct(), 11), UTF_8)).isEqualTo("some/target");
        close(node);
    }

    @Test
    void namesAreMadeRenamedAndRemoved() {
        ok(DirectoryCalls.makeDirectory(thread, directory, name("sub"), 0750));
        ok(DirectoryCalls.makeNode(thread, directory, name("fifo"), 0010600, 0));
        ok(DirectoryCalls.rename(thread, directory, name("fifo"), directory, secondName("pipe"), 0));
        assertThat(folder.resolve("pipe")).exists();
        assertThat(DirectoryCalls.rename(thread, directory, name("pipe"), directory, secondName("sub"), 1))
                .isEqualTo(-Errno.EEXIST);
        ok(DirectoryCalls.rename(thread, directory, name("pipe"), directory, secondName("sub"), 2));
        assertThat(folder.resolve("pipe")).isDirectory();
        ok(DirectoryCalls.unlink(thread, directory, name("pipe"), DirectoryCalls.AT_REMOVEDIR));
        ok(DirectoryCalls.unlink(thread, directory, name("sub"), 0));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aNodeGetsASecondName() throws IOException {
        Files.writeString(folder.resolve("first"), "x");
        int node = open(folder.resolve("first"), OpenFlags.O_PATH);
        ok(DirectoryCalls.link(thread, node, directory, name("second")));
        assertThat(Statx.links(stat(node))).isEqualTo(2);
        assertThat(DirectoryCalls.link(thread, node, directory, name("second"))).isEqualTo(-Errno.EEXIST);
        close(node);
    }

    @Test
    void aSymbolicLinkItselfGetsASecondName() throws IOException {
        Files.createSymbolicLink(folder.resolve("first"), Path.of("nowhere"));
        int node = open(folder.resolve("first"), OpenFlags.O_PATH);
        ok(DirectoryCalls.link(thread, node, directory, name("second")));
        assertThat(Files.readSymbolicLink(folder.resolve("second"))).hasToString("nowhere");
        close(node);
    }

    @Test
    void aListingHasEachNameOnceAsBytes() {
        byte[] odd = {'a', (byte) 0xff, '\n'};
        ok(DirectoryCalls.makeDirectory(thread, directory, thread.name(odd), 0700));
        int list = open(folder, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        List<byte[]> names = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            long buffer = arena.allocate(4096).address();
            int filled;
            while ((filled = ok(DirectoryCalls.list(thread, list, buffer, 4096))) > 0) {
                for (int at = 0; at < filled; at += NativeMemory.getShort(buffer + at + 16)) {
                    int length = NativeMemory.stringLength(buffer + at + 19, 256);
                    names.add(NativeMemory.bytes(buffer + at + 19, length));
                }
            }
        }
        close(list);
        assertThat(names).containsExactlyInAnyOrder(new byte[] {'.'}, new byte[] {'.', '.'}, odd);
    }

    @Test
    void aDeviceNumberIsPackedAsTheKernelHasIt() {
        assertThat(DirectoryCalls.device(10, 229)).isEqualTo(0xae5);
        assertThat(DirectoryCalls.device(0xabc, 0x12345)).isEqualTo(0x123abc45);
    }

    @Test
    void aModeIsNotMaskedBehindTheCallersBack() throws IOException {
        ok(DirectoryCalls.makeDirectory(thread, directory, name("sub"), 0700));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("sub"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aFileSystemTellsItsSize() {
        long result = thread.struct();
        ok(StatFs.ofDescriptor(thread, directory, result));
        assertThat(StatFs.blocks(result)).isPositive();
        assertThat(StatFs.availableBlocks(result)).isLessThanOrEqualTo(StatFs.freeBlocks(result));
        assertThat(StatFs.nameLength(result)).isEqualTo(255);
        assertThat(StatFs.fragmentSize(result)).isPositive();
        assertThat(StatFs.blockSize(result)).isPositive();
        assertThat(StatFs.type(result)).isNotEqualTo(StatFs.FUSE_SUPER_MAGIC);
    }

    private long stat(int node) {
        ok(Statx.statDescriptor(thread, node, Statx.BASIC_STATS, thread.struct()));
        return thread.struct();
    }
}
