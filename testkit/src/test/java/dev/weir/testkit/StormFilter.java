package dev.weir.testkit;

import dev.weir.CallbackData;
import dev.weir.CancelSafeQueue;
import dev.weir.FileNode;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadFlag;
import dev.weir.Instance;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.RelatedObjects;
import dev.weir.context.ContextKind;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A filter that does a bit of everything, by chance, and notices when it is called too often, too rarely or too late. */
final class StormFilter implements Minifilter {
    /** What one pre-operation leaves for its post-operation. */
    private record Owed(Instance instance, AtomicBoolean paid) {}

    private final StormChance chance;
    private final boolean forgetful;
    private final Consumer<String> wrong;
    private final CancelSafeQueue<String> kept = new CancelSafeQueue<>();
    private final Queue<CallbackData> keptAfter = new ConcurrentLinkedQueue<>();
    private final Map<Instance, AtomicBoolean> complete = new ConcurrentHashMap<>();
    private final AtomicInteger owed = new AtomicInteger();
    private final AtomicInteger contexts = new AtomicInteger();
    private volatile boolean going;
    private volatile boolean gone;
    final AtomicInteger keptCount = new AtomicInteger();

    private final ContextKind<FileNode, AtomicBoolean> onFiles = ContextKind.file(AtomicBoolean.class)
            .withCleanup((value, type) -> {
                check(value.compareAndSet(false, true), "a context was cleaned up twice");
                contexts.decrementAndGet();
            });

    /** @param forgetful whether it does not resume what it keeps: for mandatory unloads */
    StormFilter(long seed, boolean forgetful, Consumer<String> wrong) {
        this.chance = new StormChance(seed);
        this.forgetful = forgetful;
        this.wrong = wrong;
    }

    private void check(boolean holds, String what) {
        if (!holds) {
            wrong.accept(what);
        }
    }

    @Override
    public Registration registration(FilterManager manager) throws dev.weir.FilterException {
        return Registration.builder()
                .context(onFiles)
                .operation(MajorFunction.QUERY_INFORMATION, this::before, this::after)
                .operation(MajorFunction.QUERY_VOLUME_INFORMATION, this::before, this::after)
                .instanceSetup((instance, flags) -> {
                    if (chance.oneOf(10)) {
                        return NtStatus.FLT_DO_NOT_ATTACH;
                    }
                    complete.put(instance, new AtomicBoolean());
                    return NtStatus.SUCCESS;
                })
                .instanceQueryTeardown(instance -> chance.oneOf(4) ? NtStatus.FLT_DO_NOT_DETACH : NtStatus.SUCCESS)
                .instanceTeardownStart((instance, reason) -> enter(instance))
                .instanceTeardownComplete((instance, reason) ->
                        check(!complete.get(instance).getAndSet(true), "TeardownComplete was called twice"))
                .unload(this::unload)
                .build();
    }

    private NtStatus unload(dev.weir.Filter filter, Set<FilterUnloadFlag> flags) {
        if (flags.isEmpty() && chance.oneOf(4)) {
            return NtStatus.FLT_DO_NOT_DETACH;
        }
        going = true;
        if (!forgetful) {
            kept.disable();
        }
        filter.unregister();
        return NtStatus.SUCCESS;
    }

    private void enter(Instance instance) {
        check(!gone, "a callback after the unload");
        AtomicBoolean ended = complete.get(instance);
        check(ended != null && !ended.get(), "a callback after TeardownComplete");
    }

    private PreOperationStatus before(CallbackData data, RelatedObjects<Object> objects) {
        Instance instance = objects.instance();
        enter(instance);
        if (chance.oneOf(3)) {
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
        useContext(instance, data);
        boolean keeps = chance.oneOf(8) && kept.insert(data, "").isSuccess();
        if (keeps) {
            keptCount.incrementAndGet();
            return PreOperationStatus.PENDING;
        }
        owed.incrementAndGet();
        objects.setCompletionContext(new Owed(instance, new AtomicBoolean()));
        enter(instance);
        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
    }

    private void useContext(Instance instance, CallbackData data) {
        FileNode node = data.node();
        try (var context = instance.getOrSetContext(onFiles, node, () -> {
            contexts.incrementAndGet();
            return new AtomicBoolean();
        })) {
            check(!context.isPresent() || !context.value().get(), "a context was cleaned up while it was used");
        }
        if (chance.oneOf(5)) {
            instance.deleteContext(onFiles, node);
        }
    }

    private PostOperationStatus after(CallbackData data, RelatedObjects<Object> objects, Set<PostOperationFlag> flags) {
        boolean draining = flags.contains(PostOperationFlag.DRAINING);
        enter(objects.instance());
        Owed mine = (Owed) objects.completionContext();
        check(mine.instance().equals(objects.instance()), "a completion context of another instance");
        check(mine.paid().compareAndSet(false, true), "two post-operations for one pre-operation");
        owed.decrementAndGet();
        if (!draining && !going && !forgetful && chance.oneOf(16)) {
            keptCount.incrementAndGet();
            keptAfter.add(data);
            return PostOperationStatus.MORE_PROCESSING_REQUIRED;
        }
        enter(objects.instance());
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    /** Resumes some of what it keeps; whether there was any. */
    boolean resumeSome() {
        CallbackData after = keptAfter.poll();
        if (after != null) {
            after.completePendedPostOperation();
        }
        if (forgetful && !gone) {
            return after != null;
        }
        var before = kept.removeNext();
        before.ifPresent(data -> data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK));
        return after != null || before.isPresent();
    }

    /** The unload has ended, or the entry failed. */
    void checkGone() {
        gone = true;
        check(owed.get() == 0, "post-operations that were never called: " + owed.get());
        check(contexts.get() == 0, "contexts that were never cleaned up: " + contexts.get());
        check(complete.values().stream().allMatch(AtomicBoolean::get), "a TeardownComplete that was never called");
    }
}
