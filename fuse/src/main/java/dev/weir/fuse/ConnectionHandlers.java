package dev.weir.fuse;

import dev.weir.Errno;

/** What is about the connection, not about files. */
final class ConnectionHandlers {
    private ConnectionHandlers() {}

    static void init(Exchange x) {
        int errno = x.connection
                .negotiation()
                .settle(
                        x.request,
                        x.body(Negotiation.INIT_OUT),
                        x.connection.transport().isPossible());
        if (errno == 0) {
            x.reply(Negotiation.INIT_OUT);
            if (x.connection.negotiation().isSettled()) {
                x.connection.transport().settled(x.connection.negotiation().usesRings());
            }
        } else {
            x.replyError(errno);
        }
    }

    static void destroy(Exchange x) {
        x.replyDone();
    }

    /** {@code interrupt_in}, 8: the number of the request whose requestor gave up. Never answered: EAGAIN would make the kernel ask again at once. */
    static void interrupt(Exchange x) {
        long unique = x.request.word(0);
        x.claim();
        if (!dismissed(x.connection, unique)) {
            Exchange interrupted = x.connection.inFlight().interrupted(unique);
            if (interrupted != null) {
                try {
                    x.connection.interrupts().watch(interrupted);
                } finally {
                    interrupted.unpin();
                }
            }
        }
    }

    /** A request that no worker has taken up yet can be answered at once. */
    private static boolean dismissed(Connection connection, long unique) {
        Backlog.Entry entry = connection.backlog().remove(unique);
        if (entry == null) {
            return false;
        }
        long at = entry.buffers().small();
        Buffers.header(at, Buffers.REPLY_HEADER, Errno.EINTR, unique);
        connection.sent(entry.sink().send(at, Buffers.REPLY_HEADER));
        return true;
    }

    static void drop(Exchange x) {
        x.claim();
    }
}
