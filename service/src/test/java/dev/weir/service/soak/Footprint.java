package dev.weir.service.soak;

import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param descriptors open files
 * @param threads that live
 * @param classes loaded and not unloaded
 * @param heap bytes in use after a collection
 */
record Footprint(long descriptors, long threads, long classes, long heap) {
    /** Now, after a collection. */
    static Footprint now() throws IOException, InterruptedException {
        System.gc();
        Thread.sleep(20);
        System.gc();
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        return new Footprint(
                openDescriptors(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                classes.getTotalLoadedClassCount() - classes.getUnloadedClassCount(),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /** The least of each over some seconds: the kernel releases files, and threads end, a little later. */
    static Footprint settled() throws IOException, InterruptedException {
        Footprint least = now();
        for (int tries = 0; tries < 10; tries++) {
            Thread.sleep(50);
            Footprint next = now();
            least = new Footprint(
                    least(least, next, Footprint::descriptors),
                    least(least, next, Footprint::threads),
                    least(least, next, Footprint::classes),
                    least(least, next, Footprint::heap));
        }
        return least;
    }

    private static long least(Footprint one, Footprint other, ToLongFunction<Footprint> of) {
        return Math.min(of.applyAsLong(one), of.applyAsLong(other));
    }
}
