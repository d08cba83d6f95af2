package dev.weir.manager;

import dev.weir.FileNameFormat;
import dev.weir.FileNameInformation;
import org.jspecify.annotations.Nullable;

/** A name that was given, with what it depends on: the volume's {@link NameClock} and the provider that made it. Immutable but for being unlinked from its list. */
final class CachedName {
    /** The formats by two providers. */
    private static final int MOST = 4;

    final FileNameInformation information;
    final long version;
    final long provider;
    private final @Nullable CachedName next;

    private CachedName(FileNameInformation information, long version, long provider, @Nullable CachedName next) {
        this.information = information;
        this.version = version;
        this.provider = provider;
        this.next = next;
    }

    /** The one in a list that still holds, or null. Allocates nothing. */
    static @Nullable FileNameInformation find(
            @Nullable CachedName first, FileNameFormat format, long version, long provider, boolean unlinked) {
        for (CachedName at = first; at != null; at = at.next) {
            if (at.version == version
                    && at.provider == provider
                    && at.information.format() == format
                    && at.information.isUnlinked() == unlinked) {
                return at.information;
            }
        }
        return null;
    }

    /** A list with one more, and what still holds of the one before. */
    static CachedName with(@Nullable CachedName first, FileNameInformation information, long version, long provider) {
        CachedName kept = null;
        int count = 1;
        for (CachedName at = first; at != null && count < MOST; at = at.next) {
            boolean same = at.provider == provider && at.information.format() == information.format();
            if (at.version == version && !same) {
                kept = new CachedName(at.information, at.version, at.provider, kept);
                count++;
            }
        }
        return new CachedName(information, version, provider, kept);
    }
}
