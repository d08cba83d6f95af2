package dev.weir.bench;

import dev.weir.FilterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What one volume's operations cost as there are more volumes, each with an instance of one filter; and what a volume costs. */
final class GrowthOfVolumes {
    private static final List<Integer> COUNTS = List.of(1, 10, 100, 1_000);
    private static final String GROUP = "volumes";
    private static final String PLACE = "weir passall";

    private final Arguments arguments;
    private final Figures figures;
    private final Places places;
    private final Growth growth;

    GrowthOfVolumes(Arguments arguments, Figures figures, Places places, Growth growth) {
        this.arguments = arguments;
        this.figures = figures;
        this.places = places;
        this.growth = growth;
    }

    void measure(Path below) throws IOException {
        Path parent = places.folder(GROUP);
        int before = places.all().size();
        double resident = 0;
        double heap = 0;
        places.add(PLACE, at -> WeirPlace.mount(PLACE, below, at, Growth.options(), Filters.PASS_ALL));
        List<Place> first = places.all().subList(before, places.all().size());
        int mounted = first.size();
        try {
            for (int count : COUNTS) {
                var volumes = (WeirPlace) first.getFirst();
                long begin = System.nanoTime();
                int more = count - mounted;
                for (; mounted < count; mounted++) {
                    Path at = Files.createDirectory(parent.resolve(Integer.toString(mounted)));
                    volumes.volumes().mount(below, at, Growth.options());
                }
                if (more > 0) {
                    add("mounting one more (ms)", count, (System.nanoTime() - begin) / 1e6 / more);
                }
                for (int round = 0; round <= arguments.rounds(); round++) {
                    growth.point(GROUP, GROUP, PLACE, count, 1, volumes.directory(), round > 0);
                }
                double heapNow = Memory.heapAfterCollection();
                double residentNow = Memory.resident();
                if (count == 1) {
                    heap = heapNow;
                    resident = residentNow;
                } else {
                    add("a volume: heap after GC (KiB)", count, (heapNow - heap) / (count - 1) / 1024);
                    add("a volume: resident memory (KiB)", count, (residentNow - resident) / (count - 1) / 1024);
                }
            }
        } catch (FilterException | IOException end) {
            System.out.println("left out: more than " + mounted + " volumes: " + end.getMessage());
        }
        places.end(first);
    }

    private void add(String title, int count, double value) {
        figures.add(Row.time(GROUP, title).over(GROUP), PLACE, count, value);
    }
}
