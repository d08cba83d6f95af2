package dev.weir.bench;

import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Lying bars: a group a row, in it one bar a series. What was not measured has no bar.
 *
 * @param values by row, then by series
 * @param mark a line across all bars, such as 1.00; 0 for none
 */
record BarChart(
        String title,
        List<String> rows,
        List<String> series,
        List<List<Double>> values,
        double mark,
        DoubleFunction<String> format) {
    private static final double LEFT = 320;
    private static final double WIDTH = 900;
    private static final double PLOT = WIDTH - LEFT - 60;
    private static final double BAR = 11;
    private static final int LEGEND_COLUMNS = 3;

    Svg draw() {
        int bars = Math.max(1, series.size());
        double group = bars * BAR + 12;
        int legendLines = bars == 1 ? 0 : (bars + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
        double top = 36 + legendLines * 16;
        double bottom = top + rows.size() * group;
        var svg = new Svg(WIDTH, bottom + 24).title(title);
        for (int i = 0; legendLines > 0 && i < bars; i++) {
            int line = i / LEGEND_COLUMNS;
            double x = 12 + i % LEGEND_COLUMNS * 280.0;
            double y = 40 + line * 16.0;
            svg.bar(colour(i), x, y - 9, 10, 10).text(x + 16, y, Svg.Anchor.START, series.get(i));
        }
        double most = values.stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .reduce(mark, Math::max);
        double scale = PLOT / (most == 0 ? 1 : most);
        if (mark > 0) {
            svg.grid(LEFT + mark * scale, top - 4, LEFT + mark * scale, bottom);
            svg.text(LEFT + mark * scale, bottom + 14, Svg.Anchor.MIDDLE, format.apply(mark));
        }
        for (int row = 0; row < rows.size(); row++) {
            double y = top + row * group;
            svg.text(LEFT - 8, y + bars * BAR / 2 + 4, Svg.Anchor.END, rows.get(row));
            for (int i = 0; i < bars; i++) {
                double value = values.get(row).get(i);
                if (!Double.isNaN(value)) {
                    svg.bar(colour(i), LEFT, y + i * BAR, value * scale, BAR - 1);
                    svg.text(LEFT + value * scale + 4, y + i * BAR + 9, Svg.Anchor.START, format.apply(value));
                }
            }
        }
        return svg;
    }

    /** The bare directory's is the first, here too where it is left out. */
    private int colour(int number) {
        return series.getFirst().equals(Place.Bare.NAME) ? number : number + 1;
    }
}
