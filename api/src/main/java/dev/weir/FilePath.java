package dev.weir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A path below a volume's root: names, none of them empty, {@code .} or {@code ..}. The root's has none. Immutable. */
public record FilePath(List<FileName> names) {
    private static final FilePath ROOT = new FilePath(List.of());

    public FilePath {
        names = List.copyOf(names);
    }

    /** The volume's root. */
    public static FilePath root() {
        return ROOT;
    }

    /** The path of a text with {@code /} between names; slashes at either end and empty names do not count. */
    public static FilePath of(String text) {
        var names = new ArrayList<FileName>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '/') {
                if (i > start) {
                    names.add(FileName.of(text.substring(start, i)));
                }
                start = i + 1;
            }
        }
        return new FilePath(names);
    }

    /** The path of a name in this directory. */
    public FilePath resolve(FileName name) {
        var longer = new ArrayList<FileName>(names.size() + 1);
        longer.addAll(names);
        longer.add(name);
        return new FilePath(Collections.unmodifiableList(longer));
    }

    public boolean isRoot() {
        return names.isEmpty();
    }

    /** The names with {@code /} between, without one in front; {@code .} for the root. */
    public String text() {
        return names.isEmpty() ? "." : names.stream().map(FileName::text).collect(Collectors.joining("/"));
    }

    @Override
    public String toString() {
        return text();
    }
}
