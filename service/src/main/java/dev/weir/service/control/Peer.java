package dev.weir.service.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Who is at the other end of a control socket, and what that one may do: the service's own user and root act, the group {@code weir} looks.
 *
 * @param name the user's name, for messages
 */
record Peer(String name, boolean mayAct, boolean mayLook) {
    private static final String GROUP = "weir";

    static Peer of(SocketChannel channel) throws IOException {
        UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
        boolean acts = isOwnOrRoot(peer.user());
        boolean looks = acts
                || peer.group().getName().equals(GROUP)
                || isMember(peer.user().getName());
        return new Peer(peer.user().getName(), acts, looks);
    }

    /** Whether a user is this process's or root. */
    static boolean isOwnOrRoot(UserPrincipal user) throws IOException {
        return user.equals(Files.getOwner(Path.of("/proc/self")))
                || user.equals(
                        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("root"));
    }

    private static boolean isMember(String user) throws IOException {
        for (String line : Files.readAllLines(Path.of("/etc/group"))) {
            List<String> fields = Arrays.asList(line.split(":", -1));
            if (fields.size() == 4 && fields.getFirst().equals(GROUP)) {
                return Arrays.asList(fields.get(3).split(",")).contains(user);
            }
        }
        return false;
    }
}
