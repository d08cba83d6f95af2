package dev.weir.manager;

/** Whether a line is worth it for a flight: one that nearly every operation falls off costs more than the interpreter. Belongs to the runner. */
final class LineRest {
    private static final int MOST_FALLS = 32;
    private static final int NEAR = 8;
    private static final int PAUSE = 20_000;

    private final boolean never;
    private long last;
    private int falls;
    private int pause;

    /** @param never whether operations are to go along the line whatever it costs */
    LineRest(boolean never) {
        this.never = never;
    }

    boolean isResting() {
        if (pause == 0) {
            return false;
        }
        pause--;
        return pause > 0;
    }

    /** @param number which of the operations that began on the line fell off */
    void fell(long number) {
        falls = number - last < NEAR ? falls + 1 : 0;
        last = number;
        if (falls >= MOST_FALLS && !never) {
            falls = 0;
            pause = PAUSE;
        }
    }
}
