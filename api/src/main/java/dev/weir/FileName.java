package dev.weir;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of one name, or of a symbolic link's target, with a lossless view as text.
 *
 * <p>Names on Linux need not be UTF-8. {@link #text()} decodes what is, and shows every other byte as a lone surrogate U+DC80..U+DCFF, so that
 * {@code FileName.of(name.text())} gives the same bytes. Immutable.
 */
public final class FileName implements Comparable<FileName> {
    private static final int ESCAPE = 0xDC00;

    private final byte[] bytes;

    private FileName(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A name of these bytes, which are copied. */
    public static FileName of(byte[] bytes) {
        return new FileName(bytes.clone());
    }

    /** A name of a range of bytes, which are copied. */
    public static FileName of(byte[] bytes, int from, int to) {
        return new FileName(Arrays.copyOfRange(bytes, from, to));
    }

    /** The name that {@link #text()} shows so. */
    public static FileName of(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        boolean escaped = text.chars().anyMatch(c -> c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF);
        return new FileName(escaped ? unescape(text) : plain);
    }

    /** The length in bytes. */
    public int length() {
        return bytes.length;
    }

    public byte byteAt(int index) {
        return bytes[index];
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether this is {@code .} or {@code ..}, which name a directory by where it is and are no links. */
    public boolean isDots() {
        return switch (bytes.length) {
            case 1 -> bytes[0] == '.';
            case 2 -> bytes[0] == '.' && bytes[1] == '.';
            default -> false;
        };
    }

    /** Copies the bytes into an array. */
    public void copyTo(byte[] target, int position) {
        System.arraycopy(bytes, 0, target, position, bytes.length);
    }

    /** The name as text; lossless. */
    public String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return escape();
        }
    }

    private String escape() {
        var text = new StringBuilder(bytes.length);
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length + 1);
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        while (in.hasRemaining()) {
            decoder.reset();
            var result = decoder.decode(in, out, true);
            text.append(out.flip());
            out.clear();
            for (int i = 0; result.isError() && i < result.length(); i++) {
                text.append((char) (ESCAPE + (in.get() & 0xFF)));
            }
        }
        return text.toString();
    }

    private static byte[] unescape(String text) {
        var bytes = new java.io.ByteArrayOutputStream(text.length() + 8);
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF && !(i > 0 && Character.isHighSurrogate(text.charAt(i - 1)))) {
                bytes.write(c - ESCAPE);
                i++;
            } else {
                int point = text.codePointAt(i);
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(point);
            }
        }
        return bytes.toByteArray();
    }

    /** By unsigned bytes. */
    @Override
    public int compareTo(FileName other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileName name && Arrays.equals(name.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
