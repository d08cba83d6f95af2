package dev.weir.service;

import dev.weir.manager.FilterDefinition;
import dev.weir.manager.FilterObject;
import dev.weir.manager.InstanceDefinition;
import dev.weir.service.events.EventSource;
import dev.weir.service.filter.FilterCode;
import dev.weir.service.filter.FilterDescriptor;
import dev.weir.service.filter.FilterJar;
import dev.weir.service.filter.LoaderProof;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A filter that is installed: its jar and configuration, and its code while it is loaded. Safe on any thread. */
final class InstalledFilter {
    /**
     * What there is of a filter only while it is loaded.
     *
     * @param code its class loader
     * @param events where it publishes
     * @param verification what looks after it, where that is wanted
     */
    record Loaded(FilterCode code, EventSource events, Optional<RunTimeVerification> verification) {}

    private final AtomicReference<@Nullable FilterObject> object = new AtomicReference<>();

    private final FilterJar jar;
    private final FilterDescriptor descriptor;
    private final FilterSettings settings;
    private final AtomicReference<@Nullable Loaded> loaded = new AtomicReference<>();
    private volatile boolean entering;
    private volatile @Nullable LoaderProof proof;
    private volatile @Nullable RunTimeVerification verification;
    private volatile boolean abandoned;

    InstalledFilter(FilterJar jar, FilterSettings settings) {
        this.jar = jar;
        this.settings = settings;
        this.descriptor =
                settings.altitude().map(jar.descriptor()::withDefaultAltitude).orElse(jar.descriptor());
    }

    String name() {
        return descriptor.name();
    }

    FilterJar jar() {
        return jar;
    }

    FilterDescriptor descriptor() {
        return descriptor;
    }

    FilterSettings settings() {
        return settings;
    }

    /** As the user wrote it. */
    Map<String, String> configuration() {
        return settings.configuration();
    }

    FilterDefinition definition() {
        List<InstanceDefinition> instances = descriptor.instances().stream()
                .map(i -> new InstanceDefinition(i.name(), i.altitude(), i.suppressesAutomatic(), i.suppressesManual()))
                .toList();
        return new FilterDefinition(name(), descriptor.group(), instances, descriptor.defaultInstance());
    }

    /** Begins a load: false where it is loaded already. */
    boolean enter(Loaded fresh) {
        if (!loaded.compareAndSet(null, fresh)) {
            return false;
        }
        entering = true;
        abandoned = false;
        return true;
    }

    /** The entry routine has ended. */
    void entered() {
        entering = false;
    }

    /** It is loaded now, as this. */
    void entered(FilterObject loadedAs) {
        object.set(loadedAs);
        entered();
    }

    /** What it was loaded as; one caller gets it, once its load has ended. */
    Optional<FilterObject> takeObject() {
        return Optional.ofNullable(object.getAndSet(null));
    }

    boolean isEntering() {
        return entering;
    }

    boolean isLoaded() {
        return loaded.get() != null;
    }

    Optional<Loaded> loaded() {
        return Optional.ofNullable(loaded.get());
    }

    /** Takes what was loaded; one caller gets it. */
    Optional<Loaded> leave() {
        return Optional.ofNullable(loaded.getAndSet(null));
    }

    /** A load has ended. */
    void left(Loaded last, LoaderProof watched) {
        verification = last.verification().orElse(null);
        proof = watched;
    }

    /** What looked after its last load that has ended; empty where nothing did. */
    Optional<RunTimeVerification> verification() {
        return Optional.ofNullable(verification);
    }

    /** What watches the loader of its last load; empty while it was never unloaded. */
    Optional<LoaderProof> proof() {
        return Optional.ofNullable(proof);
    }

    void markAbandoned() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }
}
