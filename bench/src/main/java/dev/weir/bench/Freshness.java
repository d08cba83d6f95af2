package dev.weir.bench;

import dev.weir.FilterException;
import dev.weir.fuse.MountOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Measures how long changes underneath stay unseen through a mount, and what watching for them costs others on the same file system: {@code bench/freshness}. */
final class Freshness {
    private static final String SEEN = "freshness";
    private static final String ELSEWHERE = "elsewhere";
    private static final int OTHERS_FILES = 2_000;
    private static final int OTHERS_WRITES = 20_000;

    private final Figures figures;
    private final Path folder;
    private int number;

    private Freshness(Figures figures, Path folder) {
        this.figures = figures;
        this.folder = folder;
    }

    /** @param changes how many are waited for, which takes as long as they stay unseen */
    private record Kind(String name, MountOptions options, int changes) {
        static Kind watched() {
            return new Kind("weir", MountOptions.usual(), 300);
        }

        static Kind timed() {
            Duration second = Duration.ofSeconds(1);
            return new Kind("weir --timeout 1", MountOptions.usual().withTimeOuts(second, second, Duration.ZERO), 5);
        }
    }

    private interface Change {
        boolean isSeen() throws IOException;
    }

    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(3, args);
        Figures figures = Machine.figures(SEEN, arguments.rounds());
        try (var places = new Places("weir-freshness")) {
            var freshness = new Freshness(figures, places.folder("files"));
            for (int round = 0; round <= arguments.rounds(); round++) {
                freshness.seen(Kind.watched(), round > 0);
                freshness.seen(Kind.timed(), round > 0);
                freshness.elsewhere(round > 0);
            }
        }
        System.out.println(Tables.medians(
                figures,
                figures.rows().stream().filter(row -> row.group().equals(SEEN)).toList()));
        System.out.println(Tables.ratios(
                figures,
                figures.rows().stream()
                        .filter(row -> row.group().equals(ELSEWHERE))
                        .toList()));
        arguments.keep(figures, SEEN);
    }

    // ---- how long changes stay unseen

    private void seen(Kind kind, boolean counts) throws IOException, FilterException {
        Path below = Files.createDirectory(folder.resolve("below" + number));
        Path at = Files.createDirectory(folder.resolve("at" + number++));
        try (WeirPlace place = WeirPlace.mount(kind.name, below, at, kind.options)) {
            long[] made = new long[kind.changes];
            long[] grown = new long[kind.changes];
            long[] gone = new long[kind.changes];
            for (int i = 0; i < kind.changes; i++) {
                Path lower = below.resolve("f" + i);
                Path upper = place.directory().resolve("f" + i);
                // What there is and what there is not is believed by then.
                if (Files.exists(upper)) {
                    throw new IOException(upper + " is there already");
                }
                Files.createFile(lower);
                made[i] = unseen(() -> Files.exists(upper));
                Files.size(upper);
                int size = i + 1;
                try (var channel = FileChannel.open(lower, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.allocate(size));
                }
                grown[i] = unseen(() -> Files.size(upper) == size);
                Files.delete(lower);
                gone[i] = unseen(() -> Files.notExists(upper));
            }
            if (counts) {
                add(kind, "a new name", made);
                add(kind, "another size", grown);
                add(kind, "a name that is gone", gone);
            }
        }
    }

    private static long unseen(Change change) throws IOException {
        long begin = System.nanoTime();
        while (!change.isSeen()) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(30)) {
                throw new IOException("a change is not seen after 30 seconds");
            }
            Thread.onSpinWait();
        }
        return System.nanoTime() - begin;
    }

    private void add(Kind kind, String what, long[] nanos) {
        Arrays.sort(nanos);
        figures.add(Row.time(SEEN, what + " (ms)"), kind.name, 0, nanos[nanos.length / 2] / 1e6);
        figures.add(Row.time(SEEN, what + " at most (ms)"), kind.name, 0, nanos[nanos.length - 1] / 1e6);
    }

    // ---- what it costs others

    private void elsewhere(boolean counts) throws IOException, FilterException {
        others(Place.Bare.NAME, counts);
        Path at = Files.createDirectory(folder.resolve("at" + number++));
        try (WeirPlace place = WeirPlace.mount("weir", at, at, MountOptions.usual())) {
            others(place.name(), counts);
        }
    }

    /** A program that has nothing to do with the mount: in another directory of the file system. */
    private void others(String name, boolean counts) throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere" + number++));
        long begin = System.nanoTime();
        for (int i = 0; i < OTHERS_FILES; i++) {
            Files.createFile(elsewhere.resolve("f" + i));
        }
        for (int i = 0; i < OTHERS_FILES; i++) {
            Files.delete(elsewhere.resolve("f" + i));
        }
        long made = System.nanoTime() - begin;
        ByteBuffer block = ByteBuffer.allocateDirect(4096);
        long written;
        try (var channel =
                FileChannel.open(elsewhere.resolve("file"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            begin = System.nanoTime();
            for (int i = 0; i < OTHERS_WRITES; i++) {
                block.rewind();
                channel.write(block, (i & 255) * 4096L);
            }
            written = System.nanoTime() - begin;
        }
        if (counts) {
            figures.add(
                    Row.time(ELSEWHERE, "create and delete a file elsewhere (us)"), name, 0, made / 1e3 / OTHERS_FILES);
            figures.add(Row.time(ELSEWHERE, "write 4k elsewhere (us)"), name, 0, written / 1e3 / OTHERS_WRITES);
        }
    }
}
