package dev.weir.fuse;

import dev.weir.Errno;
import org.jspecify.annotations.Nullable;

/** From the bytes of a request to its handler. Whatever comes is answered exactly once, or dropped where the kernel takes no answer; nothing escapes. */
final class RequestHandler {
    private RequestHandler() {}

    /**
     * Does the request that stands in the exchange's buffers. When it returns the request is done, or the exchange {@linkplain Exchange#hasLeft has left}.
     *
     * @param bytes its length
     */
    static void handle(Exchange x, long bytes) {
        handle(x, x.buffers().request(), bytes);
    }

    /** As above, of a request that stands somewhere else in them. */
    static void handle(Exchange x, long address, long bytes) {
        if (bytes < RequestMessage.HEADER) {
            return;
        }
        boolean whole = x.request.wrap(address, bytes);
        Opcode opcode = x.request.opcode();
        x.begin();
        try {
            dispatch(x, opcode, whole);
        } catch (RequestRefused refused) {
            refuse(x, opcode, refused.errno());
        } catch (Throwable failure) {
            x.connection.failed(opcode == null ? "a request" : opcode.name(), failure);
            refuse(x, opcode, Errno.EIO);
        }
        if (!x.hasLeft()) {
            if (!x.isAnswered()) {
                refuse(x, opcode, Errno.EIO);
            }
            x.finish();
        }
    }

    private static void dispatch(Exchange x, @Nullable Opcode opcode, boolean whole) {
        if (opcode == null) {
            x.replyError(Errno.ENOSYS);
        } else if (opcode.refusal() != 0) {
            x.replyError(opcode.refusal());
        } else if (!whole) {
            throw RequestRefused.malformed();
        } else {
            Handler handler = opcode.handler();
            if (handler != null) {
                handler.handle(x);
            }
        }
    }

    private static void refuse(Exchange x, @Nullable Opcode opcode, int errno) {
        if (x.hasLeft()) {
            return;
        }
        if (opcode == null || opcode.replies()) {
            x.replyError(errno);
        } else {
            x.claim();
        }
    }
}
