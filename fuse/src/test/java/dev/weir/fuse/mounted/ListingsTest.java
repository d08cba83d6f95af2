package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.operation.Lookup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What programs make of directories whose listing a filter edits. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ListingsTest {
    private static final int FILES = 4_000;

    /** Hides each name that ends in {@code .secret}, in listings and look-ups; shows a name of its own at the end of each listing. */
    private record Hider(boolean adds) implements Minifilter {
        @Override
        public Registration registration(FilterManager manager) throws FilterException {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .listing((listing, data) -> {
                        while (listing.next()) {
                            if (isHidden(listing.name())) {
                                listing.drop();
                            }
                        }
                        if (adds && listing.isAtEnd()) {
                            listing.add(7, FileName.of("added"), 12345, FileType.REGULAR);
                        }
                    })
                    .preOperation(MajorFunction.QUERY_OPEN, (data, objects) -> {
                        if (data.parameters() instanceof Lookup lookup && isHidden(lookup.name())) {
                            data.setErrno(Errno.ENOENT);
                            return PreOperationStatus.COMPLETE;
                        }
                        return PreOperationStatus.SUCCESS_NO_CALLBACK;
                    })
                    .build();
        }

        private static boolean isHidden(FileName name) {
            return name.text().endsWith(".secret");
        }
    }

    private static String run(Path directory, String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("timeout", "-s", "KILL", "60", "bash", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }

    private static void fill(Path directory) throws Exception {
        // Long runs of hidden names, so that whole parts of the listing are hidden.
        assertThat(run(
                        directory,
                        "mkdir d; cd d; touch $(seq -f 'a%g.secret' " + FILES + ") b1 b2 b3 $(seq -f 'c%g.secret' "
                                + FILES + ") z; ls | wc -l"))
                .isEqualTo(Integer.toString(2 * FILES + 4));
    }

    @Test
    void hiddenNamesAreNeitherListedNorFoundAndSurviveARemovalOfTheRest() throws Exception {
        try (var mounted = new Mounted()) {
            fill(mounted.directory);
            mounted.load("hider", "140000", () -> new Hider(false));
            assertThat(run(mounted.directory, "ls d | sort | tr '\\n' ' '")).isEqualTo("b1 b2 b3 z");
            assertThat(run(mounted.directory, "find d | sort | tr '\\n' ' '")).isEqualTo("d d/b1 d/b2 d/b3 d/z");
            assertThat(run(mounted.directory, "ls -la d | wc -l")).isEqualTo("7");
            assertThat(run(mounted.directory, "cat d/a1.secret")).contains("No such file");
            assertThat(run(mounted.directory, "rm -r d")).contains("Directory not empty");
            assertThat(run(mounted.directory, "ls -A d | wc -l")).isEqualTo("0");
            mounted.unload("hider");
            assertThat(run(mounted.directory, "ls d | wc -l")).isEqualTo(Integer.toString(2 * FILES));
            assertThat(run(mounted.directory, "rm -r d; ls -A")).isEmpty();
        }
    }

    @Test
    void aProgramComesBackToEachOffsetThatItWasTold() throws Exception {
        try (var mounted = new Mounted()) {
            fill(mounted.directory);
            mounted.load("hider", "140000", () -> new Hider(true));
            assertThat(run(mounted.directory, "ls d | sort | tr '\\n' ' '")).isEqualTo("added b1 b2 b3 z");
            assertThat(run(mounted.directory, """
                    perl -e '
                        opendir(my $d, "d") or die; my (@names, @offsets);
                        push @offsets, telldir($d);
                        while (defined(my $n = readdir($d))) { push @names, $n; push @offsets, telldir($d); }
                        for (my $round = 0; $round < 2; $round++) {
                            for (my $i = $#names; $i >= 0; $i--) {
                                seekdir($d, $offsets[$i]);
                                my @rest; while (defined(my $n = readdir($d))) { push @rest, $n; }
                                my $want = join(" ", @names[$i..$#names]);
                                die "at $i: @rest instead of $want" if join(" ", @rest) ne $want;
                            }
                        }
                        rewinddir($d); my @all = readdir($d); print scalar(@all), " ", $names[-1];'
                    """)).isEqualTo("7 added");
            assertThat(mounted.unload("hider").outcome().name()).isEqualTo("UNLOADED");
            assertThat(Files.exists(mounted.directory.resolve("d/a1.secret"))).isTrue();
        }
    }
}
