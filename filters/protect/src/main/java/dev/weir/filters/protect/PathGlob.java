package dev.weir.filters.protect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern for paths: {@link NameGlob}s with {@code /} between, and {@code **} for any number of names. Immutable.
 *
 * <p>Works as an automaton: bit i of a set of states says that the first i segments have been matched by the names so far; {@link #step} takes one name. So a path costs its
 * names times the segments, whatever the pattern.
 */
final class PathGlob {
    /** One bit less than a long has, so that the accepting state has one as well. */
    private static final int MAXIMUM_SEGMENTS = 62;

    /** Null stands for {@code **}. */
    private final @Nullable NameGlob[] segments;

    private PathGlob(List<@Nullable NameGlob> segments) {
        this.segments = segments.toArray(NameGlob[]::new);
    }

    /**
     * The pattern of a text. Without a slash but at its end it stands for a name at any depth, as if it began with {@code **}{@code /}; else it begins at the volume's root. At the end, {@code **} is everything below.
     *
     * @throws IllegalArgumentException with a reason where it is none
     */
    static PathGlob of(String text) {
        String trimmed = text.endsWith("/") && !text.endsWith("\\/") ? text.substring(0, text.length() - 1) : text;
        if (trimmed.isEmpty() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("it names nothing");
        }
        var segments = new ArrayList<@Nullable NameGlob>();
        if (trimmed.indexOf('/') < 0) {
            segments.add(null);
        }
        String relative = trimmed.startsWith("/") ? trimmed.substring(1) : trimmed;
        for (String segment : relative.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("it has an empty name, . or .. in it");
            }
            if (!segment.equals("**")) {
                segments.add(NameGlob.of(segment));
            } else if (segments.isEmpty() || segments.getLast() != null) {
                segments.add(null);
            }
        }
        if (segments.getLast() == null) {
            segments.add(NameGlob.of("*"));
        }
        if (segments.size() > MAXIMUM_SEGMENTS) {
            throw new IllegalArgumentException("it has more than " + MAXIMUM_SEGMENTS + " names");
        }
        return new PathGlob(segments);
    }

    /** The states at the volume's root. */
    long start() {
        return closed(1);
    }

    /** The states after one more name. */
    long step(long states, String name) {
        long next = 0;
        for (int i = 0; i < segments.length; i++) {
            if ((states >>> i & 1) != 0) {
                NameGlob segment = segments[i];
                if (segment == null) {
                    next |= 1L << i;
                } else if (segment.matches(name)) {
                    next |= 1L << i + 1;
                }
            }
        }
        return closed(next);
    }

    /** Whether the names so far are a path that this pattern is for. */
    boolean accepts(long states) {
        return (states >>> segments.length & 1) != 0;
    }

    /** A {@code **} may stand for no name at all. */
    private long closed(long states) {
        long closed = states;
        for (int i = 0; i < segments.length; i++) {
            if ((closed >>> i & 1) != 0 && segments[i] == null) {
                closed |= 1L << i + 1;
            }
        }
        return closed;
    }

    @Override
    public String toString() {
        return Arrays.toString(segments);
    }
}
