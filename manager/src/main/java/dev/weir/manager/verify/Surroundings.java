package dev.weir.manager.verify;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must be after a callback as it was before: the locks of its thread. */
final class Surroundings {
    private final Verifier verifier;
    private final Call call;
    private final @Nullable Map<String, String> locksBefore;

    Surroundings(Verifier verifier, Call call) {
        this.verifier = verifier;
        this.call = call;
        this.locksBefore = verifier.locks().lookIfDue();
    }

    /** The callback has returned. */
    void check() {
        Map<String, String> before = locksBefore;
        if (before == null) {
            return;
        }
        verifier.locks().look().forEach((lock, what) -> {
            if (!before.containsKey(lock)) {
                verifier.found(
                        Rule.LOCK_HELD, "the " + call.name() + " returned with a lock held: " + what, call.describe());
            }
        });
    }
}
