package dev.weir.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The program whose operations are measured, in a process of its own. Lines on its input are
 *
 * <ul>
 *   <li>{@code getattr|open|stat THREADS MILLISECONDS DIRECTORY}: each thread takes its turn at the files 0, 1, 2, ... there for so long (of an open one its size; open, read 4 KiB and close; its
 *       attributes by name, in no order); the answer is how many operations a second, and the p50 and p99 of one in nanoseconds
 *   <li>{@code list DIRECTORY}: names in it, and the nanoseconds of listing them; {@code walk DIRECTORY} asks for each one's attributes too
 *   <li>{@code hold COUNT DIRECTORY}: has the files 0 to COUNT - 1 open from then on; how many it has
 * </ul>
 */
final class Client {
    private static final int MOST_SAMPLES = 1 << 19;

    private final List<FileChannel> held = new ArrayList<>();

    private Client() {}

    public static void main(String[] args) throws Exception {
        var client = new Client();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                System.out.println(client.answer(line.split(" ", -1)));
            } catch (IOException | UncheckedIOException failure) {
                System.out.println("failed: " + failure);
            }
        }
    }

    static Conversation start() throws IOException {
        return new Conversation(Commands.java(Client.class));
    }

    private String answer(String... words) throws Exception {
        return switch (words[0]) {
            case "list" -> list(Path.of(words[1]), false);
            case "walk" -> list(Path.of(words[1]), true);
            case "hold" -> hold(Integer.parseInt(words[1]), Path.of(words[2]));
            default -> repeat(words[0], Integer.parseInt(words[1]), Long.parseLong(words[2]), Path.of(words[3]));
        };
    }

    private static String list(Path directory, boolean attributes) throws IOException {
        long begin = System.nanoTime();
        long count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (attributes) {
                    Files.size(file);
                }
                count++;
            }
        }
        return count + " " + (System.nanoTime() - begin);
    }

    private String hold(int count, Path directory) throws IOException {
        while (held.size() > count) {
            try {
                held.removeLast().close();
            } catch (IOException lost) {
                // It is closed all the same: close(2) has only passed an error on.
            }
        }
        while (held.size() < count) {
            Path file = directory.resolve(Integer.toString(held.size()));
            held.add(FileChannel.open(file, StandardOpenOption.READ));
        }
        return Integer.toString(held.size());
    }

    private static String repeat(String operation, int threads, long millis, Path directory) throws Exception {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            all.forEach(files::add);
        }
        List<Caller> callers = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        var start = new CountDownLatch(1);
        for (int i = 0; i < threads; i++) {
            var caller = new Caller(operation, files, i, millis, start);
            callers.add(caller);
            running.add(Thread.ofPlatform().start(caller));
        }
        for (Caller caller : callers) {
            caller.ready.await();
        }
        long begin = System.nanoTime();
        start.countDown();
        for (Thread thread : running) {
            thread.join();
        }
        long took = System.nanoTime() - begin;
        for (Caller caller : callers) {
            if (caller.failure != null) {
                throw caller.failure;
            }
        }
        return merged(callers, took);
    }

    private static String merged(List<Caller> callers, long took) {
        long count = 0;
        int samples = 0;
        for (Caller caller : callers) {
            count += caller.count;
            samples += caller.samples();
        }
        long[] nanos = new long[samples];
        int at = 0;
        for (Caller caller : callers) {
            System.arraycopy(caller.nanos, 0, nanos, at, caller.samples());
            at += caller.samples();
        }
        Arrays.sort(nanos);
        return Math.round(count * 1e9 / took) + " " + nanos[samples / 2] + " " + nanos[(int) (samples * 0.99)];
    }

    /** One thread's operations. */
    private static final class Caller implements Runnable {
        private final String operation;
        private final List<Path> files;
        private final int number;
        private final long millis;
        private final long[] nanos;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        private final SplittableRandom dice;
        private final CountDownLatch start;
        private final CountDownLatch ready = new CountDownLatch(1);
        private long count;
        private @Nullable IOException failure;

        Caller(String operation, List<Path> files, int number, long millis, CountDownLatch start) {
            this.operation = operation;
            this.files = files;
            this.number = number;
            this.millis = millis;
            this.start = start;
            this.nanos = new long[(int) Math.min(MOST_SAMPLES, Math.max(1, millis) * 1000)];
            this.dice = new SplittableRandom(number);
        }

        /** The first ones: there is no more room than that. */
        int samples() {
            return (int) Math.min(count, nanos.length);
        }

        @Override
        public void run() {
            Path own = files.get(number % files.size());
            try (FileChannel channel = FileChannel.open(own, StandardOpenOption.READ)) {
                ready.countDown();
                start.await();
                long begin = System.nanoTime();
                long end = begin + millis * 1_000_000;
                while (begin < end) {
                    once(channel);
                    long now = System.nanoTime();
                    if (count < nanos.length) {
                        nanos[(int) count] = now - begin;
                    }
                    count++;
                    begin = now;
                }
            } catch (IOException thrown) {
                failure = thrown;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } finally {
                ready.countDown();
            }
        }

        private void once(FileChannel channel) throws IOException {
            switch (operation) {
                case "getattr" -> channel.size();
                case "stat" -> Files.size(files.get(dice.nextInt(files.size())));
                case "open" -> {
                    Path file = files.get((int) ((count + number) % files.size()));
                    try (FileChannel opened = FileChannel.open(file, StandardOpenOption.READ)) {
                        buffer.clear();
                        opened.read(buffer);
                    }
                }
                default -> throw new IOException("no such operation: " + operation);
            }
        }
    }
}
