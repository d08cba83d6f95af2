package dev.weir.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The kernel's side of a FUSE mount: {@code /sys/fs/fuse/connections/N}, there as long as the file system is.
 *
 * @param number st_dev of the mount: see {@link MountEntry#connection}
 */
public record FuseConnection(int number) {
    private static final Path CONNECTIONS = Path.of("/sys/fs/fuse/connections");

    private Path file(String name) {
        return CONNECTIONS.resolve(Integer.toString(number)).resolve(name);
    }

    /** Whether it is there, and visible to this user (fusectl may not be mounted). */
    public boolean isPresent() {
        return Files.exists(file("abort"));
    }

    /** How many requests wait for an answer, those that the program has not read yet included. */
    public int waiting() throws IOException {
        return Integer.parseInt(
                Files.readString(file("waiting"), StandardCharsets.US_ASCII).strip());
    }

    /**
     * Ends the connection: every request in flight and every later one fails, whoever hangs in one is free. The mount
     * stays, dead, until it is unmounted. Allowed to the mount's user. One that is gone is ended already.
     *
     * @throws IOException where fusectl is not mounted, with what to do; or this user may not
     */
    public void abort() throws IOException {
        try {
            Files.writeString(file("abort"), "1\n", StandardOpenOption.WRITE);
        } catch (NoSuchFileException absent) {
            if (!isListed()) {
                throw new IOException(
                        "the connection can't be aborted: " + CONNECTIONS + " is not mounted: mount -t fusectl none "
                                + CONNECTIONS,
                        absent);
            }
        }
    }

    private static boolean isListed() throws IOException {
        return MountTable.read()
                .at(CONNECTIONS.toString().getBytes(StandardCharsets.US_ASCII))
                .isPresent();
    }
}
