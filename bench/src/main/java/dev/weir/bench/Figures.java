package dev.weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that one benchmark measured, in the order in which it was measured; a file of comma-separated values with a head of remarks. */
final class Figures {
    private static final String HEAD = "group,row,better,across,place,x,value";

    /** The place of one figure: a row, a place, and the number on the axis (0 where there is none). */
    private record Key(Row row, String place, double x) {}

    private final Map<String, String> remarks = new LinkedHashMap<>();
    private final Map<Key, List<Double>> values = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    /** What is said of all figures, such as the machine. */
    void remark(String name, String text) {
        remarks.put(name, text);
    }

    Map<String, String> remarks() {
        return remarks;
    }

    void add(Row row, String place, double x, double value) {
        values.computeIfAbsent(new Key(row, place, x), key -> new ArrayList<>()).add(value);
        String better = row.higherIsBetter() ? "higher" : "lower";
        lines.add(String.join(
                ",", row.group(), row.title(), better, row.across(), place, number(x), Double.toString(value)));
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    List<Row> rows() {
        Set<Row> rows = new LinkedHashSet<>();
        values.keySet().forEach(key -> rows.add(key.row));
        return List.copyOf(rows);
    }

    /** Those of some rows, in the order in which they first came. */
    List<String> places(List<Row> rows) {
        Set<String> places = new LinkedHashSet<>();
        values.keySet().stream().filter(key -> rows.contains(key.row)).forEach(key -> places.add(key.place));
        return List.copyOf(places);
    }

    List<Double> axis(Row row) {
        return values.keySet().stream()
                .filter(key -> key.row.equals(row))
                .map(Key::x)
                .distinct()
                .sorted()
                .toList();
    }

    /** The median; not a number where it was not measured. */
    double median(Row row, String place, double x) {
        List<Double> sorted = values.getOrDefault(new Key(row, place, x), List.of()).stream()
                .sorted()
                .toList();
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** How fast it is, 1.00 being the first place's speed; of times the inverse. */
    double ratio(Row row, String place) {
        double first = median(row, places(List.of(row)).getFirst(), 0);
        double own = median(row, place, 0);
        return row.higherIsBetter() ? own / first : first / own;
    }

    void write(Path file) throws IOException {
        List<String> all = new ArrayList<>();
        remarks.forEach((name, text) -> all.add("# " + name + ": " + text));
        all.add(HEAD);
        all.addAll(lines);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, all);
    }

    static Figures read(Path file) throws IOException {
        var figures = new Figures();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("# ")) {
                int colon = line.indexOf(": ");
                figures.remark(line.substring(2, colon), line.substring(colon + 2));
            } else if (!line.equals(HEAD)) {
                String[] fields = line.split(",", -1);
                var row = new Row(fields[0], fields[1], fields[2].equals("higher"), fields[3]);
                figures.add(row, fields[4], Double.parseDouble(fields[5]), Double.parseDouble(fields[6]));
            }
        }
        return figures;
    }

    private static String number(double x) {
        return x == Math.rint(x) ? Long.toString((long) x) : Double.toString(x);
    }
}
