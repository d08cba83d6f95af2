package dev.weir.linux;

import static dev.weir.linux.TemporaryFiles.bytes;
import static dev.weir.linux.TemporaryFiles.close;
import static dev.weir.linux.TemporaryFiles.name;
import static dev.weir.linux.TemporaryFiles.ok;
import static dev.weir.linux.TemporaryFiles.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XattrCallsTest {
    private final NativeThread thread = NativeThread.current();

    @TempDir
    Path folder;

    @Test
    void aNodeHasAttributes() throws IOException {
        int node = open(Files.createFile(folder.resolve("file")), OpenFlags.O_PATH);
        int set = XattrCalls.set(thread, node, name("user.weir"), value("red"), 3, 0);
        assumeTrue(set != -Errno.EOPNOTSUPP, "the temporary folder's file system has no user attributes");
        ok(set);
        assertThat(XattrCalls.set(thread, node, name("user.weir"), value("red"), 3, 1))
                .isEqualTo(-Errno.EEXIST);
        assertThat(XattrCalls.get(thread, node, name("user.weir"), 0, 0)).isEqualTo(3);
        assertThat(XattrCalls.get(thread, node, name("user.weir"), thread.struct(), 2))
                .isEqualTo(-Errno.ERANGE);
        assertThat(XattrCalls.get(thread, node, name("user.weir"), thread.struct(), 10))
                .isEqualTo(3);
        assertThat(NativeMemory.bytes(thread.struct(), 3)).isEqualTo(bytes("red"));
        assertThat(XattrCalls.list(thread, node, thread.struct(), 100)).isGreaterThanOrEqualTo(10);
        ok(XattrCalls.remove(thread, node, name("user.weir")));
        assertThat(XattrCalls.get(thread, node, name("user.weir"), 0, 0)).isEqualTo(-Errno.ENODATA);
        close(node);
    }

    @Test
    void anAttributeOfASymbolicLinkIsNotThatOfItsTarget() throws IOException {
        assumeTrue(Capabilities.has(thread, Capabilities.CAP_SYS_ADMIN), "trusted attributes need CAP_SYS_ADMIN");
        Path target = Files.createFile(folder.resolve("target"));
        int link = open(Files.createSymbolicLink(folder.resolve("link"), target), OpenFlags.O_PATH);
        int file = open(target, OpenFlags.O_PATH);
        int set = XattrCalls.set(thread, link, name("trusted.weir"), value("link"), 4, 0);
        assumeTrue(set != -Errno.EOPNOTSUPP, "the temporary folder's file system has no trusted attributes");
        ok(set);
        assertThat(XattrCalls.get(thread, link, name("trusted.weir"), 0, 0)).isEqualTo(4);
        assertThat(XattrCalls.get(thread, file, name("trusted.weir"), 0, 0)).isEqualTo(-Errno.ENODATA);
        close(file);
        close(link);
    }

    @Test
    void anOpenFileNeedsNoPath() throws IOException {
        int file = open(Files.createFile(folder.resolve("file")), OpenFlags.O_RDWR);
        int set = XattrCalls.setOpen(thread, file, name("user.weir"), value("blue"), 4, 0);
        assumeTrue(set != -Errno.EOPNOTSUPP, "the temporary folder's file system has no user attributes");
        ok(set);
        assertThat(XattrCalls.getOpen(thread, file, name("user.weir"), 0, 0)).isEqualTo(4);
        close(file);
    }

    private long value(String text) {
        NativeMemory.copyIn(bytes(text), 0, thread.struct(), text.length());
        return thread.struct();
    }
}
