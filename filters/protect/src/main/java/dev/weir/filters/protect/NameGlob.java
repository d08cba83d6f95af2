package dev.weir.filters.protect;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for one name: {@code *} any characters, {@code ?} one, {@code [a-z]} and {@code [!a-z]} one of or not of a set, {@code \} the next one as it is. A byte that is not UTF-8 is a
 * character of its own. Immutable.
 */
final class NameGlob {
    private record Range(int from, int to) {}

    /** A star, or what one character of a name has to be: in one of the ranges, or in none of them. */
    private record Token(boolean star, boolean inverted, List<Range> ranges) {
        boolean accepts(int character) {
            for (Range range : ranges) {
                if (range.from <= character && character <= range.to) {
                    return !inverted;
                }
            }
            return inverted;
        }
    }

    private static final Token STAR = new Token(true, false, List.of());
    private static final Token ANY = new Token(false, true, List.of());

    private final Token[] tokens;

    private NameGlob(List<Token> tokens) {
        this.tokens = tokens.toArray(Token[]::new);
    }

    /** @throws IllegalArgumentException where a set is not closed or holds a range that runs backwards, or a {@code \} has nothing behind it */
    static NameGlob of(String text) {
        int[] pattern = text.codePoints().toArray();
        var tokens = new ArrayList<Token>();
        int i = 0;
        while (i < pattern.length) {
            switch (pattern[i]) {
                case '*' -> {
                    if (tokens.isEmpty() || !tokens.getLast().star) {
                        tokens.add(STAR);
                    }
                    i++;
                }
                case '?' -> {
                    tokens.add(ANY);
                    i++;
                }
                case '[' -> i = set(pattern, i, tokens);
                case '\\' -> {
                    if (i + 1 == pattern.length) {
                        throw new IllegalArgumentException("there is nothing behind the last \\");
                    }
                    tokens.add(literal(pattern[i + 1]));
                    i += 2;
                }
                default -> tokens.add(literal(pattern[i++]));
            }
        }
        return new NameGlob(tokens);
    }

    private static Token literal(int character) {
        return new Token(false, false, List.of(new Range(character, character)));
    }

    /** Reads a set that opens at an index; a {@code ]} in the first place stands for itself. */
    private static int set(int[] pattern, int open, List<Token> tokens) {
        int i = open + 1;
        boolean inverted = i < pattern.length && (pattern[i] == '!' || pattern[i] == '^');
        if (inverted) {
            i++;
        }
        int first = i;
        int close = first + 1;
        while (close < pattern.length && pattern[close] != ']') {
            close++;
        }
        if (close >= pattern.length) {
            throw new IllegalArgumentException("the set that [ begins is not closed by ]");
        }
        var ranges = new ArrayList<Range>();
        while (i < close) {
            boolean several = i + 2 < close && pattern[i + 1] == '-';
            var range = new Range(pattern[i], pattern[several ? i + 2 : i]);
            if (range.from > range.to) {
                throw new IllegalArgumentException("a range in [] runs backwards");
            }
            ranges.add(range);
            i += several ? 3 : 1;
        }
        tokens.add(new Token(false, inverted, List.copyOf(ranges)));
        return close + 1;
    }

    /**
     * Whether the whole name fits. Takes at most length of the name times length of the pattern steps: only the last star that was passed is ever tried again, since an earlier one can't do
     * better.
     */
    boolean matches(String name) {
        int token = 0;
        int position = 0;
        int retryToken = -1;
        int retryPosition = 0;
        while (position < name.length()) {
            int character = name.codePointAt(position);
            if (token < tokens.length && tokens[token].star) {
                retryToken = ++token;
                retryPosition = position;
            } else if (token < tokens.length && tokens[token].accepts(character)) {
                token++;
                position += Character.charCount(character);
            } else if (retryToken >= 0) {
                token = retryToken;
                retryPosition += Character.charCount(name.codePointAt(retryPosition));
                position = retryPosition;
            } else {
                return false;
            }
        }
        while (token < tokens.length && tokens[token].star) {
            token++;
        }
        return token == tokens.length;
    }
}
