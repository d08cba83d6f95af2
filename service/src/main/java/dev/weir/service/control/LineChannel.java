package dev.weir.service.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Lines of bounded length over a socket. One thread reads; any thread writes, a line at a time. */
final class LineChannel implements AutoCloseable {
    private static final int FIRST_SIZE = 4096;

    private final SocketChannel channel;
    private final int limit;
    private byte[] line = new byte[FIRST_SIZE];
    private int length;
    private int scanned;

    /** @param limit the longest line that is read, in bytes */
    LineChannel(SocketChannel channel, int limit) {
        this.channel = channel;
        this.limit = limit;
    }

    /**
     * The next line without its newline; blocks.
     *
     * @return empty at the end
     * @throws MalformedMessageException for a line that is too long, cut off by the end, or not UTF-8
     */
    Optional<String> read() throws IOException {
        while (true) {
            for (; scanned < length; scanned++) {
                if (line[scanned] == '\n') {
                    return Optional.of(take(scanned));
                }
            }
            if (length > limit) {
                throw new MalformedMessageException("is longer than " + limit + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, Math.min(2 * length, limit + 1));
            }
            int count = channel.read(ByteBuffer.wrap(line, length, line.length - length));
            if (count < 0) {
                if (length > 0) {
                    throw new MalformedMessageException("is cut off: it does not end with a newline");
                }
                return Optional.empty();
            }
            length += count;
        }
    }

    private String take(int end) throws MalformedMessageException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, end))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedMessageException("is not UTF-8");
        } finally {
            length -= end + 1;
            System.arraycopy(line, end + 1, line, 0, length);
            scanned = 0;
        }
    }

    /** Writes one message; blocks while the other side does not read. */
    synchronized void write(JsonObject message) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((message + "\n").getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
