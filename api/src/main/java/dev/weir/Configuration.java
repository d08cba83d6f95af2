package dev.weir;

import java.util.List;
import java.util.Set;

/**
 * A filter's configuration: the keys that its descriptor declares, each with the user's value or the descriptor's default.
 *
 * <p>Immutable. Asking for a key that the descriptor does not declare, or as another type than declared, is an {@link IllegalArgumentException}.
 */
public interface Configuration {

    /** The declared keys. */
    Set<String> keys();

    /** A key of type {@code string}. */
    String text(String key);

    /** A key of type {@code boolean}. */
    boolean flag(String key);

    /** A key of type {@code integer}. */
    long number(String key);

    /** A key of type {@code list}: texts, in the user's order. */
    List<String> list(String key);
}
