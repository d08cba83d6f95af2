package dev.weir.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code [ROUNDS] [NAME...] [--option VALUE]... [--switch]...}
 *
 * @param rounds how often each place is measured
 * @param names which rows; empty for all
 * @param options by name without the dashes; a switch has an empty value
 */
record Arguments(int rounds, List<String> names, Map<String, String> options) {
    static Arguments of(int usualRounds, String... args) {
        int rounds = usualRounds;
        List<String> names = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--")) {
                boolean alone = i + 1 == args.length || args[i + 1].startsWith("--");
                options.put(args[i].substring(2), alone ? "" : args[++i]);
            } else if (args[i].matches("[0-9]+")) {
                rounds = Math.max(1, Integer.parseInt(args[i]));
            } else {
                names.add(args[i]);
            }
        }
        return new Arguments(rounds, names, options);
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    int number(String option, int usual) {
        return options.containsKey(option) ? Integer.parseInt(options.get(option)) : usual;
    }

    /** The constants that were named, or all; a name that is none of them ends the program with a line that has them all. */
    <E extends Enum<E>> List<E> chosen(Class<E> type) {
        List<E> all = List.of(type.getEnumConstants());
        List<String> known = all.stream().map(Enum::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                System.err.println("no row is named " + name + "; there are " + String.join(", ", known));
                System.exit(2);
            }
        }
        return names.isEmpty()
                ? all
                : all.stream().filter(one -> names.contains(one.name())).toList();
    }

    /** Writes what was measured where {@code --out} says so. */
    void keep(Figures figures, String bench) throws IOException {
        if (has("out") && !figures.isEmpty()) {
            figures.write(Path.of(options.getOrDefault("out", ".")).resolve(bench + ".csv"));
        }
    }
}
