package dev.weir.service.port;

import dev.weir.Errno;
import dev.weir.linux.ChannelCalls;
import dev.weir.linux.NativeMemory;
import dev.weir.linux.NativeThread;
import dev.weir.linux.SocketCalls;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames to a socket, on a thread of its own: whoever has one to send does not wait for the client. {@link #run} is that thread's; the rest is safe on any.
 */
final class FrameWriter implements Runnable {
    private static final int CHUNK = 1 << 16;

    /** What may wait for a client before its next request is not read. */
    private static final long BACKLOG = 4 << 20;

    /** How long a client that does not read holds up the end of its connection. */
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private static final long POLL_NANOS = 50_000_000L;

    private final int socket;
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private long waiting;
    private long deadline;
    private volatile boolean finishing;
    private volatile boolean broken;

    FrameWriter(int socket) {
        this.socket = socket;
    }

    /** Sends a frame, in the order of these calls; dropped where the client has gone. Does not block. */
    synchronized void send(Frame frame) {
        if (!finishing && !broken) {
            frames.add(frame);
            waiting += frame.size();
            notifyAll();
        }
    }

    /** Waits until the client has read most of what it was sent: it must not make the service keep more and more. */
    synchronized void awaitRoom() throws InterruptedException {
        while (waiting > BACKLOG && !finishing && !broken) {
            wait();
        }
    }

    /** Nothing more comes: what is there is written, as far as the client reads it soon, and then {@link #run} returns. */
    synchronized void finish() {
        if (!finishing) {
            deadline = System.nanoTime() + PATIENCE_NANOS;
            finishing = true;
            notifyAll();
        }
    }

    @Override
    public void run() {
        NativeThread thread = NativeThread.current();
        try (Arena arena = Arena.ofConfined()) {
            long chunk = arena.allocate(CHUNK).address();
            for (Frame frame = next(); frame != null; frame = next()) {
                if (!write(thread, chunk, frame.encoded())) {
                    break;
                }
            }
        } finally {
            synchronized (this) {
                broken = true;
                frames.clear();
                notifyAll();
            }
            SocketCalls.shutdown(thread, socket, SocketCalls.BOTH);
        }
    }

    private synchronized @Nullable Frame next() {
        while (frames.isEmpty() && !finishing) {
            try {
                wait();
            } catch (InterruptedException e) {
                return null;
            }
        }
        Frame frame = frames.poll();
        if (frame != null) {
            waiting -= frame.size();
            notifyAll();
        }
        return frame;
    }

    private boolean write(NativeThread thread, long chunk, byte[] bytes) {
        int written = 0;
        while (written < bytes.length) {
            int length = Math.min(CHUNK, bytes.length - written);
            NativeMemory.copyIn(bytes, written, chunk, length);
            long result = SocketCalls.sendNow(thread, socket, chunk, length);
            if (result >= 0) {
                written += (int) result;
            } else if (result == -Errno.EAGAIN) {
                if (finishing && System.nanoTime() - deadline > 0) {
                    return false;
                }
                ChannelCalls.poll(thread, socket, ChannelCalls.POLLOUT, POLL_NANOS);
            } else if (result != -Errno.EINTR) {
                return false;
            }
        }
        return true;
    }
}
