package dev.weir.manager.conformance;

import java.util.function.Supplier;

/** Mounts of a test's that compile lines for the first operation already, or never. */
public final class Lines {
    private static final String PROPERTY = "weir.lines";

    private Lines() {}

    /** A rig whose volume compiles lines as the property's value says. */
    static Rig rig(String lines) {
        return with(lines, Rig::new);
    }

    /** The same of whatever mounts a volume. */
    public static <T> T with(String lines, Supplier<T> mounted) {
        String before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, lines);
        try {
            return mounted.get();
        } finally {
            if (before == null) {
                System.clearProperty(PROPERTY);
            } else {
                System.setProperty(PROPERTY, before);
            }
        }
    }
}
