package dev.weir.service.port;

import dev.weir.CommunicationPort;
import dev.weir.Errno;
import dev.weir.linux.ChannelCalls;
import dev.weir.linux.FileCalls;
import dev.weir.linux.NativeMemory;
import dev.weir.linux.NativeThread;
import dev.weir.linux.SystemCallException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Reads frames from a socket. Used by one thread, the one that made it, which closes it. */
final class FrameReader implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final int socket;
    private final NativeThread thread = NativeThread.current();
    private final Arena arena = Arena.ofConfined();
    private final long chunk = arena.allocate(CHUNK).address();

    FrameReader(int socket) {
        this.socket = socket;
    }

    /** The next frame; empty where the client has gone between two frames. Blocks. */
    Optional<Frame> read() throws SystemCallException, MalformedFrameException {
        byte[] head = new byte[Frame.HEAD];
        int got = fill(head);
        if (got == 0) {
            return Optional.empty();
        }
        if (got < head.length) {
            throw new MalformedFrameException("it ends within a head");
        }
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int length = fields.getInt();
        if (length < 0 || length > CommunicationPort.MAXIMUM_MESSAGE) {
            throw new MalformedFrameException("it has " + Integer.toUnsignedString(length)
                    + " bytes of data, more than " + CommunicationPort.MAXIMUM_MESSAGE);
        }
        int type = fields.getInt();
        if (type < Frame.CONNECT || type > Frame.CANCEL) {
            throw new MalformedFrameException("there is no type " + Integer.toUnsignedString(type));
        }
        if (length > 0 && (type == Frame.GET || type == Frame.CANCEL)) {
            throw new MalformedFrameException("type " + type + " has no data");
        }
        int value = fields.getInt();
        int request = fields.getInt();
        long id = fields.getLong();
        byte[] data = new byte[length];
        if (fill(data) < length) {
            throw new MalformedFrameException("it ends within the data");
        }
        return Optional.of(new Frame(type, value, request, id, ByteBuffer.wrap(data)));
    }

    /** Whether something comes, or the client goes, in time. */
    boolean await(long nanos) {
        return ChannelCalls.poll(thread, socket, ChannelCalls.POLLIN, nanos) != 0;
    }

    private int fill(byte[] into) throws SystemCallException {
        int filled = 0;
        while (filled < into.length) {
            long read = FileCalls.read(thread, socket, chunk, Math.min(CHUNK, into.length - filled));
            if (read == 0) {
                break;
            }
            if (read > 0) {
                NativeMemory.copyOut(chunk, into, filled, (int) read);
                filled += (int) read;
            } else if (read != -Errno.EINTR) {
                throw new SystemCallException("read", (int) -read);
            }
        }
        return filled;
    }

    @Override
    public void close() {
        arena.close();
    }
}
