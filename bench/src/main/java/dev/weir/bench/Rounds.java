package dev.weir.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Does a row at each place in turn, again and again, so that what the machine does meanwhile falls on all of them. The first round warms up. */
final class Rounds {
    private final int rounds;
    private final Figures figures;

    Rounds(int rounds, Figures figures) {
        this.rounds = rounds;
        this.figures = figures;
    }

    /** One measurement at one place. */
    interface Work {
        double at(Place place) throws IOException;
    }

    /** Before each round. */
    interface Before {
        void round() throws IOException;
    }

    /** A place where it fails is left out from there on, and that is said. */
    void run(Row row, List<Place> places, Before before, Work work) throws IOException {
        Set<Place> failed = new HashSet<>();
        for (int round = 0; round <= rounds; round++) {
            before.round();
            List<Place> order = new ArrayList<>(places);
            Collections.rotate(order, -Math.max(0, round - 1));
            for (Place place : order) {
                if (!failed.contains(place)) {
                    one(row, place, round, work, failed);
                }
            }
        }
        System.out.println(Tables.ratios(figures, List.of(row)));
    }

    private void one(Row row, Place place, int round, Work work, Set<Place> failed) {
        try {
            double value = work.at(place);
            if (round > 0) {
                figures.add(row, place.name(), 0, value);
            }
        } catch (IOException impossible) {
            failed.add(place);
            System.out.println("left out: " + row.title() + " at " + place.name() + ": " + impossible.getMessage());
        }
    }
}
