package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FilterManager;
import dev.weir.FilterUnloadFlag;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.manager.FilterCounters;
import dev.weir.manager.FilterObject;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Load, attach, detach, refuse and unload, again and again, under a mixed load of four programs that keep journals and four that wait for locks. The number of cycles is the system property {@code weir.cycles}, 1,000 unless said.
 */
class TeardownUnderLoadTest {
    private static final int CYCLES = Integer.getInteger("weir.cycles", 1000);

    /** Sees everything, dawdles in some callbacks so that teardowns meet them, and refuses when told. */
    private static final class Dawdler implements Minifilter {
        volatile boolean refuses;

        @Override
        public Registration registration(FilterManager manager) {
            return Registration.builder()
                    .everyOperation(
                            (data, objects) -> {
                                objects.setCompletionContext("owed");
                                if ((data.id() & 15) == 0) {
                                    LockSupport.parkNanos(300_000);
                                }
                                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                            },
                            (data, objects, flags) -> {
                                if (!objects.completionContext().equals("owed")) {
                                    throw new IllegalStateException("not my context");
                                }
                                return PostOperationStatus.FINISHED_PROCESSING;
                            })
                    .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                    .unload((filter, flags) -> {
                        if (refuses && !flags.contains(FilterUnloadFlag.MANDATORY)) {
                            return NtStatus.FLT_DO_NOT_DETACH;
                        }
                        filter.unregister();
                        return NtStatus.SUCCESS;
                    })
                    .build();
        }
    }

    @Test
    void programsNoticeNothing() throws Exception {
        try (var mounted = new Mounted();
                var journals = new Journals(mounted, 4)) {
            journals.awaitStart();
            journals.addLockers(4);
            long drained = 0;
            long waited = 0;
            long refusals = 0;
            // On a quiet machine a teardown meets fewer operations: then it goes on until it has met enough of them.
            for (int cycle = 0;
                    cycle < CYCLES || cycle < 4 * CYCLES && (drained <= CYCLES || waited <= CYCLES / 10);
                    cycle++) {
                var filter = new Dawdler();
                FilterObject object = mounted.load("dawdler", "5000", () -> filter);
                LockSupport.parkNanos(2_000_000);
                if (cycle % 3 == 0) {
                    mounted.manager.detach("dawdler", mounted.volume(), Optional.empty());
                    mounted.manager.attach("dawdler", mounted.volume(), Optional.empty(), Optional.empty());
                }
                filter.refuses = true;
                UnloadResult refused = mounted.unload("dawdler");
                assertThat(refused.status()).isEqualTo(NtStatus.FLT_DO_NOT_DETACH);
                refusals++;
                filter.refuses = cycle % 2 == 0;
                UnloadResult result = cycle % 2 == 0 ? mounted.stop("dawdler") : mounted.unload("dawdler");
                assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.UNLOADED);
                FilterCounters counts = object.counts();
                assertThat(counts.preWithCallback()).isEqualTo(counts.post() + counts.drained());
                assertThat(counts.exceptions()).isZero();
                drained += counts.drained();
                waited += result.waited();
            }
            long numbers = journals.finish();
            System.out.printf(
                    "%d cycles: drained %d, waited for %d callbacks, refused %d; %d numbers in order%n",
                    refusals, drained, waited, refusals, numbers);
            assertThat(drained).isGreaterThan(CYCLES);
            assertThat(waited).isGreaterThan(CYCLES / 10);
            assertThat(mounted.fuse.lostReplies()).isZero();
            assertThat(mounted.manager.findings().all()).isEmpty();
        }
    }
}
