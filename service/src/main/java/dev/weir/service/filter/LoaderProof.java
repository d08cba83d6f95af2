package dev.weir.service.filter;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Watches the class loader of an unloaded filter until it is collected. Holds it weakly. Safe on any thread.
 */
public final class LoaderProof {
    private static final long NUDGE_MILLIS = 20;

    private final WeakReference<@Nullable FilterClassLoader> loader;
    private final String loaderName;
    private final long since = System.nanoTime();

    LoaderProof(@Nullable FilterClassLoader loader) {
        this.loader = new WeakReference<>(loader);
        this.loaderName = loader == null ? "" : String.valueOf(loader.getName());
    }

    /** Whether it is gone. */
    public boolean isCollected() {
        return loader.get() == null;
    }

    /**
     * Asks the collector for it, at growing intervals, and waits for the result. Blocks as long as {@code patience} at most.
     *
     * @return "class loader collected after 0.2 s", or "class loader not collected yet" with whoever is known to hold it
     */
    public String await(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (long pause = NUDGE_MILLIS; !isCollected() && System.nanoTime() < end; pause = Math.min(2 * pause, 500)) {
            System.gc();
            if (!isCollected()) {
                Thread.sleep(pause);
            }
        }
        return isCollected() ? "class loader collected after " + seconds() + " s" : notYet();
    }

    private String notYet() {
        List<String> known = holders().found();
        return "class loader not collected yet: "
                + (known.isEmpty()
                        ? "no cheap holder found; 'weir why' looks in the heap, also for thread locals that it left on workers"
                        : "held by " + String.join("; ", known));
    }

    private String seconds() {
        return String.format(Locale.ROOT, "%.1f", (System.nanoTime() - since) / 1e9);
    }

    /**
     * Looks in the heap for the shortest way by which it is held; takes a second or so.
     *
     * @param folder private, with room for a dump of the heap, which is deleted again
     * @return a line for each step; none where it is not held any more
     */
    public List<String> heapPath(Path folder) throws IOException {
        return isCollected() ? List.of() : HeapPath.to(loaderName, folder);
    }

    /** Who holds it, as far as that is cheap to see. */
    public LoaderHolders holders() {
        return LoaderHolders.of(loaderName, loader.get());
    }
}
