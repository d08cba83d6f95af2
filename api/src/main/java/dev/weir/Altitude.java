package dev.weir;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Where an instance stands on a volume: the larger, the farther from the file system. Pre-operation callbacks run from high to low,
 * post-operation callbacks from low to high.
 *
 * <p>A decimal number of any precision, without sign, exponent or blanks; at least one digit on each side of a point. Leading and trailing
 * zeros do not count: {@code 325000.3} and {@code 325000.30} are the same altitude. Immutable. Source: FltMgr, "Load order groups and altitudes
 * for minifilter drivers".
 */
public final class Altitude implements Comparable<Altitude> {
    private static final int MAXIMUM_LENGTH = 255;

    private final String text;
    private final BigDecimal value;

    private Altitude(String text, BigDecimal value) {
        this.text = text;
        this.value = value;
    }

    /**
     * The altitude of a text.
     *
     * @throws FilterException STATUS_INVALID_PARAMETER where the text is no altitude
     */
    public static Altitude of(String text) throws FilterException {
        return parse(text)
                .orElseThrow(() -> new FilterException(
                        NtStatus.INVALID_PARAMETER,
                        "'" + text
                                + "' is not an altitude: digits with at most one point, such as 385100 or 385100.5"));
    }

    /** The altitude of a text, or empty where it is none. */
    public static Optional<Altitude> parse(String text) {
        if (text.isEmpty() || text.length() > MAXIMUM_LENGTH) {
            return Optional.empty();
        }
        int point = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && point < 0 && i > 0 && i < text.length() - 1) {
                point = i;
            } else if (c < '0' || c > '9') {
                return Optional.empty();
            }
        }
        return Optional.of(new Altitude(text, new BigDecimal(text).stripTrailingZeros()));
    }

    /** The number, without trailing zeros. */
    public BigDecimal value() {
        return value;
    }

    @Override
    public int compareTo(Altitude other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Altitude altitude && altitude.value.compareTo(value) == 0;
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** The altitude as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
