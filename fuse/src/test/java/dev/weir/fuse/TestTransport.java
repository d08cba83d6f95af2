package dev.weir.fuse;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The transport that the tests of mounts run with: the system property {@code weir.transport}, auto unless said. With io_uring they need it switched on, and skip where it is not; each volume is asked at its end which way its requests
 * really came.
 */
public final class TestTransport {
    private static final Path SWITCH = Path.of("/sys/module/fuse/parameters/enable_uring");
    private static final Transport CHOSEN =
            Transport.valueOf(System.getProperty("weir.transport", "auto").toUpperCase(Locale.ROOT));

    private TestTransport() {}

    /** The options with it, unless they choose one. */
    public static MountOptions of(MountOptions options) {
        Transport transport = options.transport() == Transport.AUTO ? CHOSEN : options.transport();
        return options.withTransport(transport);
    }

    /** A test that was to run with one transport must not have run with the other. */
    public static void check(FuseVolume volume, MountOptions options) {
        Transport had = volume.transport();
        boolean isChosen = options.transport() == Transport.AUTO && CHOSEN != Transport.AUTO;
        if (isChosen && had != Transport.AUTO && had != CHOSEN) {
            throw new AssertionError("requests came by " + had + ", not " + CHOSEN + ": " + volume.transportRefusal());
        }
    }

    /** FUSE over io_uring switched on, or off, as long as this is open. */
    static final class Switch implements AutoCloseable {
        private final String before;

        Switch(boolean on) {
            try {
                before = Files.readString(SWITCH).strip();
                Files.writeString(SWITCH, on ? "Y" : "N");
            } catch (IOException refused) {
                assumeTrue(false, "FUSE over io_uring can't be switched here: " + refused);
                throw new AssertionError(refused);
            }
        }

        @Override
        public void close() throws IOException {
            Files.writeString(SWITCH, before);
        }
    }
}
