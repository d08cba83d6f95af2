package dev.weir.filters.spy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterException;
import dev.weir.OperationEvent;
import dev.weir.testkit.FilterHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DetailTest {
    private final FilterHarness harness = new FilterHarness();

    @BeforeEach
    void load() throws FilterException {
        harness.mkdir("d");
        harness.close(harness.create("f").handle());
        harness.load("spy", "385100", SpyFilter::new, Map.of("data", true, "only", List.of()));
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private String last() {
        return harness.events().seen().stream().map(OperationEvent::detail).reduce("", (earlier, later) -> later);
    }

    @Test
    void namesTheFlagsOfOpen() {
        harness.open("f", 0x8002 | 0x400 | 0x80000);
        assertThat(last()).isEqualTo("flags=O_RDWR|O_APPEND|O_LARGEFILE|O_CLOEXEC");
        harness.open("f", 0);
        assertThat(last()).isEqualTo("flags=O_RDONLY");
        harness.open("f", 0x101001);
        assertThat(last()).isEqualTo("flags=O_WRONLY|O_SYNC");
        harness.open("f", 0x40000000);
        assertThat(last()).isEqualTo("flags=O_RDONLY|0x40000000");
    }

    @Test
    void showsModesAfterTheUmask() {
        harness.mkdir("d/e");
        assertThat(last()).isEqualTo("mode=0755");
        harness.mknod("d/fifo", 0x1000 | 0666, 0);
        assertThat(last()).isEqualTo("S_IFIFO mode=0644");
        harness.mknod("d/null", 0x2000 | 0666, 0x103);
        assertThat(last()).isEqualTo("S_IFCHR mode=0644 device=1:3");
    }

    @Test
    void showsWhatAChangeOfAttributesChanges() {
        harness.truncate("f", 77);
        assertThat(last()).isEqualTo("size=77");
        harness.chmod("f", 04755);
        assertThat(last()).isEqualTo("mode=4755");
        harness.chown("f", 5, 6);
        assertThat(last()).isEqualTo("uid=5 gid=6");
        harness.utimens("f", 100, 200);
        assertThat(last()).isEqualTo("atime=100 mtime=200");
    }

    @Test
    void showsTheOtherName() {
        harness.rename("f", "d/g", 1);
        assertThat(last()).isEqualTo("to=d/g flags=RENAME_NOREPLACE");
        harness.link("d/g", "h");
        assertThat(last()).isEqualTo("to=h");
        harness.symlink("../anywhere", "d/s");
        assertThat(last()).isEqualTo("target=../anywhere");
    }

    @Test
    void showsRangesAndLocks() {
        var handle = harness.open("f", 2).handle();
        harness.fallocate(handle, 0, 10, 3);
        assertThat(last()).isEqualTo("offset=0 length=10 mode=FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE");
        harness.lock(handle, 1, 0, Long.MAX_VALUE, FilterHarness.WRITE_LOCK, true);
        assertThat(last()).isEqualTo("type=F_WRLCK range=0-end wait");
        harness.getlock(handle, 2, 3, 4, FilterHarness.READ_LOCK);
        assertThat(last()).isEqualTo("type=F_RDLCK range=3-4");
        harness.flock(handle, FilterHarness.UNLOCK, false);
        assertThat(last()).isEqualTo("type=F_UNLCK");
        harness.lseek(handle, 9, 4);
        assertThat(last()).isEqualTo("offset=9 whence=SEEK_HOLE");
        var other = harness.create("d/copy").handle();
        harness.copyRange(handle, 1, other, 2, 3);
        assertThat(last()).isEqualTo("offset=1 length=3 to=d/copy at=2");
    }

    @Test
    void showsAttributesAndControls() {
        harness.setxattr("f", "user.a", new byte[2]);
        assertThat(last()).isEqualTo("name=user.a");
        harness.getxattr("f", "user.a");
        assertThat(last()).isEqualTo("name=user.a length=65536");
        harness.removexattr("f", "user.a");
        assertThat(last()).isEqualTo("name=user.a");
        harness.ioctl(harness.open("f", 0).handle(), 0x80086601, new byte[0], 4);
        assertThat(last()).isEqualTo("command=0x80086601");
        harness.statfs();
        assertThat(last()).isEmpty();
    }
}
