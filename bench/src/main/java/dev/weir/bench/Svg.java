package dev.weir.bench;

import java.util.Locale;

/** A drawing whose ink is dark on a light page and light on a dark one. Lengths are pixels from the upper left corner. */
final class Svg {
    private static final String[] COLOURS = {
        "#8a8f98", "#2f7ed8", "#1ca3a3", "#7b5fd6", "#3fa34d", "#d9822b", "#c9474f", "#b8860b", "#d16ba5", "#5c8fb0",
        "#9c6b4e", "#6b8e23", "#a05cc0"
    };

    private final StringBuilder body = new StringBuilder();
    private final double width;
    private final double height;

    Svg(double width, double height) {
        this.width = width;
        this.height = height;
    }

    /** Where a text's place is in it. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    Svg text(double x, double y, Anchor anchor, String text) {
        String where = anchor.name().toLowerCase(Locale.ROOT);
        return element(String.format(
                Locale.ROOT, "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>", x, y, where, escaped(text)));
    }

    Svg title(String text) {
        return element("<text class='title' x='12' y='20'>" + escaped(text) + "</text>");
    }

    /** One of the lines behind the figures. */
    Svg grid(double x1, double y1, double x2, double y2) {
        return element(String.format(
                Locale.ROOT, "<line class='grid' x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f'/>", x1, y1, x2, y2));
    }

    Svg bar(int series, double x, double y, double length, double thickness) {
        return element(String.format(
                Locale.ROOT,
                "<rect fill='%s' x='%.1f' y='%.1f' width='%.1f' height='%.1f'/>",
                colour(series),
                x,
                y,
                Math.max(0.5, length),
                thickness));
    }

    Svg line(int series, String points) {
        return element(
                "<polyline fill='none' stroke='" + colour(series) + "' stroke-width='2' points='" + points + "'/>");
    }

    Svg dot(int series, double x, double y) {
        return element(
                String.format(Locale.ROOT, "<circle fill='%s' cx='%.1f' cy='%.1f' r='3'/>", colour(series), x, y));
    }

    private Svg element(String element) {
        body.append(element).append('\n');
        return this;
    }

    private static String colour(int series) {
        return COLOURS[series % COLOURS.length];
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;");
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, """
                <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %1$.0f %2$.0f' width='%1$.0f' height='%2$.0f'>
                <style>
                text { font: 11px sans-serif; fill: #24292f }
                .title { font: bold 14px sans-serif }
                .grid { stroke: #8b949e; stroke-opacity: 0.4 }
                @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
                </style>
                %3$s</svg>
                """, width, height, body);
    }
}
