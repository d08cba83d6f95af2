package dev.weir.manager;

import dev.weir.PortPeer;
import java.util.Set;

/**
 * A {@link dev.weir.PortSecurity} in numbers: as the kernel judges a connect(2) by the socket's file.
 *
 * @param owner a user's id
 * @param group a group's id
 * @param mode nine bits
 */
public record PortAccess(int owner, int group, int mode) {

    /**
     * Whether a process may connect: root may; the owner, members of the group and others where their part of the mode lets them write, and nobody falls through from one part to the next.
     *
     * @param groups the peer's supplementary groups
     */
    public boolean admits(PortPeer peer, Set<Integer> groups) {
        if (peer.userId() == 0) {
            return true;
        }
        if (peer.userId() == owner) {
            return (mode & 0200) != 0;
        }
        boolean isMember = peer.groupId() == group || groups.contains(group);
        return (mode & (isMember ? 0020 : 0002)) != 0;
    }
}
