package dev.weir.fuse;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** By which way a volume's requests come: what was asked for, what the system lets this process have, what INIT settled. Any thread. */
final class TransportChoice {
    private final Transport asked;
    private final Consumer<String> notices;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile @Nullable Rings rings;
    private volatile String impossible = "";
    private volatile boolean settled;
    private volatile boolean agreed;

    TransportChoice(Transport asked, Consumer<String> notices) {
        this.asked = asked;
        this.notices = notices;
    }

    /** Whether io_uring is to be tried. */
    boolean isWanted() {
        return asked == Transport.IO_URING;
    }

    void possible(Rings made) {
        rings = made;
    }

    void impossible(String reason) {
        impossible = reason;
    }

    /** Whether INIT is to ask for it. */
    boolean isPossible() {
        return rings != null;
    }

    /** INIT has been answered. */
    void settled(boolean offered) {
        Rings made = rings;
        agreed = offered && made != null;
        settled = true;
        if (made != null) {
            made.negotiated(agreed);
        }
        String why = refusal();
        if (!why.isEmpty() && told.compareAndSet(false, true)) {
            notices.accept("requests come through /dev/fuse, not io_uring: " + why);
        }
    }

    /** What it is; {@link Transport#AUTO} as long as that is not known. */
    Transport current() {
        Rings made = rings;
        return !settled
                ? Transport.AUTO
                : agreed && made != null && made.refusal().isEmpty() ? Transport.IO_URING : Transport.DEVICE;
    }

    /** Why it is not io_uring though that was asked for; else empty. */
    String refusal() {
        Rings made = rings;
        if (asked != Transport.IO_URING || !settled) {
            return "";
        }
        if (!impossible.isEmpty()) {
            return impossible;
        }
        if (agreed) {
            return made == null ? "" : made.refusal();
        }
        return RingSupport.isSwitchedOn() ? "the kernel did not offer it" : RingSupport.refusal();
    }
}
