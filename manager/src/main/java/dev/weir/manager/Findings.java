package dev.weir.manager;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Each distinct finding once, with a count. Bounded; keeps text only, so nothing of a filter stays reachable. Safe on any thread. */
public final class Findings {
    private static final int MAXIMUM = 1000;
    private static final System.Logger LOG = System.getLogger("dev.weir.manager");

    private record Key(String filter, String what) {}

    private record Entry(String detail, LongAdder count) {}

    private final ConcurrentHashMap<Key, Entry> entries = new ConcurrentHashMap<>();

    Findings() {}

    /**
     * Records something that a filter should not have done.
     *
     * @param what in words: the same of a filter is recorded once, with a count
     * @param detail of this time; kept of the first
     */
    public void found(String filter, String what, String detail) {
        var key = new Key(filter, what);
        Entry entry = entries.get(key);
        if (entry == null) {
            if (entries.size() >= MAXIMUM) {
                return;
            }
            var fresh = new Entry(detail, new LongAdder());
            entry = entries.putIfAbsent(key, fresh);
            if (entry == null) {
                entry = fresh;
                LOG.log(System.Logger.Level.WARNING, filter + " " + what + " (" + firstLine(detail) + ")");
            }
        }
        entry.count.increment();
    }

    void threw(String filter, String where, Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        String place = stack.length > 0 ? " at " + stack[0] : "";
        found(filter, where + " threw " + failure.getClass().getName() + place, trace(failure));
    }

    /** What was found so far. */
    public List<Finding> all() {
        return entries.entrySet().stream()
                .map(e -> new Finding(
                        e.getKey().filter(),
                        e.getKey().what(),
                        e.getValue().count().sum(),
                        e.getValue().detail()))
                .toList();
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end).strip();
    }

    private static String trace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
