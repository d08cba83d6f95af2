package dev.weir.linux;

import static dev.weir.linux.TemporaryFiles.close;
import static dev.weir.linux.TemporaryFiles.ok;
import static dev.weir.linux.TemporaryFiles.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Errno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandleCallsTest {
    private final NativeThread thread = NativeThread.current();

    @TempDir
    Path folder;

    @Test
    void aHandleFindsItsFileUntilThatIsGone() throws IOException {
        assumeTrue(
                Capabilities.has(thread, Capabilities.CAP_DAC_READ_SEARCH),
                "opening by handle needs CAP_DAC_READ_SEARCH");
        Path file = Files.writeString(folder.resolve("file"), "x");
        int node = open(file, OpenFlags.O_PATH);
        int mount = open(folder, OpenFlags.O_RDONLY);
        try (Arena arena = Arena.ofConfined()) {
            long handle = arena.allocate(HandleCalls.SIZE, 8).address();
            int made = HandleCalls.ofDescriptor(thread, node, handle);
            assumeTrue(made != -Errno.EOPNOTSUPP, "the temporary folder's file system has no handles");
            ok(made);
            assertThat(HandleCalls.size(handle)).isBetween(9, HandleCalls.SIZE);
            Files.move(file, folder.resolve("elsewhere"));
            close(ok(HandleCalls.open(thread, mount, handle, OpenFlags.O_PATH)));
            close(node);
            Files.delete(folder.resolve("elsewhere"));
            assertThat(HandleCalls.open(thread, mount, handle, OpenFlags.O_PATH))
                    .isEqualTo(-Errno.ESTALE);
        }
        close(mount);
    }
}
