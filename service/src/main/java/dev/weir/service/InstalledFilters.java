package dev.weir.service;

import dev.weir.FilterException;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.manager.FilterObject;
import dev.weir.manager.Manager;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.service.events.EventHub;
import dev.weir.service.events.EventSource;
import dev.weir.service.filter.FilterCode;
import dev.weir.service.filter.FilterConfiguration;
import dev.weir.service.filter.FilterJar;
import dev.weir.service.filter.TrustedOwners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The filters that are installed, loaded or not. Safe on any thread; loading and unloading block as long as the filter takes. */
final class InstalledFilters {
    private static final long WATCH_MILLIS = 200;

    private final Manager manager;
    private final EventHub events;
    private final Path jars;
    private final Path bundled;
    private final TrustedOwners trusted;
    private final Map<String, InstalledFilter> filters = new ConcurrentHashMap<>();
    private final PastLoads past = new PastLoads();

    /**
     * @param jars the private folder for copies
     * @param bundled the folder of the filters that Weir brings
     */
    InstalledFilters(Manager manager, EventHub events, Path jars, Path bundled, TrustedOwners trusted) {
        this.manager = manager;
        this.events = events;
        this.jars = jars;
        this.bundled = bundled;
        this.trusted = trusted;
    }

    /** What ended loads did. */
    PastLoads past() {
        return past;
    }

    /** All of them, by name. */
    List<InstalledFilter> all() {
        filters.values().forEach(this::settle);
        return filters.values().stream()
                .sorted(java.util.Comparator.comparing(InstalledFilter::name))
                .toList();
    }

    Optional<InstalledFilter> find(String name) {
        Optional<InstalledFilter> found = Optional.ofNullable(filters.get(key(name)));
        found.ifPresent(this::settle);
        return found;
    }

    private InstalledFilter installed(String name) throws Refusal {
        return find(name)
                .orElseThrow(() -> Refusal.no(
                        NtStatus.FLT_FILTER_NOT_FOUND,
                        "no filter '" + name + "' is installed: 'weir filters' lists what is"));
    }

    /**
     * Installs a filter and starts it. Where it is installed already and not loaded, the new jar and configuration take its place.
     *
     * @param jarOrName a path with a slash in it or ending in .jar; or the name of a filter that Weir brings, or that is installed
     */
    InstalledFilter load(String jarOrName, FilterSettings settings) throws Refusal, IOException {
        Path copy = null;
        try {
            FilterJar jar = jar(jarOrName);
            copy = jar.copy();
            InstalledFilter fresh = new InstalledFilter(jar, settings);
            InstalledFilter old = find(fresh.name()).orElse(null);
            if (old != null && old.isLoaded()) {
                throw alreadyLoaded(fresh.name());
            }
            enter(fresh);
            filters.put(key(fresh.name()), fresh);
            if (old != null && !old.jar().copy().equals(copy)) {
                Files.deleteIfExists(old.jar().copy());
            }
            copy = null;
            return fresh;
        } finally {
            if (copy != null && filters.values().stream().noneMatch(copyIs(copy))) {
                Files.deleteIfExists(copy);
            }
        }
    }

    private static java.util.function.Predicate<InstalledFilter> copyIs(Path copy) {
        return filter -> filter.jar().copy().equals(copy);
    }

    /** A private copy of a jar, or that of a filter which is installed. */
    FilterJar jar(String jarOrName) throws Refusal, IOException {
        if (jarOrName.contains("/") || jarOrName.endsWith(".jar")) {
            return FilterJar.copyTo(jars, Path.of(jarOrName).toAbsolutePath(), trusted);
        }
        Path own = bundled.resolve(jarOrName + ".jar");
        if (Files.exists(own)) {
            return FilterJar.copyTo(jars, own, trusted);
        }
        Optional<InstalledFilter> known = find(jarOrName);
        if (known.isPresent()) {
            return known.get().jar();
        }
        List<String> names = BundledFilters.in(bundled);
        throw Refusal.no(
                NtStatus.OBJECT_NAME_NOT_FOUND,
                "no filter '" + jarOrName + "' is bundled (there are "
                        + (names.isEmpty() ? "none" : String.join(", ", names))
                        + ") or installed: give the path of a jar");
    }

    /** Registers a filter of an earlier run of the service, not loaded. */
    InstalledFilter restore(Path copy, FilterSettings settings) throws Refusal, IOException {
        InstalledFilter filter = new InstalledFilter(FilterJar.ours(copy), settings);
        filters.put(key(filter.name()), filter);
        return filter;
    }

    /** Starts a filter that is installed. */
    InstalledFilter start(String name) throws Refusal {
        InstalledFilter filter = installed(name);
        enter(filter);
        return filter;
    }

    private void enter(InstalledFilter filter) throws Refusal {
        FilterConfiguration configuration = FilterConfiguration.of(filter.descriptor(), filter.configuration());
        FilterCode code = FilterCode.open(filter.jar().copy(), filter.descriptor());
        EventSource source = events.open(filter.name());
        Optional<RunTimeVerification> verification = filter.settings().verified()
                ? Optional.of(new RunTimeVerification(filter.name(), manager))
                : Optional.empty();
        InstalledFilter.Loaded loaded = new InstalledFilter.Loaded(code, source, verification);
        if (!filter.enter(loaded)) {
            events.close(source);
            code.close();
            throw alreadyLoaded(filter.name());
        }
        try {
            Supplier<Minifilter> plain = code.constructor(filter.descriptor());
            Supplier<Minifilter> constructor =
                    verification.map(verifier -> verifier.round(plain)).orElse(plain);
            filter.entered(manager.load(filter.definition(), constructor, configuration, source));
        } catch (FilterException failed) {
            filter.entered();
            closeCode(filter);
            throw Refusal.of(failed);
        }
    }

    private static Refusal alreadyLoaded(String name) {
        return Refusal.no(NtStatus.IMAGE_ALREADY_LOADED, name + " is loaded already: unload it first");
    }

    /** Unloads a filter; see {@link Manager#unload}. What is left of it is cleared away when it is gone, at once or later. */
    UnloadResult unload(UnloadRequest request) throws Refusal {
        Optional<InstalledFilter> installed = find(request.name());
        if (installed.isPresent()
                && !installed.get().isLoaded()
                && manager.filter(request.name()).isEmpty()) {
            throw Refusal.no(
                    NtStatus.FLT_FILTER_NOT_FOUND, installed.get().name() + " is not loaded: 'weir start' loads it");
        }
        UnloadResult result = manager.unload(request);
        installed.ifPresent(filter -> afterUnload(filter, result));
        return result;
    }

    private void afterUnload(InstalledFilter filter, UnloadResult result) {
        switch (result.outcome()) {
            case UNLOADED -> closeCode(filter);
            case TIMED_OUT ->
                Thread.ofPlatform().daemon().name("weir-watch-" + filter.name()).start(() -> watch(filter));
            case ABANDONED -> {
                filter.markAbandoned();
                filter.takeObject().ifPresent(past::ended);
                filter.leave().ifPresent(loaded -> events.close(loaded.events()));
            }
            case REFUSED -> {}
        }
    }

    private void watch(InstalledFilter filter) {
        try {
            while (filter.isLoaded()) {
                Thread.sleep(WATCH_MILLIS);
                settle(filter);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a loaded filter lets itself be stopped. */
    boolean supportsStop(String name) {
        return manager.filter(name).map(FilterObject::supportsStop).orElse(true);
    }

    /** Removes a filter whose unload does not end, without proof. */
    UnloadResult abandon(String name) throws Refusal {
        InstalledFilter filter = installed(name);
        UnloadResult result = manager.abandon(name);
        afterUnload(filter, result);
        return result;
    }

    /** Takes a filter out. */
    void remove(String name) throws Refusal, IOException {
        InstalledFilter filter = installed(name);
        if (filter.isLoaded()) {
            throw Refusal.no(
                    NtStatus.INVALID_DEVICE_REQUEST,
                    filter.name() + " is loaded: 'weir unload " + filter.name() + "' first");
        }
        filters.remove(key(name));
        Files.deleteIfExists(filter.jar().copy());
    }

    /** A filter can go without being asked to by us: another one may unload it. */
    private void settle(InstalledFilter filter) {
        if (filter.isLoaded()
                && !filter.isEntering()
                && manager.filter(filter.name()).isEmpty()) {
            closeCode(filter);
        }
    }

    private void closeCode(InstalledFilter filter) {
        filter.takeObject().ifPresent(past::ended);
        filter.leave().ifPresent(loaded -> {
            events.close(loaded.events());
            filter.left(loaded, loaded.code().close());
        });
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
