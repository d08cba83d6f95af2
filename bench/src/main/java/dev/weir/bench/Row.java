package dev.weir.bench;

/**
 * What is measured, in all places.
 *
 * @param group rows of one plot
 * @param title with the unit; no commas
 * @param higherIsBetter whether it is a speed, not a time
 * @param across what the figures are plotted over; empty where each place has one figure
 */
record Row(String group, String title, boolean higherIsBetter, String across) {
    static Row speed(String group, String title) {
        return new Row(group, title, true, "");
    }

    static Row time(String group, String title) {
        return new Row(group, title, false, "");
    }

    /** The same over something that grows. */
    Row over(String what) {
        return new Row(group, title, higherIsBetter, what);
    }
}
