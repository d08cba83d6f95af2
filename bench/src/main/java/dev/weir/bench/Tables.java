package dev.weir.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures as tables that are Markdown and can be read as they are. */
final class Tables {
    private Tables() {}

    /** Rows that have one figure a place: the first place's median, and everybody's speed as a ratio to it. */
    static String ratios(Figures figures, List<Row> rows) {
        List<String> places = figures.places(rows);
        List<List<String>> cells = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("", places.getFirst()));
        head.addAll(places.subList(1, places.size()));
        cells.add(head);
        for (Row row : rows) {
            List<String> line = new ArrayList<>(List.of(row.title()));
            line.add(amount(figures.median(row, places.getFirst(), 0)));
            for (String place : places.subList(1, places.size())) {
                line.add(ratio(figures.ratio(row, place)));
            }
            cells.add(line);
        }
        return markdown(cells);
    }

    /** Rows that have one figure a place: the medians. */
    static String medians(Figures figures, List<Row> rows) {
        List<String> places = figures.places(rows);
        List<List<String>> cells = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(places);
        cells.add(head);
        for (Row row : rows) {
            List<String> line = new ArrayList<>(List.of(row.title()));
            places.forEach(place -> line.add(amount(figures.median(row, place, 0))));
            cells.add(line);
        }
        return markdown(cells);
    }

    /** One row over something that grows: the medians. */
    static String growth(Figures figures, Row row) {
        List<Double> axis = figures.axis(row);
        List<List<String>> cells = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(row.title() + " over " + row.across()));
        axis.forEach(x -> head.add(String.format(Locale.ROOT, "%,.0f", x)));
        cells.add(head);
        for (String place : figures.places(List.of(row))) {
            List<String> line = new ArrayList<>(List.of(place));
            axis.forEach(x -> line.add(amount(figures.median(row, place, x))));
            cells.add(line);
        }
        return markdown(cells);
    }

    private static String markdown(List<List<String>> cells) {
        int columns = cells.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> line : cells) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(Math.max(widths[i], 3), line.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line(text, cells.get(i), widths);
            if (i == 0) {
                text.append('|');
                for (int column = 0; column < columns; column++) {
                    text.append('-').append("-".repeat(widths[column])).append(column == 0 ? "-|" : ":|");
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> line, int[] widths) {
        text.append('|');
        for (int i = 0; i < widths.length; i++) {
            String cell = line.get(i);
            String padding = " ".repeat(widths[i] - cell.length());
            text.append(' ').append(i == 0 ? cell + padding : padding + cell).append(" |");
        }
        text.append('\n');
    }

    static String ratio(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, value < 0.095 ? "%.3f" : "%.2f", value);
    }

    /** With three digits or more. */
    static String amount(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
