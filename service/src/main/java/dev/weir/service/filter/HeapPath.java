package dev.weir.service.filter;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The shortest chain of references by which a class loader is held, from a dump of this process's heap. Takes seconds, and as much disk as the heap. */
final class HeapPath {
    private final HeapDump dump;
    private final LongMap parents = new LongMap();

    private HeapPath(HeapDump dump) {
        this.dump = dump;
    }

    /**
     * Dumps the heap into a private folder, looks, and deletes the dump.
     *
     * @return a line for each step from the root to the loader; none where nothing holds it
     */
    static List<String> to(String loaderName, Path folder) throws IOException {
        Path file = folder.resolve("why-" + System.nanoTime() + ".hprof");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
            HeapDump dump = HeapDump.read(file);
            long loader = dump.loader(loaderName);
            return loader == 0 ? List.of() : new HeapPath(dump).search(loader);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Breadth first from all roots at once. */
    private List<String> search(long target) throws IOException {
        long[] layer = dump.roots().keys();
        for (long root : layer) {
            parents.add(root, 0);
        }
        while (layer.length > 0 && parents.get(target) < 0) {
            List<long[]> found = new ArrayList<>();
            for (long object : layer) {
                dump.references(object, (field, id) -> {
                    if (id != 0 && parents.add(id, object)) {
                        found.add(new long[] {id});
                    }
                });
            }
            layer = found.stream().mapToLong(one -> one[0]).toArray();
        }
        return parents.get(target) < 0 ? List.of() : describe(target);
    }

    private List<String> describe(long target) throws IOException {
        List<String> steps = new ArrayList<>();
        long child = target;
        for (long holder = parents.get(child); holder > 0; holder = parents.get(child)) {
            steps.addFirst(dump.nameOf(holder) + " holds, by " + field(holder, child) + ",");
            child = holder;
        }
        steps.addFirst("held from " + root((int) dump.roots().get(child)) + ":");
        steps.add("the class loader");
        return steps;
    }

    private String field(long holder, long child) throws IOException {
        String[] name = {"?"};
        dump.references(holder, (field, id) -> {
            if (id == child) {
                name[0] = field;
            }
        });
        return name[0];
    }

    private static String root(int kind) {
        return switch (kind) {
            case 0x01, 0x02 -> "native code";
            case 0x03 -> "a local variable of a thread";
            case 0x05 -> "a class of the JDK or of Weir";
            case 0x07 -> "a monitor in use";
            case 0x08 -> "a thread";
            default -> "the JVM";
        };
    }
}
