package dev.weir.bench;

import java.util.List;
import java.util.Locale;

/**
 * One line a series over an axis whose numbers stand at equal distances, in the order given: they grow by factors.
 *
 * @param values by series, then by number on the axis
 */
record LineChart(String title, String across, List<Double> axis, List<String> series, List<List<Double>> values) {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 320;
    private static final double LEFT = 70;
    private static final double RIGHT = WIDTH - 24;
    private static final double BOTTOM = HEIGHT - 44;
    private static final int STEPS = 4;

    Svg draw() {
        double top = 44 + series.size() * 16;
        var svg = new Svg(WIDTH, HEIGHT).title(title);
        double most = roundedUp(most());
        for (int step = 0; step <= STEPS; step++) {
            double value = most * step / STEPS;
            double y = BOTTOM - (BOTTOM - top) * step / STEPS;
            svg.grid(LEFT, y, RIGHT, y).text(LEFT - 6, y + 4, Svg.Anchor.END, number(value));
        }
        for (int i = 0; i < axis.size(); i++) {
            svg.text(x(i), BOTTOM + 16, Svg.Anchor.MIDDLE, number(axis.get(i)));
        }
        svg.text((LEFT + RIGHT) / 2, BOTTOM + 34, Svg.Anchor.MIDDLE, across);
        for (int i = 0; i < series.size(); i++) {
            svg.bar(colour(i), 12, 30 + i * 16, 10, 10).text(28, 39 + i * 16, Svg.Anchor.START, series.get(i));
            line(svg, i, top, most);
        }
        return svg;
    }

    private void line(Svg svg, int number, double top, double most) {
        var points = new StringBuilder();
        for (int i = 0; i < axis.size(); i++) {
            double value = values.get(number).get(i);
            if (!Double.isNaN(value)) {
                double y = BOTTOM - (BOTTOM - top) * Math.max(0, value) / most;
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i), y));
                svg.dot(colour(number), x(i), y);
            }
        }
        svg.line(colour(number), points.toString().strip());
    }

    private double x(int place) {
        return axis.size() == 1 ? LEFT : LEFT + 20 + (RIGHT - LEFT - 40) * place / (axis.size() - 1);
    }

    private double most() {
        double most = 0;
        for (List<Double> line : values) {
            for (Double value : line) {
                most = Math.max(most, value.isNaN() ? 0 : value);
            }
        }
        return most;
    }

    /** To 1, 2, 4 or 8 times a power of ten. */
    private static double roundedUp(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 2, 4, 8}) {
            if (value <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        return value >= 10 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    /** The bare directory's is the first, here too where it is left out. */
    private int colour(int number) {
        return series.getFirst().equals(Place.Bare.NAME) ? number : number + 1;
    }
}
