package dev.weir.service.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this process holds.
 *
 * @param descriptors open files, by what they lead to; of sockets, pipes and the like only the kind
 * @param steady threads that live, but for the elastic ones
 * @param elastic workers of a front and threads that go on with operations: those come and go with the load
 * @param classes loaded and not unloaded, by name; the hidden ones of one origin share a name
 * @param heap bytes in use after a collection
 */
record Footprint(Map<String, Long> descriptors, long steady, long elastic, Map<String, Long> classes, long heap) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Now, after a collection. */
    static Footprint now() throws IOException, InterruptedException, JMException {
        System.gc();
        Thread.sleep(20);
        System.gc();
        Map<Boolean, Long> threads = Thread.getAllStackTraces().keySet().stream()
                .collect(Collectors.partitioningBy(Footprint::isElastic, Collectors.counting()));
        return new Footprint(
                openDescriptors(),
                threads.getOrDefault(false, 0L),
                threads.getOrDefault(true, 0L),
                loadedClasses(),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    private static boolean isElastic(Thread thread) {
        return thread.getName().matches("weir-fuse-\\d+-\\d+|weir-operation-\\d+");
    }

    private static Map<String, Long> openDescriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(Footprint::target).collect(counted());
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().replaceAll(":\\[\\d+]", "");
        } catch (IOException closed) {
            return "closed meanwhile";
        }
    }

    private static Collector<String, ?, Map<String, Long>> counted() {
        return Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting());
    }

    /** The JVM's own list: address, size, state, flags, name. */
    private static Map<String, Long> loadedClasses() throws JMException {
        String all = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmClasses",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return all.lines()
                .skip(1)
                .map(line -> line.substring(line.strip().lastIndexOf(' ') + 1).strip())
                .map(name -> name.contains("/0x") ? name.substring(0, name.indexOf("/0x")) : name)
                .collect(counted());
    }

    /** The least of each over a second: the kernel releases files, threads end and soft things go a little later. */
    static Footprint settled() throws IOException, InterruptedException, JMException {
        Footprint least = now();
        for (int tries = 0; tries < 10; tries++) {
            Thread.sleep(50);
            least = least.least(now());
        }
        return least;
    }

    /** As {@link #settled}, but waits longer where there are more files or threads, workers aside, than an earlier time: what is leaked does not go by waiting. */
    static Footprint settled(Footprint earlier) throws IOException, InterruptedException, JMException {
        long begun = System.nanoTime();
        Footprint least = settled();
        while (!least.isWithin(earlier) && System.nanoTime() - begun < PATIENCE.toNanos()) {
            Thread.sleep(200);
            least = least.least(now());
        }
        return least;
    }

    private boolean isWithin(Footprint earlier) {
        return descriptorCount() <= earlier.descriptorCount() && steady <= earlier.steady;
    }

    private Footprint least(Footprint other) {
        return new Footprint(
                descriptorCount() <= other.descriptorCount() ? descriptors : other.descriptors,
                Math.min(steady, other.steady),
                Math.min(elastic, other.elastic),
                classCount() <= other.classCount() ? classes : other.classes,
                Math.min(heap, other.heap));
    }

    long threads() {
        return steady + elastic;
    }

    long descriptorCount() {
        return sum(descriptors);
    }

    /** Those on files below a directory. */
    long descriptorsBelow(Path directory) {
        var below = new TreeMap<>(descriptors);
        below.keySet().removeIf(target -> !target.startsWith(directory + "/"));
        return sum(below);
    }

    long classCount() {
        return sum(classes);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Those of the filters that Weir brings. */
    Map<String, Long> filterClasses() {
        var ofFilters = new TreeMap<>(classes);
        ofFilters.keySet().removeIf(name -> !name.startsWith("dev.weir.filters."));
        return ofFilters;
    }

    /** Which are there more often than at an earlier time, and how many more. */
    Map<String, Long> descriptorsSince(Footprint earlier) {
        return more(descriptors, earlier.descriptors);
    }

    /** As {@link #descriptorsSince}. */
    Map<String, Long> classesSince(Footprint earlier) {
        return more(classes, earlier.classes);
    }

    private static Map<String, Long> more(Map<String, Long> now, Map<String, Long> earlier) {
        var more = new TreeMap<String, Long>();
        now.forEach((name, count) -> {
            long added = count - earlier.getOrDefault(name, 0L);
            if (added > 0) {
                more.put(name, added);
            }
        });
        return more;
    }

    @Override
    public String toString() {
        return "%d descriptors, %d threads (%d workers), %d classes, %d bytes of heap"
                .formatted(descriptorCount(), threads(), elastic, classCount(), heap);
    }
}
