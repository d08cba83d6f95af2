package dev.weir.service.control;

import dev.weir.service.Refusal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the control socket is. */
public final class SocketPaths {
    /** The variable that overrides the usual places. */
    public static final String VARIABLE = "WEIR_SOCKET";

    private static final String NAME = "control.sock";
    private static final Path ROOTS = Path.of("/run/weir", NAME);

    private SocketPaths() {}

    /** The socket of this user's service. */
    public static Path own(Map<String, String> environment) throws IOException {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (user.equals(0)) {
            return ROOTS;
        }
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return runtime.startsWith("/") ? Path.of(runtime, "weir", NAME) : Path.of("/tmp", "weir-" + user, NAME);
    }

    /** Where a service listens: one place if it is given, else its user's own. */
    public static Path serving(Optional<String> given, Map<String, String> environment) throws IOException {
        Optional<Path> override = override(given, environment);
        return override.isPresent() ? override.get() : own(environment);
    }

    private static Optional<Path> override(Optional<String> given, Map<String, String> environment) {
        return given.or(() -> Optional.ofNullable(environment.get(VARIABLE)).filter(text -> !text.isEmpty()))
                .map(text -> Path.of(text).toAbsolutePath());
    }

    /** Where a client looks, in this order: one place if it is given, else its user's own and root's. */
    public static List<Path> candidates(Optional<String> given, Map<String, String> environment) throws IOException {
        Optional<Path> override = override(given, environment);
        if (override.isPresent()) {
            return List.of(override.get());
        }
        List<Path> paths = new ArrayList<>(List.of(own(environment)));
        if (!paths.contains(ROOTS)) {
            paths.add(ROOTS);
        }
        return paths;
    }

    /** The folder that a socket is in; filters' ports are below it. */
    public static Path folder(Path socket) {
        Path folder = socket.toAbsolutePath().getParent();
        return folder == null ? Path.of("/") : folder;
    }

    /**
     * Makes the folder of a service's socket: 0755 for root's, so that the group can get in, else 0700.
     *
     * @throws Refusal where it is there and somebody else's
     */
    public static void makeFolder(Path socket) throws IOException, Refusal {
        Path folder = socket.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        String mode = socket.equals(ROOTS) ? "rwxr-xr-x" : "rwx------";
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && folder.startsWith("/tmp")
                    || !Peer.isOwnOrRoot(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS))) {
                throw Refusal.system(folder + " belongs to somebody else: use --socket");
            }
        }
    }

    /** Lets the owner in, and the group {@code weir} where there is one and the socket is root's. */
    static void restrict(Path socket) throws IOException {
        boolean shared = false;
        if (socket.equals(ROOTS)) {
            try {
                GroupPrincipal group =
                        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName("weir");
                Files.getFileAttributeView(socket, PosixFileAttributeView.class).setGroup(group);
                shared = true;
            } catch (UserPrincipalNotFoundException noSuchGroup) {
                shared = false;
            }
        }
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(shared ? "rw-rw----" : "rw-------"));
    }
}
