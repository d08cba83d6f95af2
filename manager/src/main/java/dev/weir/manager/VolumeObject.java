package dev.weir.manager;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.Instance;
import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import dev.weir.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A mounted directory: its nodes, its handles, its stack of instances, and the operations in flight on it.
 *
 * <p>Safe on any thread. The lock of this object guards the list of instances; it is never held during a callback.
 */
@SuppressWarnings("EnumOrdinal") // an index into arrays that live no longer than the class
public final class VolumeObject extends ContextHolder implements Volume {
    private static final OperationKind[] KINDS = OperationKind.values();
    private static final long SETTLE = Duration.ofMillis(500).toNanos();
    private static final OperationOwner NOBODY = new OperationOwner() {
        @Override
        public void leaving(Operation operation) {}

        @Override
        public void completed(Operation operation) {}
    };

    private final long id;
    private final VolumeDefinition definition;
    private final ManagerThreads threads;
    private final Findings findings;
    private final NodeTable nodes;
    private final HandleTable handles = new HandleTable();
    private final FileNodeObject root;
    private final OwnOperations ownOperations = new OwnOperations(this);
    private final Set<OperationFlight> flights = ConcurrentHashMap.newKeySet();
    private final AtomicInteger stripes = new AtomicInteger();
    private final AtomicInteger listingTags = new AtomicInteger();
    private final StripedCounters totals = new StripedCounters(KINDS.length * 3);
    private final List<InstanceObject> attached = new ArrayList<>();
    private final LineSetting lineSetting = LineSetting.current();
    private volatile CallbackStack stack = CallbackStack.EMPTY;
    private volatile boolean detached;
    private volatile boolean gone;

    VolumeObject(long id, VolumeDefinition definition, ManagerThreads threads, Findings findings) {
        this.id = id;
        this.definition = definition;
        this.threads = threads;
        this.findings = findings;
        this.nodes = new NodeTable(definition.base());
        this.root = definition.base().root(nodes);
    }

    // ---- what the front uses

    /** Makes an operation, for one worker; its life ends with {@link #closeOperation} or when it leaves. */
    public Operation newOperation(OperationOwner owner) {
        var operation = new Operation(this, owner, stripes.getAndIncrement());
        flights.add(operation.flight);
        return operation;
    }

    /** The worker ends: its operation, which must not be in flight, is used no more. */
    public void closeOperation(Operation operation) {
        operation.flight.line().close();
        flights.remove(operation.flight);
    }

    /**
     * Runs an operation that {@link Requests} began, on the calling thread as far as possible.
     *
     * @return true where it has ended ({@link OperationOwner#completed} was called on this thread) and can be used again; false where it has left this
     *     thread and must not be touched any more
     */
    public boolean start(Operation operation) {
        return operation.flight.start(stack, null);
    }

    /** The same for what is generated: only instances below an altitude see it, or all. */
    boolean start(Operation operation, @Nullable Altitude below) {
        return operation.flight.start(stack, below);
    }

    OwnOperations ownOperations() {
        return ownOperations;
    }

    VolumeHooks hooks() {
        return definition.hooks();
    }

    public NodeTable nodes() {
        return nodes;
    }

    public HandleTable handles() {
        return handles;
    }

    /** The node of the volume's root, id 1. */
    public FileNodeObject root() {
        return root;
    }

    public BaseFileSystem base() {
        return definition.base();
    }

    /** Whether somebody on the stack registered for a major function. */
    public boolean wants(MajorFunction major) {
        return stack.wants(major);
    }

    /** Whether somebody wants reads or writes: then they must not go round. */
    public boolean wantsData() {
        CallbackStack now = stack;
        return now.wants(MajorFunction.READ) || now.wants(MajorFunction.WRITE);
    }

    /** The open files whose reads and writes go past the filters, also past one that attaches now, each with the program that opened it. */
    public List<String> unseenData() {
        return definition.hooks().unseenData();
    }

    /** Whether somebody wants each read and write of a program, also those that the page cache could answer. */
    public boolean wantsCachedData() {
        return stack.wantsCachedData();
    }

    /** Ends an open file that the front can't pass on: CLEANUP and then CLOSE for the instances below an altitude, or for all. */
    public void closeUnseen(FileHandleObject handle, @Nullable Altitude below) {
        new UnseenClose(this, handle, below).start();
    }

    /** Operations of each kind so far. */
    public Map<OperationKind, Totals> totals() {
        var all = new EnumMap<OperationKind, Totals>(OperationKind.class);
        for (OperationKind kind : KINDS) {
            int at = kind.ordinal() * 3;
            long count = totals.sum(at);
            if (count > 0) {
                all.put(kind, new Totals(count, totals.sum(at + 1), totals.sum(at + 2)));
            }
        }
        return all;
    }

    // ---- Volume

    @Override
    public long id() {
        return id;
    }

    @Override
    public String name() {
        return definition.name();
    }

    @Override
    public String fileSystemType() {
        return definition.base().type();
    }

    @Override
    public boolean isDetached() {
        return detached;
    }

    @Override
    public List<Instance> instances() {
        return Collections.unmodifiableList(stack.instances());
    }

    // ---- what the manager uses

    IntFunction<String> programs() {
        return definition.programs();
    }

    ManagerThreads threads() {
        return threads;
    }

    Findings findings() {
        return findings;
    }

    Collection<OperationFlight> flights() {
        return flights;
    }

    /** 1..4094; comes again only after so many attaches. */
    int nextListingTag() {
        return 1 + Math.floorMod(listingTags.getAndIncrement(), 4094);
    }

    CallbackStack stack() {
        return stack;
    }

    @Override
    boolean isOn(VolumeObject volume) {
        return volume == this;
    }

    void markDetached() {
        detached = true;
    }

    /** No attach from now on. */
    void close() {
        synchronized (attached) {
            gone = true;
        }
    }

    void forget(OperationFlight flight) {
        flight.line().close();
        flights.remove(flight);
    }

    void count(int stripe, OperationKind kind, boolean failed, long nanos) {
        int at = kind.ordinal() * 3;
        totals.add(stripe, at, 1);
        if (failed) {
            totals.add(stripe, at + 1, 1);
        }
        totals.add(stripe, at + 2, nanos);
    }

    /** The CLOSE of a handle has ended. */
    void ended(FileHandleObject handle) {
        if (handle.end()) {
            free(handle);
        }
    }

    /** Ends the use that {@link FileHandleObject#tryUse} began. */
    void unused(FileHandleObject handle) {
        if (handle.stopUse()) {
            free(handle);
        }
    }

    private void free(FileHandleObject handle) {
        if (handle.base() != null) {
            base().close(handle);
        }
        handles.close(handle);
    }

    Operation copyFor(Operation operation, int seenVersion) {
        var copy = new Operation(this, NOBODY, stripes.get());
        operation.copyRequestTo(copy, seenVersion);
        return copy;
    }

    /** Reserves a name and an altitude for an instance that is about to be set up. */
    void reserve(InstanceObject instance) throws FilterException {
        synchronized (attached) {
            if (gone) {
                throw new FilterException(NtStatus.FLT_DELETING_OBJECT, "volume " + name() + " is going away");
            }
            for (InstanceObject other : attached) {
                if (other.name().equalsIgnoreCase(instance.name())) {
                    throw new FilterException(
                            NtStatus.FLT_INSTANCE_NAME_COLLISION,
                            "volume " + name() + " has an instance '" + other.name()
                                    + "' already: name another with -i");
                }
                if (other.altitude().equals(instance.altitude())) {
                    throw new FilterException(
                            NtStatus.FLT_INSTANCE_ALTITUDE_COLLISION,
                            "altitude " + instance.altitude() + " on volume " + name() + " is taken by " + other.name()
                                    + " of " + other.filter().name() + ": choose another with -a");
                }
            }
            attached.add(instance);
        }
    }

    void removed(InstanceObject instance) {
        synchronized (attached) {
            attached.remove(instance);
        }
    }

    /**
     * Lets new operations see an instance that was set up.
     *
     * @return false where the volume is going away and does not wait for a teardown by anybody else: the caller tears it down
     */
    boolean stack(InstanceObject instance) {
        boolean stays;
        synchronized (attached) {
            replace(stack.with(instance));
            instance.markStacked();
            stays = !gone;
        }
        if (instance.isNameProvider()) {
            nodes.clock().advance();
        }
        return stays;
    }

    /** Every instance that has a place on this volume, high to low: also those that are being set up or torn down, which the stack does not show. */
    List<InstanceObject> allInstances() {
        synchronized (attached) {
            return attached.stream()
                    .sorted(Comparator.comparing(InstanceObject::altitude).reversed())
                    .toList();
        }
    }

    /** Hides an instance from new operations. */
    void unstack(InstanceObject instance) {
        synchronized (attached) {
            replace(stack.without(instance));
        }
    }

    private void replace(CallbackStack next) {
        CallbackStack old = stack;
        stack = next;
        old.lines().replace();
    }

    /** An instance that is not on the stack any more closes to operations: those that are on a line with it are interpreted from now on, and find that out. */
    void leaveLines(InstanceObject instance) {
        for (OperationFlight flight : flights) {
            flight.line().leave(instance);
        }
    }

    LineSetting lineSetting() {
        return lineSetting;
    }

    /**
     * Has the front forget what it cached under the old stack. An operation that is in flight under the old stack could bring an old result back after that: it is repeated once they have ended, or after half a
     * second.
     */
    void stackChanged() {
        definition.hooks().stackChanged();
        if (awaitOldOperations()) {
            definition.hooks().stackChanged();
        }
    }

    /** Whether a look-up is in flight that began before a moment of {@link System#nanoTime}. */
    public boolean isLookingUpSince(long moment) {
        for (OperationFlight flight : flights) {
            if (flight.isInFlightSince(moment) && flight.operation().kind() == OperationKind.LOOKUP) {
                return true;
            }
        }
        return false;
    }

    private boolean awaitOldOperations() {
        var old = new ArrayList<OperationFlight>();
        long begun = System.nanoTime();
        for (OperationFlight flight : flights) {
            if (flight.isInFlight() && !flight.isCallbackOfThread(Thread.currentThread())) {
                old.add(flight);
            }
        }
        if (old.isEmpty()) {
            return false;
        }
        while (System.nanoTime() - begun < SETTLE && old.stream().anyMatch(f -> f.isInFlightSince(begun))) {
            LockSupport.parkNanos(this, 200_000);
        }
        return true;
    }

    @Override
    public String toString() {
        return name();
    }
}
