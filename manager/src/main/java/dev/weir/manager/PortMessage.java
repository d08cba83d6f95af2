package dev.weir.manager;

import dev.weir.MessageResult;
import dev.weir.NtStatus;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** One message of a filter's on its way. Everything under the lock of its {@link PortQueue}. */
final class PortMessage {
    final long id;
    final ByteBuffer data;
    final int maximumReply;
    final long startedNanos = System.nanoTime();
    final Condition changed;
    private @Nullable MessageResult result;

    /** @param maximumReply -1 where no reply is wanted */
    PortMessage(long id, ByteBuffer data, int maximumReply, Condition changed) {
        this.id = id;
        this.data = data;
        this.maximumReply = maximumReply;
        this.changed = changed;
    }

    boolean wantsReply() {
        return maximumReply >= 0;
    }

    @Nullable
    MessageResult result() {
        return result;
    }

    void finish(MessageResult with) {
        result = with;
        changed.signal();
    }

    /** The reply, cut where the sender has no room for all of it. */
    void reply(NtStatus status, ByteBuffer reply) {
        ByteBuffer whole = reply.slice().asReadOnlyBuffer();
        boolean fits = whole.remaining() <= maximumReply;
        finish(new MessageResult(
                fits ? NtStatus.SUCCESS : NtStatus.BUFFER_OVERFLOW,
                status,
                fits ? whole : whole.slice(0, maximumReply)));
    }
}
