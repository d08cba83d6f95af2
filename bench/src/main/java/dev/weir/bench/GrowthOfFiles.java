package dev.weir.bench;

import dev.weir.fuse.MountOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What operations cost as more files are open, or in one directory; and the memory of a file that is open, or known. */
final class GrowthOfFiles {
    private static final List<Integer> COUNTS = List.of(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000);

    /** Of the descriptors that Weir may have: it keeps some for files that are known and not open. */
    private static final double SHARE = 0.8;

    private static final String PLACE = "weir passall";

    private final Arguments arguments;
    private final Figures figures;
    private final Places places;
    private final Growth growth;

    GrowthOfFiles(Arguments arguments, Figures figures, Places places, Growth growth) {
        this.arguments = arguments;
        this.figures = figures;
        this.places = places;
        this.growth = growth;
    }

    /** The largest is as many as there may be descriptors. */
    void openFiles() throws IOException {
        int most = Math.min(arguments.number("most", 100_000), (int) (Memory.descriptors() * SHARE));
        Path below = places.folder("many");
        for (int i = 0; i < most; i++) {
            Files.createFile(below.resolve(Integer.toString(i)));
        }
        Path few = Files.createDirectory(below.resolve("few"));
        Growth.fill(few, 64);
        List<Place> mounted = mount(below, Growth.options());
        Path at = mounted.getFirst().directory();
        double heap = 0;
        double slab = 0;
        int base = 0;
        try {
            for (int count :
                    COUNTS.stream().map(n -> Math.min(n, most)).distinct().toList()) {
                growth.client().ask("hold " + count + " " + at);
                for (int round = 0; round <= arguments.rounds(); round++) {
                    growth.point("open_files", "open files", PLACE, count, 1, at.resolve("few"), round > 0);
                }
                double heapNow = Memory.heapAfterCollection();
                double slabNow = Memory.slab();
                if (count == COUNTS.get(2)) {
                    heap = heapNow;
                    slab = slabNow;
                    base = count;
                } else if (base > 0) {
                    double files = count - base;
                    memory("an open file: heap after GC (bytes)", count, (heapNow - heap) / files);
                    memory("an open file: kernel slab (bytes)", count, (slabNow - slab) / files);
                }
            }
        } catch (IOException end) {
            System.out.println("left out: more open files: " + end.getMessage());
        }
        growth.client().ask("hold 0 " + at);
        places.end(mounted);
    }

    /** Listing a directory, and looking names up in it. */
    void names() throws IOException {
        int most = arguments.number("most", 100_000);
        List<Integer> counts =
                COUNTS.stream().skip(1).filter(count -> count <= most).toList();
        Path below = places.folder("directories");
        for (int count : counts) {
            Path directory = Files.createDirectory(below.resolve(Integer.toString(count)));
            for (int i = 0; i < count; i++) {
                Files.createFile(directory.resolve(Integer.toString(i)));
            }
        }
        int before = places.all().size();
        places.add(Place.Bare.NAME, at -> new Place.Bare(below));
        places.add("weir", at -> WeirPlace.mount("weir", below, at, Growth.options()));
        places.add(PLACE, at -> WeirPlace.mount(PLACE, below, at, Growth.options(), Filters.PASS_ALL));
        List<Place> mounted = places.all().subList(before, places.all().size());
        Row listing = Row.time("names", "listing: a name (us)").over("names");
        for (int count : counts) {
            for (int round = 0; round <= arguments.rounds(); round++) {
                for (Place place : mounted) {
                    Path directory = place.directory().resolve(Integer.toString(count));
                    String[] answer = growth.client().ask("list " + directory).split(" ", -1);
                    if (round > 0) {
                        double nanos = Double.parseDouble(answer[1]);
                        figures.add(listing, place.name(), count, nanos / 1e3 / count);
                    }
                    growth.one(
                            "names", "names", place.name(), count, round > 0, "stat", growth.ask("stat", 1, directory));
                }
            }
        }
        places.end(mounted);
    }

    /** After each file's attributes were asked for by name, with the time-outs that are usual. */
    void knownFiles() throws IOException {
        int count = Math.max(1_000, arguments.number("most", 100_000));
        Path below = places.folder("known");
        for (int i = 0; i < count; i++) {
            Files.createFile(below.resolve(Integer.toString(i)));
        }
        List<Place> mounted = mount(below, MountOptions.usual());
        int before = places.all().size();
        places.add(Place.Bare.NAME, at -> new Place.Bare(below));
        List<Place> bare = places.all().subList(before, places.all().size());
        for (int round = 0; round < arguments.rounds(); round++) {
            for (Place place : List.of(bare.getFirst(), mounted.getFirst())) {
                Memory.dropNames();
                double heap = Memory.heapAfterCollection();
                double slab = Memory.slab();
                growth.client().ask("walk " + place.directory());
                Row kernel = Row.time("memory", "a known file: kernel slab (bytes)");
                figures.add(kernel, place.name(), 0, (Memory.slab() - slab) / count);
                Row own = Row.time("memory", "a known file: heap after GC (bytes)");
                double more = place instanceof WeirPlace ? Memory.heapAfterCollection() - heap : 0;
                figures.add(own, place.name(), 0, more / count);
            }
        }
        places.end(mounted);
        places.end(bare);
    }

    private List<Place> mount(Path below, MountOptions options) throws IOException {
        int before = places.all().size();
        places.add(PLACE, at -> WeirPlace.mount(PLACE, below, at, options, Filters.PASS_ALL));
        return places.all().subList(before, places.all().size());
    }

    private void memory(String title, int count, double bytes) {
        figures.add(Row.time("open_files", title).over("open files"), PLACE, count, bytes);
    }
}
