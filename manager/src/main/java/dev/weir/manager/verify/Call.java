package dev.weir.manager.verify;

import dev.weir.CallbackData;
import dev.weir.Instance;
import dev.weir.PreOperationStatus;
import dev.weir.RelatedObjects;
import org.jspecify.annotations.Nullable;

/**
 * One call of a callback, and how long the filter may use what it was handed: the related objects until the callback returns, the operation until then or until it is resumed. Safe on any thread.
 */
final class Call {
    private final Verifier verifier;
    private final boolean before;
    private final CallbackData real;
    private final Instance instance;
    private final Class<?> callback;
    private final String operation;
    private final String path;
    private final CallbackData data;
    private final RelatedObjects<Object> objects;
    private boolean returned;
    private boolean keeps;
    private boolean resumed;
    private boolean resumedByTheFilter;
    private boolean wasCancelled;
    private boolean dirty;
    private @Nullable String change;
    private String changedAt = "";

    @SuppressWarnings("unchecked") // the proxy of such
    Call(Verifier verifier, boolean before, CallbackData real, RelatedObjects<Object> realObjects, Class<?> callback) {
        this.verifier = verifier;
        this.before = before;
        this.real = real;
        this.instance = realObjects.instance();
        this.callback = callback;
        this.operation = real.operationName();
        this.path = pathOf(real);
        this.data = (CallbackData) ApiProxy.of(new DataProxy(verifier, real, this));
        this.objects = (RelatedObjects<Object>) ApiProxy.of(new BoundProxy(verifier, realObjects, this, false));
    }

    private static String pathOf(CallbackData data) {
        try {
            return String.valueOf(data.path());
        } catch (IllegalStateException none) {
            return "";
        }
    }

    CallbackData data() {
        return data;
    }

    RelatedObjects<Object> objects() {
        return objects;
    }

    boolean isBefore() {
        return before;
    }

    boolean isOf(Instance which) {
        return instance.equals(which);
    }

    /** {@code pre-operation of read}. */
    String name() {
        return (before ? "pre-operation of " : "post-operation of ") + operation;
    }

    /** Where it was called: class and operation. */
    String describe() {
        String type = callback.getName();
        int generated = type.indexOf("$$Lambda");
        return "callback of " + (generated < 0 ? type : type.substring(0, generated)) + ", on '" + path + "' of "
                + instance.volume().name();
    }

    /** Throws where what is asked of the operation comes too late. */
    void use(String what, boolean ofTheOperation) {
        boolean over;
        synchronized (this) {
            over = ofTheOperation ? resumed || returned && !isKept() : returned;
        }
        if (over) {
            String how = what + " was called when the " + name() + " was over";
            verifier.found(Rule.STALE_USE, how, describe() + "\n" + FilterStack.here());
            throw new BrokenRuleException(how);
        }
    }

    /** With the lock. */
    private boolean isKept() {
        return keeps && !resumed;
    }

    synchronized void markDirty() {
        dirty = true;
    }

    synchronized void changed(String setter) {
        if (change == null) {
            change = setter;
            changedAt = FilterStack.here();
        }
    }

    /** The callback has returned. */
    void returned(boolean keepsIt) {
        boolean early;
        synchronized (this) {
            returned = true;
            keeps = keepsIt;
            early = resumed;
            if (isKept()) {
                verifier.kept().add(this);
                return;
            }
        }
        if (early && !keepsIt) {
            verifier.found(
                    Rule.RESUMED_NOT_KEPT,
                    "the " + name() + " resumed its operation and did not answer that it keeps it",
                    describe());
        }
        if (!early) {
            checkMarked();
        }
    }

    /** Whether it is still the filter's to resume. */
    synchronized boolean isResumable() {
        return !resumed && (!returned || keeps);
    }

    /** Its cancel callback is called, which may resume it at the same time as the filter does elsewhere. */
    synchronized void cancelled() {
        wasCancelled = true;
    }

    /** The filter resumes it. */
    void resumes(String how) {
        boolean again;
        synchronized (this) {
            again = resumedByTheFilter && !wasCancelled;
        }
        if (again) {
            verifier.found(
                    Rule.RESUMED_TWICE,
                    how + " was called for what the " + name() + " kept and the filter had resumed",
                    describe() + "\n" + FilterStack.here());
        }
    }

    /** The filter has resumed it. */
    void resumedByTheFilter() {
        synchronized (this) {
            resumedByTheFilter = true;
        }
        resumed();
    }

    /** It was resumed. */
    private void resumed() {
        synchronized (this) {
            resumed = true;
        }
        verifier.kept().remove(this);
        checkMarked();
    }

    void resumeForFilter() {
        boolean done = before
                ? real.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK)
                : real.completePendedPostOperation();
        if (done) {
            resumed();
        } else {
            verifier.kept().remove(this);
        }
    }

    private synchronized void checkMarked() {
        String what = change;
        if (what == null || before && dirty) {
            return;
        }
        verifier.found(
                Rule.NOT_MARKED,
                before
                        ? what + " changed a parameter, and the operation was not marked as changed"
                        : what + " was called in a post-operation, where it changes nothing",
                describe() + "\n" + changedAt);
    }
}
