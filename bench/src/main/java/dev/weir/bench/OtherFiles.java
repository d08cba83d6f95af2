package dev.weir.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A program that opens, reads and closes the files of a directory: for each line on its input, a number of milliseconds, so long; then it prints how often, and the p50 and p99 in nanoseconds. */
final class OtherFiles {
    private static final int MOST = 4_000_000;

    private final List<Path> files;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    private final long[] nanos = new long[MOST];

    private OtherFiles(List<Path> files) {
        this.files = files;
    }

    public static void main(String[] args) throws IOException {
        try (Stream<Path> all = Files.list(Path.of(args[0]))) {
            var program = new OtherFiles(
                    all.filter(file -> file.toString().endsWith(".other")).toList());
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(program.measure(Long.parseLong(line)));
            }
        }
    }

    private String measure(long millis) throws IOException {
        int count = 0;
        long end = System.nanoTime() + millis * 1_000_000;
        long begin = System.nanoTime();
        while (begin < end && count < MOST) {
            readOne(files.get(count % files.size()));
            long now = System.nanoTime();
            nanos[count++] = now - begin;
            begin = now;
        }
        Arrays.sort(nanos, 0, count);
        return count + " " + nanos[count / 2] + " " + nanos[(int) (count * 0.99)];
    }

    private void readOne(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            buffer.clear();
            if (channel.read(buffer) != buffer.capacity()) {
                throw new IOException("short read of " + file);
            }
        }
    }
}
