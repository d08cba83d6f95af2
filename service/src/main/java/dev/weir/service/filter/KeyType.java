package dev.weir.service.filter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The type of a configuration key: how a text becomes its value. */
enum KeyType {
    STRING,
    BOOLEAN,
    INTEGER,
    LIST;

    /** The type of a descriptor's word, such as {@code boolean}. */
    static Optional<KeyType> parse(String word) {
        for (KeyType type : values()) {
            if (type.word().equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The value of a text: a String, Boolean, Long or List of String; empty where the text is none of this type. A list's texts are
     * separated by {@code :}, since a comma ends a key on the command line of {@code weir run}.
     */
    Optional<Object> value(String text) {
        return switch (this) {
            case STRING -> Optional.of(text);
            case BOOLEAN ->
                switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "yes", "on", "1" -> Optional.of(true);
                    case "false", "no", "off", "0" -> Optional.of(false);
                    default -> Optional.empty();
                };
            case INTEGER -> {
                try {
                    yield Optional.of(Long.parseLong(text));
                } catch (NumberFormatException notANumber) {
                    yield Optional.empty();
                }
            }
            case LIST -> Optional.of(text.isEmpty() ? List.of() : List.of(text.split(":")));
        };
    }
}
