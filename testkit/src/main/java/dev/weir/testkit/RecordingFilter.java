package dev.weir.testkit;

import dev.weir.CallbackData;
import dev.weir.ExceptionPolicy;
import dev.weir.Filter;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.FilterUnloadFlag;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.InstanceSetupCallback;
import dev.weir.InstanceTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.OperationFlag;
import dev.weir.OperationRegistration;
import dev.weir.PostOperation;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperation;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.RegistrationFlag;
import dev.weir.RelatedObjects;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter for tests: records what its callbacks see, and answers what the test says.
 *
 * <p>Unless told otherwise it registers pre and post for every operation and every other callback, lets everything pass with callback, and agrees to every attach, detach and unload. What it
 * registers is said before it is loaded; what it answers can be changed at any time, from any thread. Answers are the callbacks of the API, so they can do all that a filter can:
 * block on a {@link Gate}, pend with {@link PendedOperations}, throw.
 */
public final class RecordingFilter implements Minifilter {
    private final String name;
    private final Recording recording;

    // What is registered.
    private final Set<MajorFunction> majors = EnumSet.allOf(MajorFunction.class);
    private final Set<RegistrationFlag> flags = EnumSet.noneOf(RegistrationFlag.class);
    private OperationFlag[] operationFlags = {};
    private boolean withPre = true;
    private boolean withPost = true;
    private boolean withUnload = true;
    private boolean withQueryTeardown = true;
    private boolean startsFiltering = true;
    private ExceptionPolicy exceptionPolicy = ExceptionPolicy.FAIL_OPERATION;

    // What is answered.
    private volatile PreOperation<Object> pre = this::passDown;
    private volatile PostOperation<Object> post = (data, objects, seen) -> PostOperationStatus.FINISHED_PROCESSING;
    private volatile FilterUnloadCallback unload = FilterUnloadCallback.ALWAYS;
    private volatile InstanceSetupCallback setup = (instance, seen) -> NtStatus.SUCCESS;
    private volatile InstanceQueryTeardownCallback queryTeardown = InstanceQueryTeardownCallback.ALWAYS;
    private volatile InstanceTeardownCallback teardownStart = (instance, reason) -> {};
    private volatile InstanceTeardownCallback teardownComplete = (instance, reason) -> {};
    private volatile NtStatus entryAnswer = NtStatus.SUCCESS;
    private volatile @Nullable Filter filter;

    /** @param name how it is loaded, and how the trace shows it */
    public RecordingFilter(String name) {
        this.name = name;
        this.recording = new Recording(name);
    }

    public String name() {
        return name;
    }

    // ---- what is registered; before it is loaded

    /** Only for these major functions. */
    public RecordingFilter only(MajorFunction... wanted) {
        majors.retainAll(List.of(wanted));
        return this;
    }

    public RecordingFilter operationFlags(OperationFlag... wanted) {
        operationFlags = wanted.clone();
        return this;
    }

    public RecordingFilter withoutPre() {
        withPre = false;
        return this;
    }

    public RecordingFilter withoutPost() {
        withPost = false;
        return this;
    }

    public RecordingFilter withoutUnload() {
        withUnload = false;
        return this;
    }

    public RecordingFilter withoutQueryTeardown() {
        withQueryTeardown = false;
        return this;
    }

    /** Its entry routine registers only. */
    public RecordingFilter withoutStarting() {
        startsFiltering = false;
        return this;
    }

    public RecordingFilter flag(RegistrationFlag flag) {
        flags.add(flag);
        return this;
    }

    public RecordingFilter onException(ExceptionPolicy policy) {
        exceptionPolicy = policy;
        return this;
    }

    /** Counts only: {@link #seen()} stays empty and the trace does not show it. For load. */
    public RecordingFilter quiet() {
        recording.quiet();
        return this;
    }

    // ---- what is answered; at any time

    /** What the entry routine returns after it did everything. */
    public RecordingFilter entry(NtStatus answer) {
        entryAnswer = answer;
        return this;
    }

    public RecordingFilter pre(PreOperation<Object> answer) {
        pre = answer;
        return this;
    }

    public RecordingFilter pre(PreOperationStatus answer) {
        return pre((data, objects) -> answer);
    }

    /** Answers operations itself. */
    public RecordingFilter complete(NtStatus status) {
        return pre((data, objects) -> {
            data.setStatus(status);
            return PreOperationStatus.COMPLETE;
        });
    }

    public RecordingFilter post(PostOperation<Object> answer) {
        post = answer;
        return this;
    }

    public RecordingFilter unload(FilterUnloadCallback answer) {
        unload = answer;
        return this;
    }

    /** Answers an unload with a status, unregistering where that agrees or the unload is mandatory. */
    public RecordingFilter unload(NtStatus answer) {
        return unload((leaving, seen) -> {
            if (answer.isSuccess() || seen.contains(FilterUnloadFlag.MANDATORY)) {
                leaving.unregister();
            }
            return answer;
        });
    }

    public RecordingFilter setup(InstanceSetupCallback answer) {
        setup = answer;
        return this;
    }

    public RecordingFilter queryTeardown(InstanceQueryTeardownCallback answer) {
        queryTeardown = answer;
        return this;
    }

    public RecordingFilter teardownStart(InstanceTeardownCallback answer) {
        teardownStart = answer;
        return this;
    }

    public RecordingFilter teardownComplete(InstanceTeardownCallback answer) {
        teardownComplete = answer;
        return this;
    }

    /** Passes everything down again, with callback where there is one. */
    public RecordingFilter pass() {
        return pre(this::passDown);
    }

    // ---- what was seen

    /** Every call so far, in the order in which they began. */
    public List<Seen> seen() {
        return recording.seen();
    }

    public List<Seen> seen(Seen.Callback callback) {
        return seen().stream().filter(call -> call.callback() == callback).toList();
    }

    /** How often a callback was called; draining ones are among the POSTs. */
    public long count(Seen.Callback callback) {
        return recording.count(callback);
    }

    /** How many post-operations were called to drain. */
    public long drained() {
        return recording.drained();
    }

    /** How many post-operations were handed a completion context that was not their operation's. */
    public long mixedUp() {
        return recording.mixedUp();
    }

    public void forgetSeen() {
        recording.clear();
    }

    /** The filter as registered. */
    public Filter filter() {
        Filter registered = filter;
        if (registered == null) {
            throw new IllegalStateException(name + " is not registered");
        }
        return registered;
    }

    void trace(Trace trace) {
        recording.trace(trace);
    }

    // ---- Minifilter

    @Override
    public NtStatus entry(FilterManager manager) throws FilterException {
        recording.add(Seen.Callback.ENTRY, "", Set.of());
        Filter registered = manager.register(registration(manager));
        filter = registered;
        if (startsFiltering) {
            registered.startFiltering();
        }
        return entryAnswer;
    }

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        var registration = Registration.builder()
                .onException(exceptionPolicy)
                .instanceSetup((instance, seen) -> {
                    recording.add(Seen.Callback.SETUP, instance.name(), seen);
                    return setup.setup(instance, seen);
                })
                .instanceTeardownStart((instance, reason) -> {
                    recording.add(Seen.Callback.TEARDOWN_START, instance.name(), Set.of(reason));
                    teardownStart.teardown(instance, reason);
                })
                .instanceTeardownComplete((instance, reason) -> {
                    recording.add(Seen.Callback.TEARDOWN_COMPLETE, instance.name(), Set.of(reason));
                    teardownComplete.teardown(instance, reason);
                });
        if (withUnload) {
            registration.unload((leaving, seen) -> {
                recording.add(Seen.Callback.UNLOAD, "", seen);
                return unload.unload(leaving, seen);
            });
        }
        if (withQueryTeardown) {
            registration.instanceQueryTeardown(instance -> {
                recording.add(Seen.Callback.QUERY_TEARDOWN, instance.name(), Set.of());
                return queryTeardown.queryTeardown(instance);
            });
        }
        flags.forEach(registration::flag);
        for (MajorFunction major : majors) {
            registerFor(major, registration);
        }
        return registration.build();
    }

    private void registerFor(MajorFunction major, Registration.Builder registration) throws FilterException {
        boolean canPost = withPost && major != MajorFunction.SHUTDOWN;
        if (withPre && canPost) {
            registration.operation(OperationRegistration.of(major, this::before, this::after, operationFlags));
        } else if (withPre) {
            registration.operation(OperationRegistration.of(major, this::before, operationFlags));
        } else if (canPost) {
            registration.operation(OperationRegistration.ofPost(major, this::after, operationFlags));
        }
    }

    private PreOperationStatus before(CallbackData data, RelatedObjects<Object> objects) {
        recording.before(data);
        return pre.before(data, objects);
    }

    private PostOperationStatus after(CallbackData data, RelatedObjects<Object> objects, Set<PostOperationFlag> seen) {
        recording.after(data, objects, seen);
        return post.after(data, objects, seen);
    }

    private PreOperationStatus passDown(CallbackData data, RelatedObjects<Object> objects) {
        if (!withPost || data.majorFunction() == MajorFunction.SHUTDOWN) {
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
        objects.setCompletionContext(recording.token(data));
        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
    }
}
