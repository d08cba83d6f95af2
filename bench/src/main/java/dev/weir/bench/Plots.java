package dev.weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Puts what was measured into the page: drawings beside it, tables between its markers, such as {@code <!-- data -->} and {@code <!-- end of data -->}. {@code bench/plots}. */
final class Plots {
    private static final double FAR = 5;

    private final Path page;
    private final Path folder;

    private Plots(Path page) {
        this.page = page;
        String name = String.valueOf(page.getFileName());
        this.folder = page.resolveSibling(name.substring(0, name.lastIndexOf('.')));
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 2 || !args[1].endsWith(".md")) {
            System.err.println("bench/plots FOLDER PAGE.md");
            System.exit(2);
        }
        var plots = new Plots(Path.of(args[1]));
        for (String bench : List.of("data", "metadata", "freshness", "growth", "startup", "dispatch")) {
            Path file = Path.of(args[0]).resolve(bench + ".csv");
            if (Files.exists(file)) {
                plots.section(bench, Figures.read(file));
            } else {
                System.out.println("left as it was: " + bench + " (no " + file + ")");
            }
        }
    }

    private void section(String bench, Figures figures) throws IOException {
        var text = new StringBuilder(measured(figures.remarks())).append("\n\n");
        Set<String> groups = new LinkedHashSet<>();
        figures.rows().forEach(row -> groups.add(row.group()));
        for (String group : groups) {
            List<Row> rows = figures.rows().stream()
                    .filter(row -> row.group().equals(group))
                    .toList();
            List<Row> plain =
                    rows.stream().filter(row -> row.across().isEmpty()).toList();
            if (!plain.isEmpty()) {
                plain(text, group, figures, plain);
            }
            for (Row row : rows) {
                if (!row.across().isEmpty()) {
                    growth(text, group, figures, row);
                }
            }
        }
        replace(bench, text.toString());
    }

    private static String measured(Map<String, String> said) {
        return String.format(
                Locale.ROOT,
                "Measured %s on %s, %s, %s, %s below, %s, Weir %s; medians of %s rounds.",
                said.get("when"),
                said.get("processor"),
                said.get("memory"),
                said.get("kernel"),
                said.get("below"),
                said.get("java"),
                said.get("weir"),
                said.get("rounds"));
    }

    private void plain(StringBuilder text, String group, Figures figures, List<Row> rows) throws IOException {
        List<String> places = figures.places(rows);
        boolean compares = places.size() > 1 && places.getFirst().equals(Place.Bare.NAME) && !group.equals("memory");
        List<String> series = compares ? places.subList(1, places.size()) : places;
        List<List<Double>> values = rows.stream()
                .map(row -> series.stream()
                        .map(place -> compares ? figures.ratio(row, place) : figures.median(row, place, 0))
                        .toList())
                .toList();
        List<String> titles = rows.stream()
                .map(row -> compares ? row.title().replaceAll(" \\([^()]*\\)$", "") : row.title())
                .toList();
        var chart = compares
                ? new BarChart("Speed, 1.00 = the bare directory", titles, series, values, 1, Tables::ratio)
                : new BarChart(group, titles, series, values, 0, Tables::amount);
        picture(text, group, chart.title(), chart.draw());
        text.append(compares ? Tables.ratios(figures, rows) : Tables.medians(figures, rows))
                .append('\n');
    }

    private void growth(StringBuilder text, String group, Figures figures, Row row) throws IOException {
        List<Double> axis = figures.axis(row);
        List<String> places = drawn(figures, row);
        List<List<Double>> values = places.stream()
                .map(place ->
                        axis.stream().map(x -> figures.median(row, place, x)).toList())
                .toList();
        String name =
                (group + "-" + row.title()).replaceAll("\\([^()]*\\)$", "").strip();
        String title = row.title() + " over " + row.across();
        picture(text, name, title, new LineChart(title, row.across(), axis, places, values).draw());
        text.append(Tables.growth(figures, row)).append('\n');
    }

    /** All places; the bare directory only where the others can still be told apart beside it. */
    private static List<String> drawn(Figures figures, Row row) {
        List<String> all = figures.places(List.of(row));
        List<String> others =
                all.stream().filter(place -> !place.equals(Place.Bare.NAME)).toList();
        double most = others.stream()
                .mapToDouble(place -> most(figures, row, place))
                .max()
                .orElse(0);
        return most(figures, row, Place.Bare.NAME) > FAR * most ? others : all;
    }

    private static double most(Figures figures, Row row, String place) {
        return figures.axis(row).stream()
                .mapToDouble(x -> figures.median(row, place, x))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0);
    }

    private void picture(StringBuilder text, String name, String title, Svg svg) throws IOException {
        String file =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "") + ".svg";
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(file), svg.toString());
        text.append(String.format(Locale.ROOT, "![%s](%s/%s)%n%n", title, folder.getFileName(), file));
    }

    private void replace(String bench, String text) throws IOException {
        String begin = "<!-- " + bench + " -->";
        String end = "<!-- end of " + bench + " -->";
        String old = Files.readString(page);
        int from = old.indexOf(begin);
        int to = old.indexOf(end);
        if (from < 0 || to < from) {
            throw new IOException(page + " has no " + begin + " with its " + end);
        }
        Files.writeString(page, old.substring(0, from + begin.length()) + "\n" + text + old.substring(to));
    }
}
