package dev.weir.bench;

import dev.weir.Altitude;
import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Instance;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.Minifilter;
import dev.weir.Registration;
import dev.weir.context.ContextKind;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.FilterDefinition;
import dev.weir.manager.InstanceDefinition;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationOwner;
import dev.weir.manager.Requests;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.VolumeDefinition;
import dev.weir.manager.VolumeHooks;
import dev.weir.manager.VolumeObject;
import dev.weir.testkit.MapConfiguration;
import dev.weir.testkit.MemoryFileSystem;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** Many contexts on many files: what they take on the heap, and how long it takes to set, find, detach and unload them. See {@code bench/contexts}. */
public final class ContextMemory {
    private static final PrintStream OUT = System.out;
    private static final OperationOwner NOBODY = new OperationOwner() {
        @Override
        public void leaving(Operation leaver) {}

        @Override
        public void completed(Operation ended) {}
    };

    /** The smallest value that a filter would keep: one number. */
    private record Value(long number) {}

    private static final LongAdder CLEANED = new LongAdder();
    private static final ContextKind<FileNode, Value> FILE =
            ContextKind.file(Value.class).withCleanup((value, type) -> CLEANED.increment());
    private static final ContextKind<FileNode, Value> STREAM =
            ContextKind.stream(Value.class).withCleanup((value, type) -> CLEANED.increment());

    /** Registers the kinds and nothing else. */
    private static final class Keeper implements Minifilter {
        @Override
        public Registration registration(FilterManager manager) throws dev.weir.FilterException {
            return Registration.builder()
                    .context(FILE)
                    .context(STREAM)
                    .unload(FilterUnloadCallback.ALWAYS)
                    .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                    .build();
        }
    }

    private final int files;
    private final int instances;
    private final boolean streamToo;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("bench-", 0).factory());
    private final Manager manager = new Manager(new ManagerThreads(threads, threads));
    private final VolumeObject volume;

    private ContextMemory(int files, int instances, boolean streamToo) throws dev.weir.FilterException {
        this.streamToo = streamToo;
        this.files = files;
        this.instances = instances;
        volume = manager.mount(
                new VolumeDefinition("memory", new MemoryFileSystem(), VolumeHooks.NONE, thread -> "bench"));
    }

    /** @param args the number of files, of instances, and of contexts that each of these sets on each file: 1 or 2 */
    public static void main(String[] args) throws dev.weir.FilterException {
        int files = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int instances = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int each = args.length > 2 ? Integer.parseInt(args[2]) : 2;
        new ContextMemory(files, instances, each > 1).run();
    }

    private void run() throws dev.weir.FilterException {
        OUT.printf("heap %d MiB%n", Runtime.getRuntime().maxMemory() >> 20);
        long empty = used();
        long begun = System.nanoTime();
        makeFiles();
        long full = used();
        OUT.printf("%,d files: %d bytes each, %s%n", files, (full - empty) / files, since(begun));
        load();
        begun = System.nanoTime();
        volume.nodes().forEach(this::set);
        long contexts = (streamToo ? 2L : 1) * instances * volume.nodes().size();
        OUT.printf("%,d contexts set: %s%n", contexts, since(begun));
        OUT.printf("%.1f bytes on the heap for each, its value of 24 included%n", (double) (used() - full) / contexts);
        begun = System.nanoTime();
        volume.nodes().forEach(this::find);
        OUT.printf("each found once: %s%n", since(begun));
        begun = System.nanoTime();
        manager.detach("keeper", volume, Optional.of("keeper 0"));
        OUT.printf("one instance detached, %,d contexts freed: %s%n", CLEANED.sum(), since(begun));
        begun = System.nanoTime();
        UnloadResult result =
                manager.unload(new UnloadRequest("keeper", false, Duration.ofMinutes(10), true, holder -> {}));
        OUT.printf("unloaded, %,d contexts freed: %s%n", result.contextsFreed(), since(begun));
        OUT.printf("left on the heap beside the files: %d KiB%n", used() - full >> 10);
        if (CLEANED.sum() != contexts) {
            throw new IllegalStateException("cleaned up " + CLEANED.sum() + " of " + contexts);
        }
    }

    private void makeFiles() {
        Operation operation = volume.newOperation(NOBODY);
        for (int i = 1; i < files; i++) {
            Requests.mknod(operation, FileName.of("f" + i), 0100644, 0, 0);
            operation.on(volume.root());
            volume.start(operation);
            if (operation.resultNode() == null) {
                throw new IllegalStateException("mknod: " + operation.status());
            }
        }
        volume.closeOperation(operation);
    }

    private void load() throws dev.weir.FilterException {
        var defined = new ArrayList<InstanceDefinition>();
        for (int i = 0; i < instances; i++) {
            defined.add(new InstanceDefinition("keeper " + i, Altitude.of(Integer.toString(1000 + i)), false, false));
        }
        manager.load(
                new FilterDefinition("keeper", Optional.empty(), defined, "keeper 0"),
                Keeper::new,
                new MapConfiguration(Map.of()),
                event -> true);
    }

    private void set(FileNodeObject file) {
        for (Instance instance : volume.instances()) {
            instance.getOrSetContext(FILE, file, () -> new Value(1)).close();
            if (streamToo) {
                instance.getOrSetContext(STREAM, file, () -> new Value(2)).close();
            }
        }
    }

    private void find(FileNodeObject file) {
        for (Instance instance : volume.instances()) {
            instance.getContext(FILE, file).close();
            if (streamToo) {
                instance.getContext(STREAM, file).close();
            }
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static String since(long begun) {
        return "%.2f s".formatted((System.nanoTime() - begun) / 1e9);
    }
}
