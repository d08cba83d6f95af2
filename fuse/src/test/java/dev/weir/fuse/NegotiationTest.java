package dev.weir.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.linux.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class NegotiationTest {
    private static final int EVERYTHING = -1;
    private static final int INIT_EXT = 1 << 30;
    private static final int WRITEBACK_CACHE = 1 << 16;
    private static final int SETXATTR_EXT = 1 << 29;
    private static final int KILLPRIV_V2 = 1 << 28;
    private static final int PASSTHROUGH_HIGH = 1 << 5;

    private final MemorySegment memory = Arena.ofAuto().allocate(256, 8);
    private final long out = memory.address() + 128;

    private int settle(Negotiation negotiation, int major, int minor, int flags, int flags2) {
        byte[] body = Body.empty()
                .number(major)
                .number(minor)
                .number(1 << 17)
                .number(flags)
                .number(flags2)
                .zeros(44)
                .bytes();
        NativeMemory.clear(out, Negotiation.INIT_OUT);
        NativeMemory.clear(memory.address(), RequestMessage.HEADER);
        NativeMemory.putInt(memory.address(), RequestMessage.HEADER + body.length);
        NativeMemory.copyIn(body, 0, memory.address() + RequestMessage.HEADER, body.length);
        var request = new RequestMessage();
        assertThat(request.wrap(memory.address(), RequestMessage.HEADER + (long) body.length))
                .isTrue();
        return negotiation.settle(request, out, true);
    }

    private int flags() {
        return NativeMemory.getInt(out + 12);
    }

    private int flags2() {
        return NativeMemory.getInt(out + 32);
    }

    @Test
    void agreesOnPassthroughWithPrivilege() {
        var negotiation = new Negotiation(DataMode.PASSTHROUGH, true, 2);

        assertThat(settle(negotiation, 7, 45, EVERYTHING, EVERYTHING)).isZero();

        assertThat(negotiation.passesThrough()).isTrue();
        assertThat(negotiation.writesBack()).isFalse();
        assertThat(negotiation.expiresNames()).isTrue();
        assertThat(negotiation.passthroughRefusal()).isEmpty();
        assertThat(flags2() & PASSTHROUGH_HIGH).isNotZero();
        assertThat(NativeMemory.getInt(out + 36)).as("stack depth").isEqualTo(2);
        assertThat(NativeMemory.getInt(out + 20)).as("max_write").isEqualTo(1 << 20);
        assertThat(NativeMemory.getShort(out + 28)).as("max_pages").isEqualTo((short) 256);
        assertThat(NativeMemory.getInt(out + 24)).as("time_gran").isEqualTo(1);
    }

    @Test
    void takesOverTheClearingOfSetUserIdBits() {
        var negotiation = new Negotiation(DataMode.PASSTHROUGH, true, 1);
        settle(negotiation, 7, 45, EVERYTHING, EVERYTHING);
        assertThat(flags() & KILLPRIV_V2).isNotZero();
        assertThat(negotiation.tellsKeptIds()).isTrue();

        settle(negotiation, 7, 45, EVERYTHING & ~KILLPRIV_V2, EVERYTHING);
        assertThat(negotiation.tellsKeptIds()).isFalse();
    }

    @Test
    void saysWhyThereIsNoPassthrough() {
        var unprivileged = new Negotiation(DataMode.PASSTHROUGH, false, 1);
        settle(unprivileged, 7, 45, EVERYTHING, EVERYTHING);
        assertThat(unprivileged.passesThrough()).isFalse();
        assertThat(unprivileged.passthroughRefusal()).contains("CAP_SYS_ADMIN");

        var old = new Negotiation(DataMode.PASSTHROUGH, true, 1);
        settle(old, 7, 38, EVERYTHING, 0);
        assertThat(old.passesThrough()).isFalse();
        assertThat(old.passthroughRefusal()).contains("kernel");
        assertThat(NativeMemory.getInt(out + 36)).isZero();
    }

    @Test
    void asksForWriteBackOrPassthroughAndNeverForBoth() {
        var writeback = new Negotiation(DataMode.WRITEBACK, true, 1);
        settle(writeback, 7, 45, EVERYTHING, EVERYTHING);
        assertThat(writeback.writesBack()).isTrue();
        assertThat(writeback.passesThrough()).isFalse();

        var seen = new Negotiation(DataMode.SEEN, true, 1);
        settle(seen, 7, 45, EVERYTHING, EVERYTHING);
        assertThat(seen.writesBack()).isFalse();
        assertThat(seen.passesThrough()).isFalse();
        assertThat(flags() & WRITEBACK_CACHE).isZero();
    }

    @Test
    void doesNotBelieveTheUpperFlagsOfAKernelThatHasNone() {
        var negotiation = new Negotiation(DataMode.PASSTHROUGH, true, 1);

        settle(negotiation, 7, 35, EVERYTHING & ~INIT_EXT, EVERYTHING);

        assertThat(negotiation.passesThrough()).isFalse();
        assertThat(negotiation.expiresNames()).isFalse();
        assertThat(flags2()).isZero();
    }

    @Test
    void takesOnlyWhatIsOffered() {
        var negotiation = new Negotiation(DataMode.PASSTHROUGH, true, 1);

        settle(negotiation, 7, 45, EVERYTHING & ~SETXATTR_EXT, 0);

        assertThat(negotiation.extendedSetxattr()).isFalse();
        assertThat(flags() & SETXATTR_EXT).isZero();
    }

    @Test
    void refusesAKernelThatIsTooOldAndAsksANewerOneAgain() {
        var negotiation = new Negotiation(DataMode.SEEN, true, 1);

        assertThat(settle(negotiation, 7, 30, EVERYTHING, 0)).isEqualTo(Errno.EPROTO);
        assertThat(settle(negotiation, 6, 99, EVERYTHING, 0)).isEqualTo(Errno.EPROTO);
        assertThat(settle(negotiation, 8, 0, EVERYTHING, 0)).isZero();
        assertThat(NativeMemory.getInt(out)).isEqualTo(7);
        assertThat(negotiation.isSettled()).isFalse();
    }
}
