package dev.weir.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weir.testkit.RecordingFilter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs do in a mounted directory what they do in the bare one. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MountedProgramsTest {
    @TempDir
    private Path temporary;

    private static final String FILES = """
            umask 022
            mkdir -p a/b; echo one > a/one; cat a/one; cp a/one a/b/two; ls -R a
            mv a/b/two a/b/three; ln a/one hard; stat -c '%h %s %a %U:%G' hard; ln -s a/one soft; readlink soft; cat soft
            echo more >> hard; cat a/one; truncate -s 3 hard; stat -c %s a/one; od -c hard
            echo new > over; mv over hard; cat hard; cat a/one; chmod 4755 hard; stat -c %a hard; chown 1:2 hard; stat -c '%a %u %g' hard
            touch -d '2001-02-03 04:05:06.123456789 UTC' hard; TZ=UTC stat -c %y hard
            mkfifo pipe; mknod null c 1 3; stat -c '%F %t %T' pipe null
            (umask 027; mkdir private; : > private/file; stat -c %a private private/file)
            dd if=/dev/zero of=big bs=1M count=5 status=none; sha256sum big; dd if=big of=copy bs=7777 status=none; cmp big copy
            cp --sparse=always big sparse; cmp big sparse; fallocate -l 100K room; stat -c %s room
            ! cat missing; ! mkdir a; ! rmdir a
            cp /bin/echo program; ./program runs; (exec 3< program; ./program again)
            mv -T a c; ls c; rm -r c; ls
            """;

    private static final String TREE = "ls -lnR --time-style=+ | grep -av ^total | tr -s ' '";

    private static final String LOCKS = """
            exec 9> lock; flock -x 9; ! flock -n -x lock true; ! timeout 0.3 flock -x lock true
            (sleep 0.3; flock -u 9) & flock -x lock echo got; wait
            """;

    private static final String GIT = """
            export GIT_CONFIG_NOSYSTEM=1 HOME=/nonexistent GIT_AUTHOR_DATE='2001-01-01T00:00:00Z' GIT_COMMITTER_DATE='2001-01-01T00:00:00Z'
            git init -q -b main r; cd r; git config user.name n; git config user.email e@e
            for i in $(seq 50); do mkdir -p d$((i % 7)); seq $i 500 > d$((i % 7))/f$i; done
            git add .; git commit -q -m one; git rev-parse HEAD
            cd ..; git clone -q r s; cd s; git fsck; git status --short; git rev-parse 'HEAD^{tree}'
            git mv d1/f1 moved; git commit -q -am two 2>/dev/null || git -c user.name=n -c user.email=e@e commit -q -am two; git rev-parse 'HEAD^{tree}'
            git gc -q; git fsck; cd ..; tar cf - s | tar xf - -C r; diff -r s r/s; rm -rf r s; ls
            """;

    private static final String DATABASE = """
            sqlite3 d 'create table t(a, b); with recursive n(i) as (select 1 union all select i+1 from n where i < 2000) insert into t select i, hex(i) from n; select count(*), sum(a) from t;'
            sqlite3 d 'pragma journal_mode=wal; delete from t where a % 3 = 0; select count(*) from t; pragma integrity_check;'
            sqlite3 d .dump | sha256sum
            """;

    private static String fileCalls(DataMode mode) throws IOException {
        try (InputStream script = MountedProgramsTest.class.getResourceAsStream("file-calls.py")) {
            return "mkdir calls; cd calls; python3 - " + (mode == DataMode.WRITEBACK ? "writes-back" : "")
                    + " <<'END'\n" + new String(script.readAllBytes(), UTF_8) + "END\n";
        }
    }

    private void compare(MountedDirectory mounted, String script) throws Exception {
        Path bare = Files.createDirectories(temporary.resolve("bare"));
        assertThat(mounted.run(script)).isEqualTo(MountedDirectory.run(bare, script));
        assertThat(MountedDirectory.run(mounted.below, TREE)).isEqualTo(MountedDirectory.run(bare, TREE));
        assertThat(mounted.volume.lostReplies()).isZero();
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void makeChangeAndRemoveFiles(DataMode mode) throws Exception {
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual().withDataMode(mode))) {
            compare(mounted, FILES);
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void workWithGit(DataMode mode) throws Exception {
        assumeThat(Path.of("/usr/bin/git")).as("git").exists();
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual().withDataMode(mode))) {
            compare(mounted, GIT);
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void workWithADatabase(DataMode mode) throws Exception {
        assumeThat(Path.of("/usr/bin/sqlite3")).as("sqlite3").exists();
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual().withDataMode(mode))) {
            compare(mounted, DATABASE);
        }
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void makeEveryKindOfCall(DataMode mode) throws Exception {
        assumeThat(Path.of("/usr/bin/python3")).as("python3").exists();
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual().withDataMode(mode))) {
            compare(mounted, fileCalls(mode));
        }
    }

    @Test
    void lock() throws Exception {
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual())) {
            compare(mounted, LOCKS);
        }
    }

    /** With one that sees everything, all data goes through this process. */
    @Test
    void doTheSameThroughAFilter() throws Exception {
        assumeThat(Path.of("/usr/bin/git")).as("git").exists();
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual())) {
            mounted.load(new RecordingFilter("all").quiet());
            compare(mounted, FILES);
            compare(mounted, LOCKS);
            compare(mounted, GIT);
            if (Files.exists(Path.of("/usr/bin/sqlite3"))) {
                compare(mounted, DATABASE);
            }
            if (Files.exists(Path.of("/usr/bin/python3"))) {
                compare(mounted, fileCalls(DataMode.SEEN));
            }
        }
    }

    @Test
    void findTheSameWhereADirectoryIsMountedOverItself() throws Exception {
        Path bare = Files.createDirectories(temporary.resolve("bare"));
        Path itself = Files.createDirectories(temporary.resolve("itself"));
        try (var mounted = new MountedDirectory(itself, itself, MountOptions.usual())) {
            assertThat(mounted.run(FILES)).isEqualTo(MountedDirectory.run(bare, FILES));
            assertThat(mounted.volume.volume().totals()).isNotEmpty();
            mounted.volume.unmount();
            assertThat(MountedDirectory.run(itself, "ls; cat hard"))
                    .isEqualTo(MountedDirectory.run(bare, "ls; cat hard"));
        }
    }

    /** A volume on a volume, both served by this process. */
    @Test
    void workInAVolumeOverAVolume() throws Exception {
        Path bare = Files.createDirectories(temporary.resolve("bare"));
        try (var lower = new MountedDirectory(temporary, MountOptions.usual());
                var upper = new MountedDirectory(
                        lower.at, Files.createDirectories(temporary.resolve("top")), MountOptions.usual())) {
            assertThat(upper.run(FILES)).isEqualTo(MountedDirectory.run(bare, FILES));
        }
    }

    /** Every node and every handle is given back at the end. */
    @Test
    void leaveNothingBehind() throws Exception {
        var mounted = new MountedDirectory(temporary, MountOptions.usual());
        try (mounted) {
            mounted.run(FILES);
        }
        assertThat(mounted.volume.volume().handles().size()).isZero();
        assertThat(mounted.volume.volume().nodes().size()).isLessThanOrEqualTo(1);
    }
}
