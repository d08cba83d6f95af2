package dev.weir;

/**
 * The process at the other end of a connection, by its credentials when it connected (SO_PEERCRED).
 *
 * @param processId as the service sees it; 0 where it is in a namespace that the service does not see
 * @param userId the effective user id
 * @param groupId the effective group id
 */
public record PortPeer(int processId, int userId, int groupId) {}
