package dev.weir.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory is used, by whom. */
final class Memory {
    private Memory() {}

    /** Bytes of this process's heap that are reachable. */
    static double heapAfterCollection() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Bytes of the kernel's objects in use, all caches together: inodes and names of each file system are there. */
    static double slab() throws IOException {
        double bytes = 0;
        for (String line : Files.readAllLines(Path.of("/proc/slabinfo"), StandardCharsets.UTF_8)) {
            String[] fields = line.split(" +", -1);
            if (!line.startsWith("slabinfo") && !line.startsWith("#")) {
                bytes += Double.parseDouble(fields[1]) * Double.parseDouble(fields[3]);
            }
        }
        return bytes;
    }

    /** Bytes of memory that this process really has: heap, code, stacks, buffers. */
    static double resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.UTF_8)) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new IOException("/proc/self/status has no VmRSS");
    }

    /** Lets the kernel forget all inodes and names that nobody uses, above and then below. */
    static void dropNames() throws IOException {
        for (int i = 0; i < 2; i++) {
            Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "2");
            try {
                Thread.sleep(100);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        }
    }

    /** How many descriptors this process may have. */
    static int descriptors() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/limits"), StandardCharsets.UTF_8)) {
            if (line.startsWith("Max open files")) {
                String soft = line.split(" +", -1)[3];
                return soft.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(soft);
            }
        }
        throw new IOException("/proc/self/limits has no limit of open files");
    }
}
