package dev.weir.manager;

import dev.weir.Altitude;
import dev.weir.FileNames;
import dev.weir.FilterException;
import dev.weir.Instance;
import dev.weir.InstanceTeardownCallback;
import dev.weir.MajorFunction;
import dev.weir.ObjectReference;
import dev.weir.TeardownReason;
import dev.weir.context.ContextObject;
import dev.weir.io.OwnIo;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A filter on a volume at an altitude. Safe on any thread. */
public final class InstanceObject extends ContextHolder implements Instance, ContextCalls<ContextObject> {
    private final String name;
    private final Altitude altitude;
    private final FilterObject filter;
    private final VolumeObject volume;
    private final ReferenceCount references;
    private final WorkItems work;
    private final AtomicBoolean going = new AtomicBoolean();
    private final CountDownLatch gone = new CountDownLatch(1);
    private final Map<MajorFunction, CallbackNode> nodes = new EnumMap<>(MajorFunction.class);
    private final ContextTable contexts;
    private final InstanceNames names;
    private final ProviderGate gate = new ProviderGate();
    private final int listingTag;
    private final OwnIoDesk ownIo;
    private volatile boolean stacked;
    private volatile @Nullable WatchNode watch;
    private volatile boolean closing;
    private volatile boolean freed;

    InstanceObject(String name, Altitude altitude, FilterObject filter, VolumeObject volume) {
        this.name = name;
        this.altitude = altitude;
        this.filter = filter;
        this.volume = volume;
        this.work = new WorkItems(filter);
        this.contexts = new ContextTable(filter.contexts(), this);
        this.listingTag = volume.nextListingTag();
        this.ownIo = new OwnIoDesk(this);
        this.references = new ReferenceCount(() -> freed = true);
        this.names = new InstanceNames(this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Altitude altitude() {
        return altitude;
    }

    @Override
    public FilterObject filter() {
        return filter;
    }

    @Override
    public VolumeObject volume() {
        return volume;
    }

    @Override
    public ContextTable contextTable() {
        return contexts;
    }

    @Override
    boolean isOn(VolumeObject which) {
        return which == volume;
    }

    /** Deletes every context that it set, but those on its volume, which are its filter's. */
    void deleteContexts() {
        contexts.end(this, volume);
        endContexts();
    }

    @Override
    public FileNames names() {
        return names;
    }

    /** Who is in its name provider. */
    ProviderGate gate() {
        return gate;
    }

    boolean isNameProvider() {
        return filter.registration().nameProvider().isPresent();
    }

    @Override
    public OwnIo io() {
        return ownIo.io();
    }

    OwnIoDesk ownIo() {
        return ownIo;
    }

    /** Its callbacks for a major function, the same object each time; null where the filter did not register for that. */
    @Nullable
    CallbackNode node(MajorFunction major) {
        synchronized (nodes) {
            return nodes.computeIfAbsent(
                    major,
                    m -> filter.registration()
                            .operation(m)
                            .map(registered -> new CallbackNode(this, registered))
                            .orElse(null));
        }
    }

    /** Shows operations to a watch, until the instance is drained. Only while it is being set up. */
    public void watch(OperationWatch operations) {
        watch = new WatchNode(this, operations);
    }

    @Nullable
    WatchNode watchNode() {
        return watch;
    }

    private void letGoOfCallbacks() {
        synchronized (nodes) {
            nodes.values().forEach(CallbackNode::letGo);
        }
        WatchNode watches = watch;
        if (watches != null) {
            watches.letGo();
        }
    }

    @Override
    public ObjectReference reference() throws FilterException {
        return references.take("instance " + name);
    }

    @Override
    public void queueWork(Runnable routine) throws FilterException {
        work.queue("work on " + name, routine);
    }

    /** What tells the offsets of entries that this instance adds to listings from those of others, 1..4094. */
    int listingTag() {
        return listingTag;
    }

    WorkItems work() {
        return work;
    }

    /** Whether operations must not enter it any more. */
    boolean isClosing() {
        return closing;
    }

    /** Whether its teardown has begun. */
    public boolean isGoing() {
        return going.get();
    }

    /** Whether it is torn down and nobody refers to it any more. */
    public boolean isFreed() {
        return freed;
    }

    /** Claims the teardown: true for exactly one caller, who then calls {@link #tearDown}. */
    boolean claimTeardown() {
        return going.compareAndSet(false, true);
    }

    /** It was set up and takes part in operations. The volume's lock orders this against the volume's end. */
    void markStacked() {
        stacked = true;
    }

    boolean isStacked() {
        return stacked;
    }

    /** Its setup failed: whoever waits for its end goes on. */
    void neverAttached() {
        gone.countDown();
    }

    /** Waits for its end; an interrupt is kept for later. */
    void awaitGone() {
        boolean interrupted = false;
        while (true) {
            try {
                gone.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes this instance off its volume: no new operation, the filter told, what waits drained, what runs waited for, the filter told again. Blocks until then.
     *
     * @param takePended whether operations that the filter pended and does not resume are taken from it after a grace time
     */
    void tearDown(TeardownReason reason, boolean takePended, TeardownTally tally) {
        volume.unstack(this);
        work.close();
        call(filter.registration().teardownStart(), reason, "instance teardown start");
        leaveOperations(takePended, tally);
        if (!filter.isAbandoned()) {
            letGoOfCallbacks();
        }
        volume.stackChanged();
        ownIo.teardownBy(Thread.currentThread());
        if (!filter.isAbandoned()) {
            call(filter.registration().teardownComplete(), reason, "instance teardown complete");
        }
        deleteContexts();
        ownIo.close();
        volume.removed(this);
        filter.removed(this);
        references.close();
        gone.countDown();
    }

    /** No operation enters it any more. */
    void closeToOperations() {
        closing = true;
        volume.leaveLines(this);
    }

    /** No operation enters it any more, and when this returns none is in its hands. */
    void leaveOperations(boolean takePended, TeardownTally tally) {
        closeToOperations();
        gate.close(this, tally);
        volume.nodes().clock().advance();
        new InstanceDrain(this, takePended, tally).run();
    }

    /** Unlinks it without waiting for anybody: the filter is abandoned. */
    void abandon() {
        going.set(true);
        volume.unstack(this);
        closeToOperations();
        work.close();
        deleteContexts();
        volume.nodes().clock().advance();
        volume.removed(this);
        filter.removed(this);
        volume.threads().administration().execute(ownIo::close);
        gone.countDown();
    }

    private void call(Optional<InstanceTeardownCallback> callback, TeardownReason reason, String where) {
        if (callback.isEmpty()) {
            return;
        }
        try {
            callback.get().teardown(this, reason);
        } catch (Throwable failure) {
            filter.threw(this, where, failure);
        }
    }

    @Override
    public String toString() {
        return name + " at " + altitude + " on " + volume.name();
    }
}
