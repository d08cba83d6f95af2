package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FileName;
import dev.weir.FileNameFormat;
import dev.weir.FileNameInformation;
import dev.weir.FileNameQuery;
import dev.weir.FileNames;
import dev.weir.FilePath;
import dev.weir.FilterUnloadCallback;
import dev.weir.Minifilter;
import dev.weir.Registration;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.UnloadResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Names that are asked for while directories above move: each was true at some moment during the call. */
class NamesStressTest {
    private static final int STEPS = 4000;
    private static final int ASKERS = 3;
    private static final int EXCHANGE = 2;

    /** The path of the file after so many steps: each step renames one of two directories above it, or the file. */
    private static String path(int step) {
        int[] last = new int[3];
        for (int i = 1; i <= step && i <= 3; i++) {
            last[i % 3] = i;
        }
        for (int i = Math.max(1, step - 2); i <= step; i++) {
            last[i % 3] = i;
        }
        return "a" + last[0] + "/b" + last[1] + "/c" + last[2];
    }

    private static void step(FilterHarness harness, int step) {
        String[] from = path(step - 1).split("/", -1);
        String[] to = path(step).split("/", -1);
        int depth = step % 3;
        String above = depth == 0 ? "" : depth == 1 ? from[0] + "/" : from[0] + "/" + from[1] + "/";
        assertThat(harness.rename(above + from[depth], above + to[depth]).errno())
                .isZero();
    }

    @Test
    void aNameWasTrueAtSomeMomentDuringTheCall() throws Exception {
        var begun = new AtomicInteger();
        var done = new AtomicInteger();
        try (var harness = new FilterHarness()) {
            harness.load(new RecordingFilter("asker").quiet(), "3000");
            FileNames names = harness.volume().instances().getFirst().names();
            harness.mkdir("a0");
            harness.mkdir("a0/b0");
            FileNodeObject file = harness.create("a0/b0/c0").orFail().node();
            harness.mkdir("x");
            harness.mkdir("y");
            var askers = new ArrayList<CompletableFuture<Long>>();
            for (int i = 0; i < ASKERS; i++) {
                askers.add(CompletableFuture.supplyAsync(() -> ask(names, file, begun, done)));
            }
            // Directories elsewhere move too: the clock never stands still for long.
            var noise = CompletableFuture.runAsync(() -> {
                while (done.get() < STEPS) {
                    assertThat(harness.rename("x", "y", EXCHANGE).errno()).isZero();
                }
            });
            var random = new Random(7);
            for (int step = 1; step <= STEPS; step++) {
                begun.set(step);
                step(harness, step);
                done.set(step);
                for (int spin = random.nextInt(200); spin > 0; spin--) {
                    Thread.onSpinWait();
                }
            }
            noise.get(60, TimeUnit.SECONDS);
            for (var asker : askers) {
                assertThat(asker.get(60, TimeUnit.SECONDS)).isPositive();
            }
            assertThat(names.of(file, FileNameFormat.OPENED, FileNameQuery.CACHE_ONLY)
                            .path()
                            .text())
                    .isEqualTo(path(STEPS));
        }
    }

    private static long ask(FileNames names, FileNodeObject file, AtomicInteger begun, AtomicInteger done) {
        long asked = 0;
        while (true) {
            int before = done.get();
            FileNameInformation name;
            try {
                name = names.of(file, FileNameFormat.OPENED, FileNameQuery.DEFAULT);
            } catch (dev.weir.FilterException e) {
                throw new IllegalStateException(e);
            }
            int after = begun.get();
            String text = name.path().text();
            boolean wasTrue = false;
            for (int step = before; step <= after && !wasTrue; step++) {
                wasTrue = path(step).equals(text);
            }
            if (!wasTrue || name.isUnlinked()) {
                throw new AssertionError(name + " was not true between steps " + before + " and " + after);
            }
            asked++;
            if (before == STEPS) {
                return asked;
            }
        }
    }

    private static final class Shelf implements Minifilter {
        @Override
        public Registration registration(dev.weir.FilterManager manager) {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .nameProvider(request -> {
                        var path = new ArrayList<FileName>(List.of(FileName.of("shelf")));
                        path.addAll(request.below().path().names());
                        return new FilePath(path);
                    })
                    .build();
        }
    }

    @Test
    void aProviderComesAndGoesWhileNamesAreAsked() throws Exception {
        try (var harness = new FilterHarness()) {
            harness.load(new RecordingFilter("asker").quiet(), "3000");
            FileNames names = harness.volume().instances().getFirst().names();
            FileNodeObject file = harness.create("file").orFail().node();
            var done = new AtomicInteger();
            var asker = CompletableFuture.runAsync(() -> {
                while (done.get() == 0) {
                    try {
                        assertThat(names.of(file, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT)
                                        .path()
                                        .text())
                                .isIn("file", "shelf/file");
                    } catch (dev.weir.FilterException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            for (int i = 0; i < 100; i++) {
                harness.load("shelf", "2000", Shelf::new, Map.of());
                assertThat(names.of(file, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT)
                                .path()
                                .text())
                        .isEqualTo("shelf/file");
                assertThat(harness.unload("shelf").outcome()).isEqualTo(Outcome.UNLOADED);
                assertThat(names.of(file, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT)
                                .path()
                                .text())
                        .isEqualTo("file");
            }
            done.set(1);
            asker.get(60, TimeUnit.SECONDS);
            assertThat(harness.manager().findings().all()).isEmpty();
        }
    }
}
