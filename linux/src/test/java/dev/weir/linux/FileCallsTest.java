package dev.weir.linux;

import static dev.weir.linux.TemporaryFiles.close;
import static dev.weir.linux.TemporaryFiles.name;
import static dev.weir.linux.TemporaryFiles.ok;
import static dev.weir.linux.TemporaryFiles.open;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.Errno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCallsTest {
    private final NativeThread thread = NativeThread.current();

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Path file = folder.resolve("file");
        int descriptor = open(file, OpenFlags.O_RDWR | OpenFlags.O_CREAT);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("hello");
            assertThat(FileCalls.pwrite(thread, descriptor, text.address(), 5, 3))
                    .isEqualTo(5);
            assertThat(FileCalls.seek(thread, descriptor, 3, 0)).isEqualTo(3);
            MemorySegment back = arena.allocate(16);
            assertThat(FileCalls.read(thread, descriptor, back.address(), 16)).isEqualTo(5);
            assertThat(back.getString(0)).isEqualTo("hello");
            ok(FileCalls.truncate(thread, descriptor, 4));
            ok(FileCalls.sync(thread, descriptor, false));
            ok(FileCalls.sync(thread, descriptor, true));
            ok(FileCalls.syncFileSystem(thread, descriptor));
        } finally {
            close(descriptor);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo("\0\0\0h".getBytes(UTF_8));
    }

    @Test
    void aVectorIsWrittenInOnePiece() throws IOException {
        Path file = folder.resolve("file");
        int descriptor = open(file, OpenFlags.O_WRONLY | OpenFlags.O_CREAT);
        try (Arena arena = Arena.ofConfined()) {
            long head = arena.allocateFrom("head").address();
            long vectors = arena.allocate(32).address();
            NativeMemory.putLong(vectors, head);
            NativeMemory.putLong(vectors + 8, 4);
            NativeMemory.putLong(vectors + 16, head + 2);
            NativeMemory.putLong(vectors + 24, 2);
            assertThat(FileCalls.writev(thread, descriptor, vectors, 2)).isEqualTo(6);
        } finally {
            close(descriptor);
        }
        assertThat(file).hasContent("headad");
    }

    @Test
    void aRangeIsCopiedAtItsOffsets() throws IOException {
        Path from = Files.writeString(folder.resolve("from"), "0123456789");
        Path to = folder.resolve("to");
        int source = open(from, OpenFlags.O_RDONLY);
        int target = open(to, OpenFlags.O_WRONLY | OpenFlags.O_CREAT);
        assertThat(FileCalls.copyRange(thread, source, 2, target, 0, 5, 0)).isEqualTo(5);
        close(source);
        close(target);
        assertThat(to).hasContent("23456");
    }

    @Test
    void spaceIsAllocated() {
        int descriptor = open(folder.resolve("file"), OpenFlags.O_WRONLY | OpenFlags.O_CREAT);
        ok(FileCalls.allocate(thread, descriptor, 0, 0, 100_000));
        ok(Statx.statDescriptor(thread, descriptor, Statx.BASIC_STATS, thread.struct()));
        assertThat(Statx.size(thread.struct())).isEqualTo(100_000);
        assertThat(Statx.blocks(thread.struct())).isGreaterThan(190);
        close(descriptor);
    }

    @Test
    void anErrorIsANegatedNumber() {
        assertThat(FileCalls.open(thread, OpenFlags.AT_FDCWD, name(folder.resolve("none")), 0, 0))
                .isEqualTo(-Errno.ENOENT);
        assertThat(FileCalls.read(thread, -1, 0, 0)).isEqualTo(-Errno.EBADF);
        assertThat(FileCalls.close(thread, -1)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void aNodeIsOpenedAgainAfterItsNameHasGone() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "still here");
        int node = open(file, OpenFlags.O_PATH);
        Files.delete(file);
        int descriptor = ok(FileCalls.reopen(thread, node, OpenFlags.O_RDONLY));
        assertThat(FileCalls.read(thread, descriptor, thread.struct(), 100)).isEqualTo(10);
        close(descriptor);
        close(node);
    }

    @Test
    void aDescriptorIsDuplicatedAndItsFlagsChange() {
        int descriptor = open(folder.resolve("file"), OpenFlags.O_WRONLY | OpenFlags.O_CREAT);
        int second = ok(FileCalls.duplicate(thread, descriptor));
        ok(FileCalls.setFlags(thread, second, OpenFlags.O_APPEND));
        assertThat(FileCalls.flags(thread, descriptor) & OpenFlags.O_APPEND).isNotZero();
        close(second);
        close(descriptor);
    }

    @Test
    void theNameOfADescriptorHasAllDigits() {
        for (int descriptor : new int[] {0, 9, 10, 4096, Integer.MAX_VALUE}) {
            long address = thread.descriptorPath(descriptor);
            int length = NativeMemory.stringLength(address, 100);
            assertThat(new String(NativeMemory.bytes(address, length), UTF_8)).isEqualTo("/proc/self/fd/" + descriptor);
        }
    }

    @Test
    void aNameThatIsTooLongStaysTooLong() {
        long path = thread.name("/".repeat(10_000).getBytes(UTF_8));
        assertThat(FileCalls.open(thread, OpenFlags.AT_FDCWD, path, 0, 0)).isEqualTo(-Errno.ENAMETOOLONG);
        ok(FileCalls.close(
                thread,
                FileCalls.open(
                        thread, OpenFlags.AT_FDCWD, thread.name("/".repeat(4095).getBytes(UTF_8)), 0, 0)));
    }

    @Test
    void aNulByteInANameIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> thread.name(new byte[] {'a', 0, 'b'}));
    }
}
