package dev.weir.cli;

/** Columns of text. */
final class Text {
    private Text() {}

    /** Left-aligned in a column of this width; what is longer stays whole. */
    static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Right-aligned. */
    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /** A time that people can read: 12 us, 3.4 ms, 1.2 s. */
    static String duration(long nanos) {
        if (nanos < 0) {
            return "-";
        }
        if (nanos < 1_000_000) {
            return nanos / 1000 + " us";
        }
        return nanos < 1_000_000_000
                ? String.format(java.util.Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(java.util.Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
