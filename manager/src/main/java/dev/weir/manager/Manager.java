package dev.weir.manager;

import dev.weir.Altitude;
import dev.weir.Configuration;
import dev.weir.FilterException;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.OperationEvents;
import dev.weir.TeardownReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The filter manager: loads and unloads filters, mounts and dismounts volumes, attaches and detaches instances.
 *
 * <p>Safe on any thread. Every method here may block, except those that list.
 */
public final class Manager {
    private static final Duration PROGRESS = Duration.ofSeconds(5);

    private final ManagerThreads threads;
    private final Findings findings = new Findings();
    private final Attachments attachments = new Attachments(findings);
    private final AtomicLong volumeIds = new AtomicLong();
    private final CopyOnWriteArrayList<VolumeObject> volumes = new CopyOnWriteArrayList<>();
    private final Map<String, FilterObject> filters = new ConcurrentHashMap<>();
    private final PortNames portNames;
    private final ManagerClock clock;
    private final DelayedItems delayed;

    /** One whose ports are reached in process only. */
    public Manager(ManagerThreads threads) {
        this(threads, PortTransport.IN_PROCESS);
    }

    public Manager(ManagerThreads threads, PortTransport transport) {
        this(threads, transport, ManagerClock.SYSTEM);
    }

    public Manager(ManagerThreads threads, PortTransport transport, ManagerClock clock) {
        this.threads = threads;
        this.clock = clock;
        this.delayed = new DelayedItems(clock, threads.administration());
        this.portNames = new PortNames(transport);
    }

    PortNames portNames() {
        return portNames;
    }

    ManagerClock clock() {
        return clock;
    }

    DelayedItems delayed() {
        return delayed;
    }

    /** The threads that it was given. */
    public ManagerThreads threads() {
        return threads;
    }

    /** What filters should not have done. */
    public Findings findings() {
        return findings;
    }

    Attachments attachments() {
        return attachments;
    }

    // ---- volumes

    /**
     * Makes a volume and attaches to it every filter that wants to be. The front may start operations when this returns.
     *
     * @throws FilterException STATUS_OBJECT_NAME_COLLISION where the name is in use
     */
    public VolumeObject mount(VolumeDefinition definition) throws FilterException {
        VolumeObject volume;
        synchronized (volumes) {
            for (VolumeObject other : volumes) {
                if (other.name().equals(definition.name()) && !other.isDetached()) {
                    throw new FilterException(
                            NtStatus.OBJECT_NAME_COLLISION,
                            definition.name() + " is a volume already: unmount it first");
                }
            }
            volume = new VolumeObject(volumeIds.incrementAndGet(), definition, threads, findings);
            volumes.add(volume);
        }
        for (FilterObject filter : filters()) {
            if (filter.state() == FilterState.ACTIVE || filter.state() == FilterState.DECIDING) {
                attachments.automatic(filter, volume, true);
            }
        }
        return volume;
    }

    /** The volume is unmounted, but files are open: it is listed as detached and its instances live on until {@link #dismount}. */
    public void markDetached(VolumeObject volume) {
        volume.markDetached();
    }

    /** The volume has come to its end: instances are torn down from high to low, nobody is asked, and the base file system is closed. A second call does nothing. */
    public void dismount(VolumeObject volume) {
        if (!volumes.contains(volume)) {
            return;
        }
        volume.close();
        for (InstanceObject instance : volume.allInstances()) {
            if (instance.isStacked() && instance.claimTeardown()) {
                instance.tearDown(TeardownReason.VOLUME_DISMOUNT, true, new TeardownTally(holder -> {}));
            } else {
                // Another thread tears it down, or sets it up: that one sees that the volume goes.
                instance.awaitGone();
            }
        }
        if (volumes.remove(volume)) {
            volume.endContexts();
            volume.root().release(1);
            volume.base().close();
        }
    }

    /** The volumes, in the order in which they came. */
    public List<VolumeObject> volumes() {
        return List.copyOf(volumes);
    }

    /** The volume of a name or an id; one that is not detached where there are two. */
    public Optional<VolumeObject> volume(String nameOrId) {
        return volumes.stream()
                .filter(v -> v.name().equals(nameOrId) || Long.toString(v.id()).equals(nameOrId))
                .min(Comparator.comparing(VolumeObject::isDetached));
    }

    // ---- filters

    /**
     * Loads a filter: runs its entry routine on a thread of the administration, which registers it and starts filtering.
     *
     * @param constructor makes the filter's object; called on that thread
     * @throws FilterException STATUS_IMAGE_ALREADY_LOADED where a filter of that name is loaded, STATUS_FAILED_DRIVER_ENTRY where the entry routine
     *     failed: then nothing of the filter remains, and its unload callback was not called
     */
    public FilterObject load(
            FilterDefinition definition,
            Supplier<? extends Minifilter> constructor,
            Configuration configuration,
            OperationEvents events)
            throws FilterException {
        var filter = new FilterObject(this, definition);
        if (filters.putIfAbsent(key(definition.name()), filter) != null) {
            throw new FilterException(
                    NtStatus.IMAGE_ALREADY_LOADED, definition.name() + " is loaded already: unload it first");
        }
        var entry = new FilterEntry(this, filter, configuration, events);
        var done = new CompletableFuture<Void>();
        threads.administration().execute(() -> {
            try {
                entry.run(constructor);
                done.complete(null);
            } catch (FilterException | RuntimeException | Error failure) {
                done.completeExceptionally(failure);
            }
        });
        try {
            done.get();
            return filter;
        } catch (ExecutionException e) {
            filters.remove(key(definition.name()), filter);
            if (e.getCause() instanceof FilterException refusal) {
                throw refusal;
            }
            throw new FilterException(
                    NtStatus.FAILED_DRIVER_ENTRY, definition.name() + " is not loaded: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FilterException(
                    NtStatus.CANCELLED, "interrupted while the entry routine of " + definition.name() + " runs");
        }
    }

    /** Unloads a filter; blocks until it is gone, has refused, or the request's time-out has passed. */
    public UnloadResult unload(UnloadRequest request) {
        if (request.name().isEmpty()) {
            return UnloadResult.refused(NtStatus.INVALID_PARAMETER, "name the filter to unload");
        }
        Optional<FilterObject> found = filter(request.name());
        if (found.isEmpty()) {
            return UnloadResult.refused(
                    NtStatus.FLT_FILTER_NOT_FOUND,
                    "no filter '" + request.name() + "' is loaded: 'weir filters' lists what is");
        }
        FilterObject filter = found.get();
        if (!request.privileged()) {
            return UnloadResult.refused(
                    NtStatus.ACCESS_DENIED, "you may not unload filters here: ask as the service's user or as root");
        }
        if (isInCallbackOf(filter) || filter.isWorkingOn(Thread.currentThread())) {
            return UnloadResult.refused(NtStatus.INVALID_DEVICE_REQUEST, "a filter can't unload itself");
        }
        return await(filter, request, filter.unloadProtocol().request(request.mandatory()));
    }

    private UnloadResult await(FilterObject filter, UnloadRequest request, CompletableFuture<UnloadResult> answer) {
        UnloadProtocol protocol = filter.unloadProtocol();
        long deadline = clock.nanoTime() + request.timeout().toNanos();
        long told = clock.nanoTime();
        boolean interrupted = false;
        try {
            while (!interrupted) {
                long left = deadline - clock.nanoTime();
                if (left <= 0) {
                    break;
                }
                try {
                    return answer.get(clock.pause(Math.min(left, PROGRESS.toNanos())), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (clock.nanoTime() - told >= PROGRESS.toNanos()) {
                        told = clock.nanoTime();
                        request.progress().accept(protocol.waitingFor());
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return UnloadResult.refused(NtStatus.FLT_INTERNAL_ERROR, String.valueOf(e.getCause()));
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return new UnloadResult(
                UnloadResult.Outcome.TIMED_OUT,
                NtStatus.IO_TIMEOUT,
                "the unload of " + filter.name() + " goes on; it waits for " + protocol.waitingFor(),
                Optional.empty(),
                protocol.drained(),
                protocol.waited(),
                0,
                0,
                List.of());
    }

    /**
     * Unlinks a filter whose unload does not end: its callbacks are unlinked, its name and altitudes are free, and it is reported as removed, not proved. Only once an unload was asked for.
     */
    public UnloadResult abandon(String name) {
        Optional<FilterObject> found = filter(name);
        if (found.isEmpty()) {
            return UnloadResult.refused(
                    NtStatus.FLT_FILTER_NOT_FOUND, "no filter '" + name + "' is loaded: 'weir filters' lists what is");
        }
        FilterObject filter = found.get();
        FilterState state = filter.state();
        if (state != FilterState.DECIDING && state != FilterState.DELETING) {
            return UnloadResult.refused(
                    NtStatus.INVALID_DEVICE_REQUEST,
                    filter.name() + " is not being unloaded: only an unload that hangs can be abandoned");
        }
        String holder = filter.unloadProtocol().waitingFor();
        filter.abandon();
        filter.unloadProtocol().abandoned();
        return new UnloadResult(
                UnloadResult.Outcome.ABANDONED,
                NtStatus.SUCCESS,
                filter.name() + " is removed, not proved: " + holder,
                Optional.empty(),
                filter.unloadProtocol().drained(),
                filter.unloadProtocol().waited(),
                0,
                0,
                List.of());
    }

    void gone(FilterObject filter) {
        filters.remove(key(filter.name()), filter);
    }

    /** The filters that are loaded, highest altitude first. */
    public List<FilterObject> filters() {
        var all = new ArrayList<>(filters.values());
        all.sort(Comparator.comparing(FilterObject::altitude).reversed().thenComparing(FilterObject::name));
        return all;
    }

    /** The filter of a name, in any case. */
    public Optional<FilterObject> filter(String name) {
        return Optional.ofNullable(filters.get(key(name)));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    // ---- instances

    /**
     * Attaches a filter by hand.
     *
     * @param instance empty for the default instance
     * @param altitude empty for the one that the descriptor gives the instance
     * @throws FilterException the attach errors of {@link dev.weir.Filter#attach}, or STATUS_FLT_FILTER_NOT_FOUND
     */
    public InstanceObject attach(
            String filter, VolumeObject volume, Optional<String> instance, Optional<Altitude> altitude)
            throws FilterException {
        return attachments.manual(loaded(filter), volume, instance, altitude);
    }

    /** Detaches an instance by hand; empty for the filter's highest one on that volume. */
    public void detach(String filter, VolumeObject volume, Optional<String> instance) throws FilterException {
        attachments.detach(loaded(filter), volume, instance);
    }

    private FilterObject loaded(String name) throws FilterException {
        return filter(name)
                .orElseThrow(() -> new FilterException(
                        NtStatus.FLT_FILTER_NOT_FOUND,
                        "no filter '" + name + "' is loaded: 'weir filters' lists what is"));
    }

    // ---- ports

    /** The port of a name that takes connections. */
    public Optional<PortObject<?>> port(String name) {
        return portNames.find(name);
    }

    /** The ports that take connections, by name. */
    public List<PortObject<?>> ports() {
        return portNames.all();
    }

    // ---- looking

    /** The operations that are in flight, oldest first. */
    public List<InFlight> inFlight() {
        var all = new ArrayList<InFlight>();
        long now = System.nanoTime();
        for (VolumeObject volume : volumes) {
            for (OperationFlight flight : volume.flights()) {
                if (flight.isInFlight()) {
                    InFlight seen = FlightDescription.inFlight(flight, now);
                    if (seen.ageNanos() >= 0) {
                        all.add(seen);
                    }
                }
            }
        }
        all.sort(Comparator.comparingLong(InFlight::ageNanos).reversed());
        return all;
    }

    /** Whether the calling thread is in a callback of an operation that this filter was called for, or runs a task of its own I/O. */
    boolean isInCallbackOf(FilterObject filter) {
        if (filter.instanceObjects().stream().anyMatch(i -> i.ownIo().task() != null)) {
            return true;
        }
        Thread me = Thread.currentThread();
        for (VolumeObject volume : volumes) {
            for (OperationFlight flight : volume.flights()) {
                if (flight.isCallbackOf(filter, me)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The service ends: each instance that registered for SHUTDOWN is called once, from high to low, and given five seconds. Unload callbacks are not called. The volumes are still
     * mounted afterwards.
     */
    public void shutdown() {
        for (VolumeObject volume : volumes) {
            new VolumeShutdown(volume).run();
        }
    }
}
