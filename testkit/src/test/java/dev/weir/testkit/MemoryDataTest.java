package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.manager.OperationKind;
import java.util.Arrays;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryDataTest {
    private static final int KEEP_SIZE = 1;
    private static final int PUNCH_HOLE = 2;
    private static final int COLLAPSE = 8;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    private final FilterHarness harness = new FilterHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    /** Random writes, truncations and holes over chunk borders, against an array. */
    @Test
    void holdsWhatWasWritten() {
        var handle = harness.create("a").handle();
        var model = new byte[300_000];
        int size = 0;
        var random = new Random(3);
        for (int i = 0; i < 500; i++) {
            int offset = random.nextInt(200_000);
            int length = random.nextInt(90_000) + 1;
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    var bytes = new byte[length];
                    random.nextBytes(bytes);
                    harness.write(handle, offset, bytes).orFail();
                    System.arraycopy(bytes, 0, model, offset, length);
                    size = Math.max(size, offset + length);
                }
                case 2 -> {
                    harness.truncate("a", offset).orFail();
                    Arrays.fill(model, Math.min(offset, size), Math.max(size, offset), (byte) 0);
                    size = offset;
                }
                default -> {
                    harness.fallocate(handle, offset, length, PUNCH_HOLE | KEEP_SIZE)
                            .orFail();
                    Arrays.fill(model, offset, offset + length, (byte) 0);
                }
            }
            assertThat(harness.getattr("a").attributes().size()).isEqualTo(size);
        }
        assertThat(harness.read(handle, 0, model.length).bytes()).isEqualTo(Arrays.copyOf(model, size));
    }

    @Test
    void readsEndAtTheEnd() {
        var handle = harness.create("a").handle();
        harness.write(handle, 0, "text");
        assertThat(harness.read(handle, 2, 100).text()).isEqualTo("xt");
        assertThat(harness.read(handle, 4, 100).information()).isZero();
        assertThat(harness.read(handle, 1L << 40, 100).information()).isZero();
    }

    @Test
    void appendingGoesToTheEnd() {
        harness.write(harness.create("a").handle(), 0, "text");
        var handle = harness.open("a", 0x401).handle();
        harness.write(handle, 0, "more").orFail();
        assertThat(harness.getattr("a").attributes().size()).isEqualTo(8);
        assertThat(harness.read(handle, 0, 1).errno())
                .as("open for writing only")
                .isEqualTo(Errno.EBADF);
        assertThat(harness.write(harness.open("a", 0).handle(), 0, "x").errno()).isEqualTo(Errno.EBADF);
    }

    @Test
    void allocatesSeeksAndCopies() {
        var handle = harness.create("a").handle();
        harness.fallocate(handle, 0, 100, 0).orFail();
        assertThat(harness.getattr("a").attributes().size()).isEqualTo(100);
        assertThat(harness.fallocate(handle, 0, 100, COLLAPSE).errno()).isEqualTo(Errno.EOPNOTSUPP);
        assertThat(harness.lseek(handle, 7, SEEK_DATA).information()).isEqualTo(7);
        assertThat(harness.lseek(handle, 7, SEEK_HOLE).information()).isEqualTo(100);
        assertThat(harness.lseek(handle, 100, SEEK_DATA).errno()).isEqualTo(Errno.ENXIO);
        harness.write(handle, 0, "0123456789");
        var other = harness.create("b").handle();
        assertThat(harness.copyRange(handle, 2, other, 1, 4).information()).isEqualTo(4);
        assertThat(harness.read(other, 0, 10).bytes()).isEqualTo(new byte[] {0, '2', '3', '4', '5'});
        assertThat(harness.copyRange(handle, 0, handle, 2, 4).errno()).isEqualTo(Errno.EINVAL);
        assertThat(harness.write(handle, 1L << 60, "x").errno()).isEqualTo(Errno.EFBIG);
    }

    @Test
    void attributesChangeOneByOne() {
        var handle = harness.create("a").handle();
        harness.chmod("a", 06755);
        harness.chown("a", 5, 6);
        var attributes = harness.getattr("a").attributes();
        assertThat(attributes.mode()).as("without set-id bits after a chown").isEqualTo(0100755);
        assertThat(attributes.userId()).isEqualTo(5);
        assertThat(attributes.groupId()).isEqualTo(6);
        harness.utimens("a", 10, 20);
        assertThat(harness.getattr("a").attributes().modificationSeconds()).isEqualTo(20);
        harness.write(handle, 0, "x");
        assertThat(harness.getattr("a").attributes().modificationSeconds()).isGreaterThan(20);
        harness.mkdir("d");
        assertThat(harness.truncate("d", 0).errno()).isEqualTo(Errno.EISDIR);
    }

    @Test
    void extendedAttributesAreKept() {
        harness.create("a");
        assertThat(harness.getxattr("a", "user.a").errno()).isEqualTo(Errno.ENODATA);
        harness.setxattr("a", "user.b", new byte[] {1, 2}).orFail();
        harness.setxattr("a", "user.a", new byte[0]).orFail();
        assertThat(harness.getxattr("a", "user.b").bytes()).containsExactly(1, 2);
        assertThat(harness.listxattr("a").text()).isEqualTo("user.a\0user.b\0");
        harness.removexattr("a", "user.b").orFail();
        assertThat(harness.listxattr("a").text()).isEqualTo("user.a\0");
        assertThat(harness.removexattr("a", "user.b").errno()).isEqualTo(Errno.ENODATA);
    }

    @Test
    void stallsOnCommand() {
        var handle = harness.create("a").handle();
        harness.base().stall(OperationKind.FSYNC);
        var first = harness.background(() -> harness.fsync(handle));
        var second = harness.background(() -> harness.fsync(handle));
        Awaitility.await().until(() -> harness.base().stuck(OperationKind.FSYNC) == 2);
        assertThat(harness.read(handle, 0, 1).succeeded())
                .as("other kinds go on")
                .isTrue();
        assertThat(first.isDone() || second.isDone()).isFalse();
        harness.base().release(OperationKind.FSYNC);
        assertThat(first.await().succeeded() && second.await().succeeded()).isTrue();
        assertThat(harness.base().stuck(OperationKind.FSYNC)).isZero();
    }

    @Test
    void failsOnCommand() {
        var handle = harness.create("a").handle();
        harness.base().fail(OperationKind.WRITE, Errno.EIO);
        harness.base().fail(OperationKind.RELEASE, Errno.EIO);
        assertThat(harness.write(handle, 0, "x").errno()).isEqualTo(Errno.EIO);
        assertThat(harness.fsync(handle).succeeded()).isTrue();
        harness.base().heal();
        assertThat(harness.write(handle, 0, "x").succeeded()).isTrue();
        harness.base().fail(OperationKind.RELEASE, Errno.EIO);
        harness.close(handle);
        assertThat(harness.base().openFiles()).as("a release can't fail").isZero();
    }
}
