package dev.weir.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What the tests of this package share: opening, failing on an error, C strings. */
final class TemporaryFiles {
    private TemporaryFiles() {}

    static byte[] bytes(Object text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static long name(Object text) {
        return NativeThread.current().name(bytes(text));
    }

    static long secondName(Object text) {
        return NativeThread.current().secondName(bytes(text));
    }

    static int open(Path path, int flags) {
        return ok(FileCalls.open(
                NativeThread.current(), OpenFlags.AT_FDCWD, name(path), flags | OpenFlags.O_NOFOLLOW, 0644));
    }

    static void close(int descriptor) {
        ok(FileCalls.close(NativeThread.current(), descriptor));
    }

    static int ok(long result) {
        assertThat(result)
                .as(() -> "a result that is no error, but " + Errno.name((int) -result))
                .isNotNegative();
        return (int) result;
    }
}
