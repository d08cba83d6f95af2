package dev.weir.service.filter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The classes of one load of one filter. Its name is unique, so that a stack trace tells whose frame it shows. */
final class FilterClassLoader extends URLClassLoader {
    private static final AtomicLong LOADS = new AtomicLong();

    /** Threads are numbered in the order in which they are made. */
    private final long threadsBefore = Thread.ofPlatform().unstarted(() -> {}).threadId();

    static {
        registerAsParallelCapable();
    }

    FilterClassLoader(String filter, Path jar) {
        super("weir-filter-" + filter + "-" + LOADS.incrementAndGet(), new URL[] {url(jar)}, ApiClassLoader.INSTANCE);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Whether a thread was made after this load began. */
    boolean isOlderThan(Thread thread) {
        return thread.threadId() > threadsBefore;
    }

    /** Closes the jar; classes that are loaded stay as long as somebody holds them. */
    @Override
    public void close() throws IOException {
        super.close();
    }
}
