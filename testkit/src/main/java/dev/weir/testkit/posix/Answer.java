package dev.weir.testkit.posix;

import dev.weir.Errno;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a call came to.
 *
 * @param value 0 or more: the result; less: the negated error number
 * @param data what came back beside it (content, names, attributes), as text in which a byte is a character; empty where nothing did
 */
public record Answer(long value, String data) {
    /** A result without data. */
    public static Answer of(long value) {
        return new Answer(value, "");
    }

    public boolean succeeded() {
        return value >= 0;
    }

    /** 0, or the error number. */
    public int errno() {
        return value < 0 ? (int) -value : 0;
    }

    /** The names of a listing, without their types. */
    public List<String> names() {
        return data.isEmpty()
                ? List.of()
                : Stream.of(data.split("\n", -1))
                        .map(entry -> entry.substring(0, entry.lastIndexOf('/')))
                        .toList();
    }

    @Override
    public String toString() {
        String result = value < 0 ? Errno.name((int) -value) : Long.toString(value);
        return data.isEmpty() ? result : result + " " + printable(data);
    }

    private static String printable(String text) {
        String plain = text.chars().allMatch(c -> c >= ' ' && c < 127 || c == '\n')
                ? text
                : text.length() + " bytes, hash " + Integer.toHexString(text.hashCode());
        return plain.length() > 200 ? plain.substring(0, 200) + "..." : plain;
    }
}
