package dev.weir.io;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which attributes an own operation sets; what is empty stays. One operation, whose type is that of the weightiest change: size, then owner, then mode, then times. Immutable.
 *
 * <pre>{@code
 * io.change(location, AttributeChange.size(0).withMode(0600));
 * }</pre>
 */
public record AttributeChange(
        OptionalLong size,
        OptionalInt mode,
        OptionalInt userId,
        OptionalInt groupId,
        Optional<Instant> accessTime,
        Optional<Instant> modificationTime) {
    private static final AttributeChange NONE = new AttributeChange(
            OptionalLong.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());

    /** The size in bytes: what is beyond it goes, what is new is zeros. */
    public static AttributeChange size(long bytes) {
        return NONE.withSize(bytes);
    }

    /** Permission bits. */
    public static AttributeChange mode(int mode) {
        return NONE.withMode(mode);
    }

    public static AttributeChange owner(int userId, int groupId) {
        return NONE.withOwner(userId, groupId);
    }

    public static AttributeChange times(Instant access, Instant modification) {
        return NONE.withTimes(access, modification);
    }

    public AttributeChange withSize(long bytes) {
        return new AttributeChange(OptionalLong.of(bytes), mode, userId, groupId, accessTime, modificationTime);
    }

    public AttributeChange withMode(int newMode) {
        return new AttributeChange(size, OptionalInt.of(newMode), userId, groupId, accessTime, modificationTime);
    }

    public AttributeChange withOwner(int newUser, int newGroup) {
        return new AttributeChange(
                size, mode, OptionalInt.of(newUser), OptionalInt.of(newGroup), accessTime, modificationTime);
    }

    public AttributeChange withTimes(Instant access, Instant modification) {
        return new AttributeChange(size, mode, userId, groupId, Optional.of(access), Optional.of(modification));
    }
}
