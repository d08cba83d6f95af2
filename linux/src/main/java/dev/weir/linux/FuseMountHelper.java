package dev.weir.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mounting and unmounting without privilege, by the set-user-ID program {@code fusermount3}, which checks that the user
 * may: it mounts, and sends the device's descriptor over a socket. Blocks until the program has ended.
 */
public final class FuseMountHelper {
    private static final String NAME = "fusermount3";
    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin");

    private final byte[] program;

    private FuseMountHelper(Path program) {
        this.program = bytes(program.toString());
    }

    /** The helper, if it is installed. */
    public static Optional<FuseMountHelper> find() {
        List<String> folders =
                new ArrayList<>(List.of(System.getenv().getOrDefault("PATH", "").split(":")));
        folders.addAll(FOLDERS);
        return folders.stream()
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isExecutable)
                .findFirst()
                .map(FuseMountHelper::new);
    }

    /**
     * Mounts, as {@link FuseMount#mount} does.
     *
     * @return the device's descriptor
     * @throws IOException with what the helper said (no write access, user_allow_other is not set, ...)
     */
    public int mount(byte[] mountPoint, FuseMountOptions options) throws IOException {
        NativeThread thread = NativeThread.current();
        long pair = SystemCallException.check("socketpair", ChannelCalls.socketPair(thread));
        try {
            run(List.of(bytes("-o"), bytes(options.forHelper()), bytes("--"), mountPoint), ChannelCalls.second(pair));
            return (int) SystemCallException.check(
                    "recvmsg from " + NAME, ChannelCalls.receiveDescriptor(thread, ChannelCalls.first(pair)));
        } finally {
            FileCalls.close(thread, ChannelCalls.first(pair));
            FileCalls.close(thread, ChannelCalls.second(pair));
        }
    }

    /** Unmounts a volume that the same user mounted with a helper. Works on a dead one too. */
    public void unmount(byte[] mountPoint, boolean lazy) throws IOException {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(bytes("-u"));
        if (lazy) {
            arguments.add(bytes("-z"));
        }
        arguments.add(bytes("--"));
        arguments.add(mountPoint);
        run(arguments, -1);
    }

    private void run(List<byte[]> arguments, int socket) throws IOException {
        List<byte[]> command = new ArrayList<>(arguments);
        command.addFirst(program);
        Map<String, String> environment =
                Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "_FUSE_COMMFD", Integer.toString(HelperProcess.PASSED));
        HelperProcess helper = HelperProcess.run(command, environment, socket);
        if (helper.status() != 0) {
            throw new IOException(
                    helper.output().isEmpty() ? NAME + " ended with status " + helper.status() : helper.output());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
