package dev.weir.filters.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weir.Errno;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.manager.FileHandleObject;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** What protect refuses and what it lets pass, on a volume with the protected files {@code secret.key} and {@code safe/a/b}. */
@Timeout(60)
class ProtectFilterTest {
    private static final int FS_IOC_GETFLAGS = 0x80086601;
    private static final int FS_IOC_SETFLAGS = 0x40086602;

    /** A volume with protected and other files, both open for reading and writing from before protect came. */
    private static final class World implements AutoCloseable {
        final FilterHarness harness = new FilterHarness();
        final FileHandleObject secret;
        final FileHandleObject plain;

        World() throws FilterException {
            for (String directory : List.of("safe", "safe/a", "docs", "docs/keys", "empty")) {
                harness.mkdir(directory).orFail();
            }
            for (String file : List.of("safe/a/b", "docs/keys/one.pem")) {
                harness.close(harness.create(file).orFail().handle());
            }
            secret = harness.create("secret.key").orFail().handle();
            plain = harness.create("plain").orFail().handle();
            harness.write(secret, 0, "secret").orFail();
            harness.write(plain, 0, "plain").orFail();
            harness.setxattr("secret.key", "user.a", new byte[1]).orFail();
            harness.load(
                    "protect",
                    "320000",
                    ProtectFilter::new,
                    Map.of("globs", List.of("*.key", "/safe", "docs/keys/*.pem"), "sealed", false, "strict", false));
        }

        @Override
        public void close() {
            harness.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        Map<String, Function<World, Result>> ways = new LinkedHashMap<>();
        ways.put("write through a handle from before", w -> w.harness.write(w.secret, 0, "x"));
        ways.put("open for writing", w -> w.harness.open("secret.key", 1));
        ways.put("open for reading and writing", w -> w.harness.open("secret.key", 2));
        ways.put("open read-only with O_TRUNC", w -> w.harness.open("secret.key", 0x200));
        ways.put("create over", w -> w.harness.create("secret.key"));
        ways.put("truncate by path", w -> w.harness.truncate("secret.key", 0));
        ways.put("truncate through a handle", w -> w.harness.truncate(w.secret, 0));
        ways.put("fallocate", w -> w.harness.fallocate(w.secret, 0, 3, 3));
        ways.put("copy_file_range into", w -> w.harness.copyRange(w.plain, 0, w.secret, 0, 1));
        ways.put("chmod", w -> w.harness.chmod("secret.key", 0777));
        ways.put("chown", w -> w.harness.chown("secret.key", 1, 1));
        ways.put("utimens", w -> w.harness.utimens("secret.key", 1, 1));
        ways.put("setxattr", w -> w.harness.setxattr("secret.key", "user.b", new byte[1]));
        ways.put("removexattr", w -> w.harness.removexattr("secret.key", "user.a"));
        ways.put("chattr", w -> w.harness.ioctl(w.secret, FS_IOC_SETFLAGS, new byte[8], 0));
        ways.put("unlink", w -> w.harness.unlink("secret.key"));
        ways.put("rename away", w -> w.harness.rename("secret.key", "public"));
        ways.put("rename onto", w -> w.harness.rename("plain", "secret.key"));
        ways.put("exchange with", w -> w.harness.rename("plain", "secret.key", 2));
        ways.put("link to", w -> w.harness.link("secret.key", "alias"));
        ways.put("link as", w -> w.harness.link("plain", "new.key"));
        ways.put("create anew", w -> w.harness.create("new.key"));
        ways.put("mkdir", w -> w.harness.mkdir("new.key"));
        ways.put("mknod", w -> w.harness.mknod("new.key", 0x8000, 0));
        ways.put("symlink", w -> w.harness.symlink("plain", "new.key"));
        ways.put("rename to a protected name", w -> w.harness.rename("plain", "new.key"));
        ways.put("create in a protected directory", w -> w.harness.create("safe/new"));
        ways.put("unlink below a protected directory", w -> w.harness.unlink("safe/a/b"));
        ways.put("rmdir of a protected directory", w -> w.harness.rmdir("safe"));
        ways.put("rename of a protected directory", w -> w.harness.rename("safe", "unsafe"));
        ways.put("chmod of a protected directory", w -> w.harness.chmod("safe", 0777));
        ways.put("rename above what is protected", w -> w.harness.rename("docs", "papers"));
        ways.put("rename of the directory that makes it protected", w -> w.harness.rename("docs/keys", "docs/old"));
        ways.put("rename of a directory to above protected names", w -> w.harness.rename("empty", "docs/keys"));
        ways.put("exchange of a directory above it", w -> w.harness.rename("plain", "docs", 2));
        return ways.entrySet().stream().map(way -> dynamicTest(way.getKey(), () -> refused(way.getValue())));
    }

    private static void refused(Function<World, Result> way) throws FilterException {
        try (var world = new World()) {
            Result result = way.apply(world);
            assertThat(result.status()).isEqualTo(NtStatus.ACCESS_DENIED);
            assertThat(result.errno()).isEqualTo(Errno.EACCES);
            FilterHarness harness = world.harness;
            assertThat(harness.unload("protect").status()).isEqualTo(NtStatus.SUCCESS);
            assertThat(harness.read(world.secret, 0, 100).text()).isEqualTo("secret");
            assertThat(harness.getattr("secret.key").attributes().mode()).isEqualTo(0100644);
            assertThat(harness.getattr("secret.key").attributes().links()).isEqualTo(1);
            assertThat(harness.list("")).containsExactly("docs", "empty", "plain", "safe", "secret.key");
            assertThat(harness.list("safe/a")).containsExactly("b");
            assertThat(harness.list("docs/keys")).containsExactly("one.pem");
        }
    }

    @TestFactory
    Stream<DynamicTest> letsPass() {
        Map<String, Function<World, Result>> ways = new LinkedHashMap<>();
        ways.put("open for reading", w -> w.harness.open("secret.key", 0));
        ways.put("read", w -> w.harness.read(w.secret, 0, 10));
        ways.put("getattr", w -> w.harness.getattr("secret.key"));
        ways.put("lookup", w -> w.harness.lookup("secret.key"));
        ways.put("getxattr", w -> w.harness.getxattr("secret.key", "user.a"));
        ways.put("lsattr", w -> w.harness.ioctl(w.secret, FS_IOC_GETFLAGS, new byte[0], 8));
        ways.put("lock", w -> w.harness.lock(w.secret, 1, 0, 9, FilterHarness.WRITE_LOCK, false));
        ways.put("fsync", w -> w.harness.fsync(w.secret));
        ways.put("close", w -> w.harness.close(w.secret));
        ways.put("copy_file_range out of", w -> w.harness.copyRange(w.secret, 0, w.plain, 0, 3));
        ways.put("write beside", w -> w.harness.write(w.plain, 0, "x"));
        ways.put("open beside for writing", w -> w.harness.open("plain", 0x202));
        ways.put("create beside", w -> w.harness.create("docs/keys/two.pub"));
        ways.put("truncate beside", w -> w.harness.truncate("plain", 0));
        ways.put("chmod beside", w -> w.harness.chmod("plain", 0777));
        ways.put("chmod of a directory above", w -> w.harness.chmod("docs", 0700));
        ways.put("unlink beside", w -> w.harness.unlink("plain"));
        ways.put("rename beside", w -> w.harness.rename("plain", "other"));
        ways.put("rename of a directory beside", w -> w.harness.rename("empty", "void"));
        ways.put("rename of a file onto a file", w -> w.harness.rename("plain", "docs/plain"));
        ways.put("mkdir beside", w -> w.harness.mkdir("docs/more"));
        ways.put("rmdir beside", w -> w.harness.rmdir("empty"));
        ways.put("a file without a name", w -> w.harness.tmpfile("docs"));
        ways.put("link beside", w -> w.harness.link("plain", "docs/plain"));
        return ways.entrySet().stream().map(way -> dynamicTest(way.getKey(), () -> passed(way.getValue())));
    }

    private static void passed(Function<World, Result> way) throws FilterException {
        try (var world = new World()) {
            way.apply(world).orFail();
        }
    }

    /** A hard link from before protect came: what is protected is the file, whichever name a program uses. */
    @Test
    void aFileIsProtectedUnderAllOfItsKnownNames() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.close(harness.create("secret.key").handle());
            harness.link("secret.key", "alias").orFail();
            harness.load("protect", "320000", ProtectFilter::new, only("*.key"));
            assertThat(harness.open("alias", 1).status()).isEqualTo(NtStatus.ACCESS_DENIED);
            assertThat(harness.open("secret.key", 1).status()).isEqualTo(NtStatus.ACCESS_DENIED);
            assertThat(harness.unlink("alias").succeeded())
                    .as("a name that is not protected")
                    .isTrue();
            assertThat(harness.open("secret.key", 1).status()).isEqualTo(NtStatus.ACCESS_DENIED);
        }
    }

    @Test
    void aFileWhoseNamesAreGoneIsNobodysProtectedFile() throws FilterException {
        try (var harness = new FilterHarness()) {
            var handle = harness.create("old.key").handle();
            harness.unlink("old.key").orFail();
            harness.load("protect", "320000", ProtectFilter::new, only("*.key"));
            assertThat(harness.write(handle, 0, "x").succeeded()).isTrue();
        }
    }

    private static Map<String, Object> only(String... globs) {
        return Map.of("globs", List.of(globs), "sealed", false, "strict", false);
    }
}
