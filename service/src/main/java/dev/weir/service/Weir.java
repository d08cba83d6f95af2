package dev.weir.service;

import dev.weir.fuse.FuseVolume;
import dev.weir.linux.HostFileSystem;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.service.control.ControlServer;
import dev.weir.service.control.SocketPaths;
import dev.weir.service.control.Verb;
import dev.weir.service.events.EventHub;
import dev.weir.service.filter.TrustedOwners;
import dev.weir.service.port.SocketPorts;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A filter manager with its filters, volumes and control socket: what {@code weir serve} keeps running, and what {@code weir run} has for one program. Safe on any thread.
 */
public final class Weir implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Weir.class.getName());

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final AtomicLong ADMINISTRATION = new AtomicLong();

    private final Settings settings;
    private final SocketPorts ports;
    private final Manager manager;
    private final EventHub events = new EventHub();
    private final InstalledFilters filters;
    private final MountedVolumes volumes;
    private final ManualAttachments attachments = new ManualAttachments();
    private final StateFile state;
    private @Nullable ControlServer control;
    private @Nullable FileChannel lock;
    private volatile boolean keeping;

    private Weir(Settings settings, SocketPorts ports) throws IOException {
        this.settings = settings;
        this.ports = ports;
        this.manager = new Manager(new ManagerThreads(threads("weir-operation-"), Weir::administer), ports);
        this.filters = new InstalledFilters(
                manager,
                events,
                settings.jars(),
                settings.bundledFilters(),
                TrustedOwners.ofThisProcess(settings.bundledFilters()));
        this.volumes = new MountedVolumes(
                manager,
                new OwnPaths(List.of(settings.folder(), settings.home()), settings.keepsState()),
                this::changed);
        this.state = new StateFile(settings.folder());
    }

    private static Executor threads(String name) {
        return Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name(name, 1).factory());
    }

    /** Each task gets a fresh thread: what a filter leaves in thread locals of its entry routine ends with it. */
    private static void administer(Runnable task) {
        Thread.ofPlatform()
                .daemon()
                .name("weir-administration-" + ADMINISTRATION.incrementAndGet())
                .start(task);
    }

    /**
     * Starts one, without filters and volumes. Its filters' ports are in its own folder.
     *
     * @throws Refusal where its folder is somebody else's
     */
    public static Weir start(Settings settings) throws IOException, Refusal {
        return start(settings, settings.folder());
    }

    /**
     * Starts one, without filters and volumes.
     *
     * @param sockets the folder of the control socket, in which {@code ports} has those of filters
     * @throws Refusal where its folder is somebody else's
     */
    public static Weir start(Settings settings, Path sockets) throws IOException, Refusal {
        PrivateFolders.make(settings.folder());
        PrivateFolders.make(settings.jars());
        Weir weir = new Weir(settings, new SocketPorts(sockets.resolve("ports")));
        if (!settings.keepsState()) {
            weir.lock = RunFolders.hold(settings.folder());
        }
        return weir;
    }

    /** Brings back what an earlier service had, and writes down from now on what this one has. Returns a line for each thing that did not come back. */
    public List<String> restore() throws IOException, InterruptedException {
        List<String> failures = new Restoration(manager, filters, volumes, attachments).run(state.read());
        keeping = true;
        changed();
        return failures;
    }

    /** Listens for clients. */
    public void listen(Path socket) throws IOException, Refusal {
        SocketPaths.makeFolder(socket);
        control = ControlServer.listen(socket, verbs());
    }

    private List<Verb> verbs() {
        return List.of(
                new PingVerb(),
                new VolumesVerb(volumes),
                new MountVerb(manager, filters, volumes),
                new UnmountVerb(volumes),
                new FiltersVerb(manager, filters),
                new InstancesVerb(manager),
                new LoadVerb(manager, filters, this::changed),
                new StartVerb(manager, filters, this::changed),
                new UnloadVerb(filters, this::changed),
                new RemoveVerb(filters, this::changed),
                new AttachVerb(manager, attachments, this::changed),
                new DetachVerb(manager, this::changed),
                new TailVerb(manager, events),
                new OperationsVerb(manager),
                new PortsVerb(manager, ports),
                new WhyVerb(manager, filters, settings.jars()));
    }

    /** The filter manager. */
    public Manager manager() {
        return manager;
    }

    /** What filters publish. */
    public EventHub events() {
        return events;
    }

    /** What filters did, those of ended loads too. */
    public List<PastLoads.Sum> totals() {
        return filters.past().with(manager.filters());
    }

    InstalledFilters filters() {
        return filters;
    }

    MountedVolumes volumes() {
        return volumes;
    }

    /** Installs a filter and starts it: a jar's path, or the name of one that Weir brings. */
    public void load(String jarOrName, FilterSettings filter) throws Refusal, IOException {
        filters.load(jarOrName, filter);
        changed();
    }

    /**
     * Stops the verified filters that are loaded, so that it is seen what each leaves behind. Takes some seconds at most for each.
     *
     * @return a line for each that did not go
     */
    public List<String> stopVerified() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        for (InstalledFilter filter : filters.all()) {
            if (filter.settings().verified() && filter.isLoaded()) {
                stop(filter.name()).ifPresent(lines::add);
            }
        }
        return lines;
    }

    private Optional<String> stop(String name) throws InterruptedException {
        try {
            UnloadResult result = filters.unload(new UnloadRequest(name, true, STOP_PATIENCE, true, holder -> {}));
            if (result.outcome() != UnloadResult.Outcome.UNLOADED) {
                return Optional.of(result.message());
            }
            UnloadVerb.proof(filters, name);
            return Optional.empty();
        } catch (Refusal gone) {
            return Optional.of(String.valueOf(gone.getMessage()));
        }
    }

    /** Refuses loaded filters that can't both be attached to one volume: those of a {@code weir run} are for one. */
    public void checkCollisions() throws Refusal {
        NotAttached.refuseCollisions(filters.all());
    }

    /** Refuses a mount point that this process needs itself. */
    public void checkMountPoint(Path mountPoint) throws Refusal {
        volumes.checkMountPoint(mountPoint);
    }

    /**
     * Serves a device that was mounted elsewhere.
     *
     * @param directory the name of the volume
     * @param base what is below; the volume's from the call on
     */
    public FuseVolume serve(String directory, HostFileSystem base, int device, MountSettings mountSettings)
            throws Refusal, IOException {
        return volumes.serve(directory, base, device, mountSettings);
    }

    private void changed() {
        if (!keeping) {
            return;
        }
        try {
            state.write(filters.all(), volumes.all(), attachments);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the state is not kept: a restart would not bring all back", e);
        }
    }

    /** Ends the service: filters are told by SHUTDOWN, volumes unmounted, those in use lazily. Unload callbacks are not called. Takes some seconds at most. */
    @Override
    public void close() throws IOException {
        keeping = false;
        if (control != null) {
            control.close();
        }
        manager.shutdown();
        volumes.unmountAll();
        ports.close();
        if (!settings.keepsState()) {
            if (lock != null) {
                lock.close();
            }
            RunFolders.delete(settings.folder());
        }
    }
}
