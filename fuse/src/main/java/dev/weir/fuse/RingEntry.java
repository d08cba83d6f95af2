package dev.weir.fuse;

import dev.weir.linux.NativeMemory;
import dev.weir.linux.TwinMemory;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * A place that the kernel puts one request in, and takes the reply from. It is either the kernel's, until a request comes, or of the one who holds it: the worker that does the request, then whoever answers.
 *
 * <pre>
 *  struct fuse_uring_req_header, 288 bytes:
 *     0 fuse_in_header or fuse_out_header
 *   128 the first argument of the request, where that is of a fixed form
 *   256 flags  264 commit_id  272 payload_sz(4)  280 unused
 *  payload: the other arguments, one behind the other; the arguments of a reply
 * </pre>
 *
 * <p>The payload is seen twice, so that a request which is answered while a filter still uses its data leaves that with the filter: the kernel goes on with fresh memory at the same address.
 */
final class RingEntry implements ReplySink {
    /** The length of a header. */
    static final int HEADER = 288;

    private static final int ARGUMENT = 128;
    private static final int COMMIT_ID = 264;
    private static final int PAYLOAD_SIZE = 272;

    final RingQueue queue;

    /** What it is told by on a ring. */
    final int number;

    private final Arena arena = Arena.ofAuto();
    private final long header = arena.allocate(HEADER + 32, 64).address();
    private final TwinMemory memory =
            new TwinMemory(Buffers.TWIN_PAYLOAD + Negotiation.MAX_WRITE, Buffers.TWIN_PAYLOAD);
    private Buffers buffers = Buffers.of(memory.segment());
    private @Nullable Exchange exchange;
    private volatile @Nullable RingWorker holder;
    private long request;
    private long bytes;
    private boolean holdsRequest;
    private boolean isMessage;

    RingEntry(RingQueue queue, int number) {
        this.queue = queue;
        this.number = number;
    }

    /** Two pairs of address and length, 16 bytes each, that tell the kernel where it is. */
    long vectors() {
        long at = header + HEADER;
        NativeMemory.putLong(at, header);
        NativeMemory.putLong(at + 8, HEADER);
        NativeMemory.putLong(at + 16, memory.twin());
        NativeMemory.putLong(at + 24, Negotiation.MAX_WRITE);
        return at;
    }

    /** What the kernel knows its present request by. */
    long commitId() {
        return NativeMemory.getLong(header + COMMIT_ID);
    }

    /** The kernel has put a request in. It is made whole, right in front of its data. */
    void arrived() {
        holdsRequest = true;
        isMessage = NativeMemory.getInt(header + 4) == Opcode.NOTIFY_REPLY.number();
        bytes = Integer.toUnsignedLong(NativeMemory.getInt(header));
        int data = NativeMemory.getInt(header + PAYLOAD_SIZE);
        int argument = Math.clamp(bytes - RequestMessage.HEADER - data, 0, ARGUMENT);
        request = buffers.payload() - argument - RequestMessage.HEADER;
        NativeMemory.copy(header + ARGUMENT, buffers.payload() - argument, argument);
        NativeMemory.copy(header, request, RequestMessage.HEADER);
    }

    /** Whether there is a request in it that nobody has begun; else there is a reply. */
    boolean holdsRequest() {
        return holdsRequest;
    }

    /** Where the request stands. */
    long request() {
        return request;
    }

    /** Its length. */
    long bytes() {
        return bytes;
    }

    /** Whether it is the kernel's answer to the usher, and no request. */
    boolean isMessage() {
        return isMessage;
    }

    Buffers buffers() {
        return buffers;
    }

    /** A worker begins with the request: what it sends from its own thread, it gives to the kernel itself. */
    Exchange begin(RingWorker worker, Connection connection) {
        Exchange own = exchange;
        if (own == null) {
            own = new Exchange(connection, this, buffers);
            exchange = own;
        }
        holdsRequest = false;
        holder = worker;
        return own;
    }

    /** Its worker has nothing to do with it any more. */
    void letGo() {
        holder = null;
    }

    /** An exchange goes on without it, and is closed by somebody else. */
    private void part(Exchange from) {
        if (exchange == from) {
            exchange = null;
        }
        holder = null;
    }

    @Override
    public boolean leaving(Exchange leaver) {
        part(leaver);
        return true;
    }

    /** Answers a request that needs no data, without anything done. */
    void answerNothing() {
        long unique = NativeMemory.getLong(request + 8);
        holdsRequest = false;
        Buffers.header(header, Buffers.REPLY_HEADER, 0, unique);
        NativeMemory.putInt(header + PAYLOAD_SIZE, 0);
    }

    @Override
    public long send(long address, long length) {
        return send(address, Buffers.REPLY_HEADER, address + Buffers.REPLY_HEADER, length - Buffers.REPLY_HEADER);
    }

    @Override
    public long send(long replyHeader, long headerLength, long data, long dataLength) {
        write(replyHeader, data, dataLength);
        RingWorker worker = holder;
        if (worker != null && worker.isCurrent()) {
            worker.answered();
            return dataLength;
        }
        return queue.returned(this);
    }

    @Override
    public long sendEarly(Exchange user, long address, long length) {
        part(user);
        Exchange idle = exchange;
        if (idle != null) {
            // Somebody else did this request, with an exchange of his own.
            exchange = null;
            idle.close();
        }
        memory.renew();
        buffers = Buffers.of(memory.segment());
        write(address, address + Buffers.REPLY_HEADER, length - Buffers.REPLY_HEADER);
        return queue.returned(this);
    }

    private void write(long replyHeader, long data, long dataLength) {
        holdsRequest = false;
        NativeMemory.copy(replyHeader, header, Buffers.REPLY_HEADER);
        if (dataLength > 0 && data != buffers.payload()) {
            NativeMemory.copy(data, buffers.payload(), dataLength);
        }
        NativeMemory.putInt(header + PAYLOAD_SIZE, (int) dataLength);
    }

    /** No ring is left that the kernel could use it by. */
    void close() {
        memory.closeTwin();
        Exchange last = exchange;
        if (last != null) {
            exchange = null;
            last.close();
        }
    }
}
