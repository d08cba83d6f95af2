package dev.weir.service.port;

import dev.weir.Errno;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PortSecurity;
import dev.weir.linux.FileCalls;
import dev.weir.linux.NativeThread;
import dev.weir.linux.SocketCalls;
import dev.weir.linux.SystemCallException;
import dev.weir.manager.PortAccess;
import dev.weir.manager.PortObject;
import dev.weir.manager.PortTransport;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ports of a service's filters, as Unix sockets in a folder, one a port. The folder is made with the first port. Safe on any thread.
 *
 * <p>A socket's file has the port's owner, group and mode before anybody can connect to it; the peer's credentials are checked against them again, since a file can be reached by more than one name.
 */
public final class SocketPorts implements PortTransport, AutoCloseable {
    private static final int BACKLOG = 64;
    private static final PosixFilePermission[] PERMISSIONS = PosixFilePermission.values();

    private final Path folder;
    private final Map<String, PortSocket> sockets = new ConcurrentHashMap<>();
    private final Set<PortSocket> all = ConcurrentHashMap.newKeySet();

    /** @param folder where the sockets are; its parent need not be there */
    public SocketPorts(Path folder) {
        this.folder = folder;
    }

    @Override
    public Listener open(PortObject<?> port) throws FilterException {
        Path path = folder.resolve(port.name());
        try {
            makeFolder();
            removeStale(port.name(), path);
            return listen(port, path);
        } catch (UserPrincipalNotFoundException unknown) {
            throw new FilterException(
                    NtStatus.INVALID_PARAMETER, "port " + port.name() + ": there is no " + unknown.getName());
        } catch (IOException failed) {
            throw new FilterException(status(failed), "port " + port.name() + " at " + path + ": " + reason(failed));
        }
    }

    private static NtStatus status(IOException failed) {
        if (failed instanceof SystemCallException call && call.errno() == Errno.ENAMETOOLONG) {
            return NtStatus.OBJECT_NAME_INVALID;
        }
        return failed instanceof java.nio.file.FileSystemException
                ? NtStatus.ACCESS_DENIED
                : NtStatus.INSUFFICIENT_RESOURCES;
    }

    private static String reason(IOException failed) {
        return status(failed).equals(NtStatus.OBJECT_NAME_INVALID)
                ? "a socket's path has at most " + SocketCalls.PATH_LIMIT + " bytes: use a shorter --socket"
                : String.valueOf(failed.getMessage());
    }

    private synchronized void makeFolder() throws IOException {
        Path parent = folder.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(
                    parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        PosixFileAttributes attributes =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean ours = attributes.owner().equals(Files.getOwner(Path.of("/proc/self")));
        if (!ours || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new java.nio.file.AccessDeniedException(
                    folder.toString(), null, "must be the service's user's own, and not everybody's to write");
        }
    }

    /** A socket that nobody answers at is what a killed service has left. */
    private static void removeStale(String name, Path path) throws IOException, FilterException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
        } catch (IOException | IllegalArgumentException nobody) {
            Files.delete(path);
            return;
        }
        throw new FilterException(
                NtStatus.OBJECT_NAME_COLLISION, "another service has a port " + name + ", at " + path);
    }

    private Listener listen(PortObject<?> port, Path path) throws IOException {
        NativeThread thread = NativeThread.current();
        Path fresh = folder.resolve("." + port.name());
        Files.deleteIfExists(fresh);
        int socket = SocketCalls.bind(thread, fresh.toString());
        boolean listening = false;
        try {
            PosixFileAttributes made = restrict(fresh, port.security());
            SystemCallException.check("listen", SocketCalls.listen(thread, socket, BACKLOG));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            var access = new PortAccess(
                    number(path, "unix:uid"),
                    number(path, "unix:gid"),
                    port.security().mode());
            var file = new PortSocket.PortFile(
                    path, made.owner().getName(), made.group().getName(), access);
            PortSocket[] self = new PortSocket[1];
            PortSocket listener = new PortSocket(port, file, socket, () -> sockets.remove(port.name(), self[0]));
            self[0] = listener;
            sockets.put(port.name(), listener);
            all.removeIf(PortSocket::isOver);
            all.add(listener);
            listening = true;
            listener.start();
            return listener;
        } finally {
            if (!listening) {
                FileCalls.close(thread, socket);
                Files.deleteIfExists(fresh);
            }
        }
    }

    private static int number(Path path, String attribute) throws IOException {
        return (int) Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS);
    }

    private static PosixFileAttributes restrict(Path socket, PortSecurity security) throws IOException {
        UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
        var view = Files.getFileAttributeView(socket, PosixFileAttributeView.class);
        if (!security.group().isEmpty()) {
            view.setGroup(group(names, security.group()));
        }
        if (!security.owner().isEmpty()) {
            view.setOwner(user(names, security.owner()));
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < PERMISSIONS.length; i++) {
            if ((security.mode() & 0400 >> i) != 0) {
                permissions.add(PERMISSIONS[i]);
            }
        }
        view.setPermissions(permissions);
        return view.readAttributes();
    }

    private static GroupPrincipal group(UserPrincipalLookupService names, String name) throws IOException {
        try {
            return names.lookupPrincipalByGroupName(name);
        } catch (UserPrincipalNotFoundException unknown) {
            throw new UserPrincipalNotFoundException("group '" + name + "'");
        }
    }

    private static UserPrincipal user(UserPrincipalLookupService names, String name) throws IOException {
        try {
            return names.lookupPrincipalByName(name);
        } catch (UserPrincipalNotFoundException unknown) {
            throw new UserPrincipalNotFoundException("user '" + name + "'");
        }
    }

    /** The owner, the group and the path of a port's socket, in this order; empty where it is closed. */
    public List<String> describe(String port) {
        return Optional.ofNullable(sockets.get(port))
                .map(PortSocket::file)
                .map(file -> List.of(file.owner(), file.group(), file.path().toString()))
                .orElse(List.of());
    }

    /** The service ends: no socket is left, and clients are cut off. */
    @Override
    public void close() {
        all.forEach(PortSocket::close);
        all.forEach(PortSocket::cutOff);
    }
}
