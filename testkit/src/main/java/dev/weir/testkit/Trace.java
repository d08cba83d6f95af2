package dev.weir.testkit;

import java.util.ArrayList;
import java.util.List;

/** What went down and what came up, of all operations and filters of a harness, one line each. Safe on any thread. */
public final class Trace {
    private static final int MAXIMUM = 100_000;

    private final List<String> lines = new ArrayList<>();
    private volatile boolean on;

    Trace() {}

    void start() {
        on = true;
    }

    boolean isOn() {
        return on;
    }

    synchronized void add(String line) {
        if (on && lines.size() < MAXIMUM) {
            lines.add(line);
        }
    }

    /** Such as {@code A pre write}, {@code base write}, {@code A post write STATUS_SUCCESS}, {@code A post write DRAINING}. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    public synchronized void clear() {
        lines.clear();
    }
}
