package dev.weir.service;

/** Which Weir this is. */
public final class Version {
    private Version() {}

    /** The version in the jar's manifest; "development" where there is none. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
