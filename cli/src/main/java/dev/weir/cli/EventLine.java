package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** An event as a line of text. */
final class EventLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private EventLine() {}

    /** Time, process, program, operation, path, status, duration. */
    static String of(JsonObject event) {
        String detail = event.show("detail");
        return TIME.format(Instant.ofEpochMilli(event.number("timeMillis").orElse(0L))) + "  "
                + Text.right(event.show("process"), 7) + "  "
                + Text.left(event.show("program"), 15) + "  "
                + Text.left(event.show("operation"), 15) + "  "
                + event.show("path")
                + (detail.isEmpty() ? "" : "  " + detail)
                + "  " + event.show("status")
                + "  " + Text.duration(event.number("durationNanos").orElse(-1L));
    }
}
