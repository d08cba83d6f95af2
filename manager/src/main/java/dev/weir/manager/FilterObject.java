package dev.weir.manager;

import dev.weir.Altitude;
import dev.weir.CommunicationPort;
import dev.weir.DelayedWork;
import dev.weir.ExceptionPolicy;
import dev.weir.Filter;
import dev.weir.FilterException;
import dev.weir.Instance;
import dev.weir.NtStatus;
import dev.weir.ObjectReference;
import dev.weir.PortDefinition;
import dev.weir.Registration;
import dev.weir.RegistrationFlag;
import dev.weir.TeardownReason;
import dev.weir.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A loaded filter. Safe on any thread.
 *
 * <p>The lock of this object guards the state; it is never held during a callback. After the end nothing of the filter's own classes is reachable from here.
 */
public final class FilterObject implements Filter, ContextCalls<Volume> {
    private static final Registration NOTHING = Registration.builder().build();

    private final Manager manager;
    private final FilterDefinition definition;
    private final StripedCounters counts = new StripedCounters(FilterCounters.COUNT);
    private final List<InstanceObject> instances = new ArrayList<>();
    private final WorkItems work = new WorkItems(this);
    private final DelayedWorkItems delayed = new DelayedWorkItems(this, work);
    private final ReferenceCount references = new ReferenceCount(() -> {});
    private final FilterContexts contexts = new FilterContexts(this);
    private final ContextTable volumeContexts = new ContextTable(contexts, null);
    private final UnloadProtocol unload = new UnloadProtocol(this);
    private final FilterPorts ports = new FilterPorts(this);
    private FilterState state = FilterState.LOADING;
    private boolean entryReturned;
    /** Instance callbacks that run on behalf of an attach or a detach: the filter does not go before they have ended. */
    private int attaching;

    private volatile Registration registration = NOTHING;
    private volatile boolean failsOnException = true;
    private @Nullable Thread unregistering;
    private TeardownReason teardownReason = TeardownReason.FILTER_UNLOAD;
    private TeardownTally tally = new TeardownTally(holder -> {});

    FilterObject(Manager manager, FilterDefinition definition) {
        this.manager = manager;
        this.definition = definition;
    }

    @Override
    public String name() {
        return definition.name();
    }

    public FilterDefinition definition() {
        return definition;
    }

    /** Where it is in its life. */
    public synchronized FilterState state() {
        return state;
    }

    /** What its callbacks were called for so far. */
    public FilterCounters counts() {
        var lines = new long[FilterCounters.COUNT];
        for (InstanceObject instance : instanceObjects()) {
            for (OperationFlight flight : instance.volume().flights()) {
                flight.line().count(instance, lines);
            }
        }
        return FilterCounters.of(counts, lines);
    }

    /** The altitude to show: that of its highest instance, else of its default instance. */
    public Altitude altitude() {
        synchronized (this) {
            Optional<Altitude> highest =
                    instances.stream().map(InstanceObject::altitude).max(Comparator.naturalOrder());
            if (highest.isPresent()) {
                return highest.get();
            }
        }
        return definition
                .instance(definition.defaultInstance())
                .orElse(definition.instances().getFirst())
                .altitude();
    }

    @Override
    public synchronized List<Instance> instances() {
        return instances.stream()
                .sorted(Comparator.comparing(InstanceObject::altitude).reversed())
                .<Instance>map(i -> i)
                .toList();
    }

    synchronized List<InstanceObject> instanceObjects() {
        return List.copyOf(instances);
    }

    Manager manager() {
        return manager;
    }

    Registration registration() {
        return registration;
    }

    StripedCounters counters() {
        return counts;
    }

    boolean failsOnException() {
        return failsOnException;
    }

    UnloadProtocol unloadProtocol() {
        return unload;
    }

    FilterContexts contexts() {
        return contexts;
    }

    @Override
    public ContextTable contextTable() {
        return volumeContexts;
    }

    void found(String what, String detail) {
        manager.findings().found(name(), what, detail);
    }

    void threw(InstanceObject instance, String where, Throwable failure) {
        instance.filter().threw(where, failure);
    }

    void threw(String where, Throwable failure) {
        counts.add(0, FilterCounters.EXCEPTIONS, 1);
        manager.findings().threw(name(), where, failure);
    }

    // ---- entry

    synchronized void register(Registration newRegistration) throws FilterException {
        if (state != FilterState.LOADING || entryReturned) {
            throw new FilterException(
                    NtStatus.INVALID_DEVICE_REQUEST, name() + " can register once, in its entry routine");
        }
        registration = newRegistration;
        contexts.register(newRegistration);
        failsOnException = newRegistration.exceptionPolicy() == ExceptionPolicy.FAIL_OPERATION;
        state = FilterState.REGISTERED;
    }

    @Override
    public void startFiltering() throws FilterException {
        synchronized (this) {
            if (state != FilterState.REGISTERED) {
                throw new FilterException(
                        state == FilterState.ACTIVE ? NtStatus.INVALID_PARAMETER : NtStatus.FLT_DELETING_OBJECT,
                        name() + " can't start filtering: it is " + state);
            }
            state = FilterState.ACTIVE;
        }
        for (VolumeObject volume : manager.volumes()) {
            manager.attachments().automatic(this, volume, false);
        }
    }

    synchronized void entryReturned() {
        entryReturned = true;
    }

    synchronized boolean hasEntryReturned() {
        return entryReturned;
    }

    synchronized boolean isRegistered() {
        return state != FilterState.LOADING;
    }

    /** Whether a mandatory unload is possible: it did not register DO_NOT_SUPPORT_SERVICE_STOP. */
    public boolean supportsStop() {
        return !registration.flags().contains(RegistrationFlag.DO_NOT_SUPPORT_SERVICE_STOP);
    }

    // ---- attaching

    /** An attach begins: the filter can't go before it {@linkplain #attachEnds ends}. */
    synchronized void attachBegins(InstanceObject instance) throws FilterException {
        switch (state) {
            case LOADING, REGISTERED ->
                throw new FilterException(NtStatus.FLT_FILTER_NOT_READY, name() + " has not started filtering");
            case DELETING, GONE, ABANDONED ->
                throw new FilterException(NtStatus.FLT_DELETING_OBJECT, name() + " is being unloaded");
            case ACTIVE, DECIDING -> {
                attaching++;
                instances.add(instance);
            }
        }
    }

    /** An instance is about to be asked whether it may be detached: the filter can't go before it has {@linkplain #queryEnds answered}. False where it is going already. */
    synchronized boolean queryBegins() {
        boolean asks = state == FilterState.ACTIVE || state == FilterState.DECIDING;
        attaching += asks ? 1 : 0;
        return asks;
    }

    synchronized void queryEnds() {
        attaching--;
        notifyAll();
    }

    synchronized void attachEnds(InstanceObject instance, boolean attached) {
        attaching--;
        if (!attached) {
            instances.remove(instance);
        }
        notifyAll();
    }

    synchronized void removed(InstanceObject instance) {
        instances.remove(instance);
        notifyAll();
    }

    @Override
    public Instance attach(Volume volume, Optional<String> instanceName) throws FilterException {
        return manager.attachments().manual(this, (VolumeObject) volume, instanceName, Optional.empty());
    }

    @Override
    public Instance attachAtAltitude(Volume volume, Altitude altitude, Optional<String> instanceName)
            throws FilterException {
        return manager.attachments().manual(this, (VolumeObject) volume, instanceName, Optional.of(altitude));
    }

    @Override
    public void detach(Volume volume, Optional<String> instanceName) throws FilterException {
        manager.attachments().detach(this, (VolumeObject) volume, instanceName);
    }

    @Override
    public ObjectReference reference() throws FilterException {
        return references.take("filter " + name());
    }

    @Override
    public void queueWork(Runnable routine) throws FilterException {
        work.queue("work", routine);
    }

    @Override
    public DelayedWork queueWorkAfter(Duration delay, Runnable routine) throws FilterException {
        return delayed.queue(delay, routine);
    }

    /** Whether a thread runs work of this filter's. */
    boolean isWorkingOn(Thread thread) {
        return work.isRunningOn(thread)
                || instanceObjects().stream()
                        .anyMatch(instance -> instance.work().isRunningOn(thread));
    }

    @Override
    public <C> CommunicationPort createCommunicationPort(PortDefinition<C> port) throws FilterException {
        return ports.create(port);
    }

    /** Its ports: those that are open, and those that are closed and have connections. */
    public List<PortObject<?>> ports() {
        return ports.all();
    }

    // ---- going

    /** Moves to another state if it is in one of those given; returns whether it did. */
    synchronized boolean move(FilterState to, FilterState... from) {
        for (FilterState state1 : from) {
            if (state == state1) {
                state = to;
                return true;
            }
        }
        return false;
    }

    synchronized boolean isAbandoned() {
        return state == FilterState.ABANDONED;
    }

    /** Whether unregistering has begun. */
    synchronized boolean isUnregistered() {
        return state == FilterState.DELETING || state == FilterState.GONE || state == FilterState.ABANDONED;
    }

    synchronized void tearDownWith(TeardownReason reason, TeardownTally newTally) {
        teardownReason = reason;
        tally = newTally;
    }

    @Override
    public void unregister() {
        if (manager.isInCallbackOf(this) || isWorkingOn(Thread.currentThread())) {
            throw new IllegalStateException(
                    "a filter can't unregister itself from a callback of an operation or from queued work");
        }
        if (ports.isCallback(Thread.currentThread())) {
            throw new IllegalStateException("a filter can't unregister itself from a callback of a port");
        }
        TeardownReason reason;
        TeardownTally using;
        synchronized (this) {
            if (!move(
                    FilterState.DELETING,
                    FilterState.LOADING,
                    FilterState.REGISTERED,
                    FilterState.ACTIVE,
                    FilterState.DECIDING)) {
                awaitEndElsewhere();
                return;
            }
            unregistering = Thread.currentThread();
            reason = teardownReason;
            using = tally;
        }
        delayed.close();
        work.close();
        ports.end(hasEntryReturned(), using);
        contexts.close();
        awaitAttaches();
        tearDownInstances(reason, using);
        contexts.endVolumes(manager.volumes());
        references.close();
        awaitReferences(using);
        contexts.awaitFreed(using);
        if (move(FilterState.GONE, FilterState.DELETING)) {
            registration = NOTHING;
            contexts.letGo();
            manager.gone(this);
        }
        synchronized (this) {
            unregistering = null;
            notifyAll();
        }
    }

    /** With the lock: another thread unregisters already; waits until it has. */
    private void awaitEndElsewhere() {
        boolean interrupted = false;
        while (state == FilterState.DELETING && unregistering != Thread.currentThread()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        restore(interrupted);
    }

    private void tearDownInstances(TeardownReason reason, TeardownTally using) {
        var going = new ArrayList<>(instanceObjects());
        going.sort(Comparator.comparingLong((InstanceObject i) -> i.volume().id())
                .thenComparing(Comparator.comparing(InstanceObject::altitude).reversed()));
        for (InstanceObject instance : going) {
            if (instance.claimTeardown()) {
                instance.tearDown(reason, reason == TeardownReason.MANDATORY_FILTER_UNLOAD, using);
            } else {
                instance.awaitGone();
            }
        }
    }

    private void awaitAttaches() {
        boolean interrupted = false;
        synchronized (this) {
            while (attaching > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        restore(interrupted);
    }

    private void awaitReferences(TeardownTally using) {
        long reported = System.nanoTime();
        while ((work.size() > 0 || references.held() > 0) && !isAbandoned()) {
            String working = work.describe();
            using.waitingFor(
                    !working.isEmpty()
                            ? working
                            : name() + ": " + references.held() + " references on the filter are not given back");
            if (System.nanoTime() - reported > 5_000_000_000L) {
                reported = System.nanoTime();
                using.report();
            }
            LockSupport.parkNanos(this, 1_000_000);
        }
        using.waitingFor("");
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Unlinks it without waiting for its callbacks. */
    void abandon() {
        synchronized (this) {
            state = FilterState.ABANDONED;
            notifyAll();
        }
        ports.abandon();
        contexts.abandon();
        for (InstanceObject instance : instanceObjects()) {
            instance.abandon();
        }
        delayed.close();
        work.close();
        contexts.endVolumes(manager.volumes());
        references.close();
        manager.gone(this);
    }

    /** The instance of a name on a volume; empty for its highest one there. */
    synchronized @Nullable InstanceObject find(VolumeObject volume, Optional<String> instanceName) {
        return highest(i -> true, volume, instanceName);
    }

    /** The same among those that take part in operations: not one that is still being set up. */
    synchronized @Nullable InstanceObject findAttached(VolumeObject volume, Optional<String> instanceName) {
        return highest(InstanceObject::isStacked, volume, instanceName);
    }

    private @Nullable InstanceObject highest(
            Predicate<InstanceObject> which, VolumeObject volume, Optional<String> instanceName) {
        return instances.stream()
                .filter(which)
                .filter(i -> i.volume() == volume)
                .filter(i -> instanceName.isEmpty() || i.name().equalsIgnoreCase(instanceName.get()))
                .max(Comparator.comparing(InstanceObject::altitude))
                .orElse(null);
    }

    @Override
    public String toString() {
        return name();
    }
}
