package dev.weir.service.run;

import dev.weir.Errno;
import dev.weir.OperationEvent;
import dev.weir.service.events.EventHub;
import dev.weir.service.events.EventSubscription;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/** Writes each operation that a filter publishes as a line like strace's, on a thread of its own. */
final class OperationLog {
    private static final int CAPACITY = 1 << 16;
    private static final long PATIENCE = 200_000_000L;

    private final EventSubscription events;
    private final PrintStream out;
    private final Thread writer;

    OperationLog(EventHub hub, PrintStream out) {
        this.events = hub.subscribe(CAPACITY, event -> true);
        this.out = out;
        this.writer = Thread.ofPlatform().daemon().name("weir-operation-log").start(this::write);
    }

    /** Flushes whenever there is nothing to write at once. */
    private void write() {
        Optional<EventSubscription.Published> next;
        do {
            next = events.next(0);
            if (next.isEmpty()) {
                out.flush();
                next = events.next(PATIENCE);
            }
            next.ifPresent(published -> out.println(line(published.event())));
        } while (next.isPresent() || !events.isClosed());
        out.flush();
    }

    /** {@code git[4711] open(src/A.java, O_RDONLY) = 0 <0.000123>}. */
    static String line(OperationEvent event) {
        String detail = event.detail().isEmpty() ? "" : ", " + event.detail();
        String result = event.errno() == 0
                ? Long.toString(event.information())
                : "-1 " + Errno.name(event.errno()) + " (" + Errno.text(event.errno()) + ")";
        String duration =
                event.durationNanos() < 0 ? "" : String.format(Locale.ROOT, " <%.6f>", event.durationNanos() / 1e9);
        String program = event.program().isEmpty() ? "?" : event.program();
        return program + "[" + event.process() + "] " + event.operation() + "(" + event.path() + detail + ") = "
                + result + duration;
    }

    /** No more events come; waits until all are written. */
    void end() throws InterruptedException {
        events.close();
        writer.join();
    }

    long shown() {
        return events.seen();
    }

    long dropped() {
        return events.dropped();
    }
}
