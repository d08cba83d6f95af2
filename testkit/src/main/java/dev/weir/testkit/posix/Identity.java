package dev.weir.testkit.posix;

import java.util.List;

/**
 * Somebody who makes calls.
 *
 * @param groups the supplementary groups
 */
public record Identity(int userId, int groupId, List<Integer> groups) {
    public static final Identity ROOT = new Identity(0, 0, List.of());

    /** Owns what checks say is the owner's. */
    public static final Identity OWNER = new Identity(1000, 1000, List.of());

    /** Has the owner's group as a supplementary one. */
    public static final Identity MEMBER = new Identity(1001, 1001, List.of(1000));

    /** Has nothing to do with the others. */
    public static final Identity STRANGER = new Identity(1002, 1002, List.of());

    public Identity {
        groups = List.copyOf(groups);
    }
}
