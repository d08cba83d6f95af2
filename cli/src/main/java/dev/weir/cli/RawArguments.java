package dev.weir.cli;

import dev.weir.service.run.RunRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** This process's arguments as bytes: the JVM's strings have lost what is no text in the locale's encoding. */
final class RawArguments {
    private final List<String> texts;
    private final List<byte[]> raw;

    private RawArguments(List<String> texts, List<byte[]> raw) {
        this.texts = texts;
        this.raw = raw;
    }

    /** @param texts the arguments of {@code main}; where the process's are others, the bytes are these as UTF-8 */
    static RawArguments of(List<String> texts) throws IOException {
        List<byte[]> all = RunRequest.ownArguments();
        int first = all.size() - texts.size();
        boolean ours = first >= 0;
        for (int i = 0; ours && i < texts.size(); i++) {
            ours = matches(texts.get(i), all.get(first + i));
        }
        List<byte[]> raw = ours
                ? all.subList(first, all.size())
                : texts.stream()
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList();
        return new RawArguments(texts, raw);
    }

    private static boolean matches(String text, byte[] bytes) {
        boolean plain = text.chars().allMatch(c -> c < 128) && text.indexOf('?') < 0;
        return !plain || text.equals(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** The last ones. */
    List<byte[]> last(int count) {
        return raw.subList(raw.size() - count, raw.size());
    }

    /** The last argument with a text, before the {@code skipped} last ones. */
    byte[] before(int skipped, String text) {
        for (int i = texts.size() - skipped - 1; i >= 0; i--) {
            if (texts.get(i).equals(text)) {
                return raw.get(i);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
