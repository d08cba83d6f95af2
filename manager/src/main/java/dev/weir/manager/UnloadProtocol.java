package dev.weir.manager;

import dev.weir.FilterUnloadCallback;
import dev.weir.FilterUnloadFlag;
import dev.weir.NtStatus;
import dev.weir.TeardownReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The unload of one filter: who asks, what the filter answers, who has to wait.
 *
 * <p>While the callback decides, a further non-mandatory request shares its answer and a mandatory one is queued: it runs if the first is refused, and shares the success otherwise. From DELETING on every request is
 * answered STATUS_FLT_DELETING_OBJECT. The callback runs on a thread of the manager's administration, never on the requester's.
 */
final class UnloadProtocol {
    private final FilterObject filter;
    private FilterState before = FilterState.ACTIVE;
    private @Nullable CompletableFuture<UnloadResult> deciding;
    private @Nullable CompletableFuture<UnloadResult> queuedMandatory;
    private volatile TeardownTally tally = new TeardownTally(holder -> {});
    private volatile @Nullable Thread decider;
    private volatile boolean inCallback;

    UnloadProtocol(FilterObject filter) {
        this.filter = filter;
    }

    /** Asks; the future ends when the answer is known and, where that is yes, the filter is gone. */
    CompletableFuture<UnloadResult> request(boolean mandatory) {
        synchronized (filter) {
            if (filter.isUnregistered()) {
                return refused(NtStatus.FLT_DELETING_OBJECT, filter.name() + " is being unloaded already");
            }
            if (!filter.hasEntryReturned()) {
                return refused(
                        NtStatus.FLT_FILTER_NOT_READY,
                        filter.name() + " is being loaded: try again when its entry routine has returned");
            }
            Optional<FilterUnloadCallback> callback = filter.registration().unload();
            if (callback.isEmpty()) {
                return refused(
                        mandatory ? NtStatus.INVALID_DEVICE_REQUEST : NtStatus.FLT_DO_NOT_DETACH,
                        filter.name()
                                + " has no unload callback: it can't be unloaded, and stays until the service ends"
                                + " (Registration.Builder.unload gives it one)");
            }
            if (mandatory && !filter.supportsStop()) {
                return refused(
                        NtStatus.INVALID_DEVICE_REQUEST,
                        filter.name()
                                + " does not support being stopped (DO_NOT_SUPPORT_SERVICE_STOP): only a non-mandatory unload"
                                + " that it agrees to, or the end of the service, removes it");
            }
            CompletableFuture<UnloadResult> current = deciding;
            if (current != null) {
                if (!mandatory) {
                    return current;
                }
                if (queuedMandatory == null) {
                    queuedMandatory = new CompletableFuture<>();
                }
                return queuedMandatory;
            }
            return begin(mandatory, callback.get(), new CompletableFuture<>());
        }
    }

    private static CompletableFuture<UnloadResult> refused(NtStatus status, String message) {
        return CompletableFuture.completedFuture(UnloadResult.refused(status, message));
    }

    /** With the filter's lock. */
    private CompletableFuture<UnloadResult> begin(
            boolean mandatory, FilterUnloadCallback callback, CompletableFuture<UnloadResult> future) {
        deciding = future;
        before = filter.state();
        filter.move(FilterState.DECIDING, before);
        tally = new TeardownTally(this::reportNothing);
        filter.tearDownWith(mandatory ? TeardownReason.MANDATORY_FILTER_UNLOAD : TeardownReason.FILTER_UNLOAD, tally);
        filter.manager().threads().administration().execute(() -> decide(mandatory, callback, future));
        return future;
    }

    private void reportNothing(String holder) {
        // Requesters ask by themselves, see waitingFor().
    }

    private void decide(boolean mandatory, FilterUnloadCallback callback, CompletableFuture<UnloadResult> future) {
        decider = Thread.currentThread();
        inCallback = true;
        NtStatus answer = ask(mandatory, callback);
        inCallback = false;
        boolean refuses = !mandatory && !answer.isSuccess();
        synchronized (filter) {
            if (refuses && !filter.isUnregistered()) {
                filter.move(before, FilterState.DECIDING);
                decider = null;
                deciding = null;
                CompletableFuture<UnloadResult> queued = queuedMandatory;
                queuedMandatory = null;
                if (queued != null) {
                    deciding = begin(true, callback, queued);
                }
                future.complete(UnloadResult.refused(answer, filter.name() + " refused: " + answer));
                return;
            }
        }
        if (filter.isAbandoned()) {
            return;
        }
        UnloadResult result = goingFor(mandatory, answer);
        filter.unregister();
        finish(
                future,
                new UnloadResult(
                        UnloadResult.Outcome.UNLOADED,
                        NtStatus.SUCCESS,
                        "",
                        result.ignored(),
                        tally.drainedCount(),
                        tally.waitedCount(),
                        tally.reissuedCount(),
                        filter.contexts().freedSinceClose(),
                        result.warnings()));
    }

    /** What is to be said of an answer that does not hold the filter. */
    private UnloadResult goingFor(boolean mandatory, NtStatus answer) {
        var warnings = new ArrayList<String>();
        Optional<String> ignored = Optional.empty();
        boolean unregistered = filter.isUnregistered();
        if (!answer.isSuccess()) {
            String said = filter.name() + " answered " + answer;
            if (mandatory) {
                ignored = Optional.of(said + "; ignored: stop is mandatory");
            } else {
                warnings.add(said + " after it had unregistered; ignored: it is unloaded");
                filter.found("refused its unload after it had unregistered", answer.toString());
            }
        } else if (!unregistered) {
            filter.found("agreed to its unload without unregistering", answer.toString());
        }
        return new UnloadResult(
                UnloadResult.Outcome.UNLOADED, NtStatus.SUCCESS, "", ignored, 0, 0, 0, 0, List.copyOf(warnings));
    }

    private void finish(CompletableFuture<UnloadResult> future, UnloadResult result) {
        CompletableFuture<UnloadResult> queued;
        synchronized (filter) {
            queued = queuedMandatory;
            queuedMandatory = null;
            deciding = null;
            decider = null;
        }
        future.complete(result);
        if (queued != null) {
            queued.complete(result);
        }
    }

    private NtStatus ask(boolean mandatory, FilterUnloadCallback callback) {
        Set<FilterUnloadFlag> flags = mandatory ? Set.of(FilterUnloadFlag.MANDATORY) : Set.of();
        try {
            NtStatus answer = callback.unload(filter, flags);
            return answerOrFinding(answer);
        } catch (Throwable failure) {
            filter.manager().findings().threw(filter.name(), "the unload callback", failure);
            return NtStatus.UNSUCCESSFUL;
        }
    }

    private NtStatus answerOrFinding(@Nullable NtStatus answer) {
        if (answer == null) {
            filter.found("answered null to its unload", "counts as STATUS_UNSUCCESSFUL");
            return NtStatus.UNSUCCESSFUL;
        }
        return answer;
    }

    /** What an unload in progress waits for: the callback, an operation, references; empty where nothing is known. */
    String waitingFor() {
        String holder = tally.waitingFor();
        Thread thread = decider;
        if (!holder.isEmpty() || thread == null) {
            return holder;
        }
        return filter.name() + ": " + (inCallback ? "its unload callback is running" : "its teardown is running")
                + " in " + thread.getName() + FlightDescription.top(thread);
    }

    long drained() {
        return tally.drainedCount();
    }

    long waited() {
        return tally.waitedCount();
    }

    /** The filter was abandoned: whoever waits is told. */
    void abandoned() {
        CompletableFuture<UnloadResult> first;
        synchronized (filter) {
            first = deciding;
        }
        var result = new UnloadResult(
                UnloadResult.Outcome.ABANDONED,
                NtStatus.SUCCESS,
                filter.name() + " is removed, not proved: " + waitingFor(),
                Optional.empty(),
                drained(),
                waited(),
                0,
                0,
                List.of());
        if (first != null) {
            finish(first, result);
        }
    }
}
