package dev.weir.manager.conformance;

/** Mounts of a test's that compile lines for the first operation already, or never. */
final class Lines {
    private static final String PROPERTY = "weir.lines";

    private Lines() {}

    /** A rig whose volume compiles lines as the property's value says. */
    static Rig rig(String lines) {
        String before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, lines);
        try {
            return new Rig();
        } finally {
            if (before == null) {
                System.clearProperty(PROPERTY);
            } else {
                System.setProperty(PROPERTY, before);
            }
        }
    }
}
