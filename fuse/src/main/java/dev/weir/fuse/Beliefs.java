package dev.weir.fuse;

import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.MajorFunction;
import dev.weir.linux.HostFileSystem;
import dev.weir.linux.HostWatch;
import dev.weir.linux.SystemCallException;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.VolumeObject;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How long the kernel may believe what it is told. That is long where it is told when something changes below, and where no filter asks to see its questions; else it is what the mount's options say.
 *
 * <p>Someone else's change is told at once, by three notifications. Attributes: an answer that is on its way when they change does not count in the kernel. A name: it waits for requests that change the directory or
 * list it, so it reaches what those bring. What it does not reach is the answer to a name's being looked at again, which can come after it, with what was before it: so at most a second later it is told
 * again. That bounds how long a change can stay unseen: some milliseconds as a rule, and a second where it meets such an answer, or a request that holds the directory for long.
 *
 * <p>Changes past this process that nobody tells of are stores into mappings in passthrough: the attributes of a file that is open for writing there are believed as the options say, and afterwards until the last such mapping has
 * ended, or a minute.
 */
final class Beliefs implements HostWatch.Listener {
    private static final long SECOND = 1_000_000_000L;
    private static final long WRITTEN_LATELY = 60 * SECOND;
    private static final int MOST_AGAIN = 4_096;
    private static final int DROPS = 60;
    private static final Executor IN_A_SECOND = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final Connection connection;
    private final TimeOuts usual;
    private final TimeOuts longest;
    private final long listingNanos;
    private final Set<Integer> own = ConcurrentHashMap.newKeySet();
    private final AbsentNames absentNames;
    private final Map<AbsentNames.Name, Long> changedNames = new ConcurrentHashMap<>();
    private final Map<FileNodeObject, Integer> outdated = new ConcurrentHashMap<>();
    private final AtomicBoolean tellsAgain = new AtomicBoolean();
    /** When all names were to be looked up again, by nanoTime; 0 where that has been told again since. */
    private final AtomicLong allChanged = new AtomicLong();

    private volatile @Nullable HostWatch watch;
    private volatile @Nullable Telling telling;
    private volatile String refusal = "";

    /** What tells the kernel: the second one blocks, on a thread of its own. */
    private record Telling(Notices notices, Notifier changes) {}

    Beliefs(Connection connection, MountOptions options) {
        this.connection = connection;
        this.usual = TimeOuts.of(options);
        this.longest = TimeOuts.of(options.watchedTimeOut());
        this.absentNames = new AbsentNames(Math.max(
                options.negativeTimeOut().toNanos(), options.watchedTimeOut().toNanos()));
        this.listingNanos = options.watchedTimeOut().toNanos() / 2;
    }

    /** Begins to watch, before the first request. */
    void watch(ReplySink sink, Notifier changes) {
        telling = new Telling(new Notices(connection, sink), changes);
        VolumeObject volume = connection.volume();
        if (longest.entrySeconds() == 0 && longest.entryNanos() == 0) {
            refusal = "times were chosen";
        } else if (volume.base() instanceof HostFileSystem host) {
            try {
                watch = host.watch(volume.nodes(), this);
            } catch (SystemCallException refused) {
                refusal = String.valueOf(refused.getMessage());
            }
        } else {
            refusal = "not a directory of this host";
        }
    }

    /** Nothing is told any more when this returns. */
    void stop() {
        HostWatch watching = watch;
        watch = null;
        if (watching != null) {
            watching.close();
        }
    }

    /** The names that the kernel knows and this process keeps nothing under: what is not there, and what a filter led elsewhere. */
    AbsentNames absentNames() {
        return absentNames;
    }

    /** Why nothing is watched; empty if it is. */
    String refusal() {
        return connection.negotiation().isSettled() && !connection.negotiation().expiresNames() && refusal.isEmpty()
                ? "this kernel can't be told of a name"
                : refusal;
    }

    // ---- what replies say

    /** Of a name in a directory, also one that leads nowhere. */
    TimeOuts ofName(FileNodeObject directory) {
        return isTold(directory) ? longest : usual;
    }

    TimeOuts ofAttributes(FileNodeObject file) {
        HostWatch watching = watch;
        boolean told = watching != null
                && isTold(file)
                && !isWrittenUnseen(file, WRITTEN_LATELY)
                && (file.type() != FileType.REGULAR || watching.listensTo(file));
        return told ? longest : usual;
    }

    /**
     * How a directory is to be opened, by bits of {@link OpenFlag}. A listing that the kernel keeps saves reading it, but brings no attributes along: so a new one is read while the kernel still believes those that came with the old
     * one.
     */
    int ofListing(FileNodeObject directory) {
        if (!isTold(directory) || connection.volume().wants(MajorFunction.DIRECTORY_CONTROL)) {
            return 0;
        }
        boolean keeps = NodeState.of(directory).hasListing(listingNanos);
        return keeps ? OpenFlag.CACHE_DIR | OpenFlag.KEEP_CACHE : OpenFlag.CACHE_DIR;
    }

    private boolean isTold(FileNodeObject file) {
        HostWatch watching = watch;
        VolumeObject volume = connection.volume();
        return watching != null
                && watching.sees(file)
                && connection.negotiation().expiresNames()
                && !volume.wants(MajorFunction.QUERY_OPEN)
                && !volume.wants(MajorFunction.QUERY_INFORMATION);
    }

    private static boolean isWrittenUnseen(FileNodeObject file, long nanos) {
        OpenModes modes = modes(file);
        return modes != null && modes.isWrittenUnseen(nanos);
    }

    private static @Nullable OpenModes modes(FileNodeObject file) {
        return file.type() == FileType.REGULAR && file.frontState() instanceof NodeState state
                ? state.openModes()
                : null;
    }

    /** A file is about to be open for writing past this process, and was not before: what was said of its attributes until now is not believed any longer. */
    void writesUnseen(FileNodeObject file) {
        if (isTold(file)) {
            ownAttributesChanged(file);
        }
    }

    /** What tells of a file; null where the kernel does not know it. */
    private @Nullable Telling telling(FileNodeObject file) {
        Telling to = telling;
        return to != null && to.notices.isKnown(file) ? to : null;
    }

    // ---- whose changes are told

    /** A thread does requests of this volume from now on, and nothing else: the kernel knows what it changes. */
    void ownThread(int thread) {
        own.add(thread);
    }

    /** It does no longer. */
    void notOwnThread(int thread) {
        own.remove(thread);
    }

    @Override
    public boolean isOwn(int thread) {
        return own.contains(thread);
    }

    @Override
    public void nameChanged(FileNodeObject directory, FileName name) {
        Telling to = telling(directory);
        if (to != null) {
            to.notices.attributes(directory);
            to.changes.nameChanged(directory, name);
            // Its listing, where time stamps are too coarse to tell.
            to.changes.changed(directory);
            changedNames.put(new AbsentNames.Name(directory, name), System.nanoTime());
            tellAgainInASecond();
        }
    }

    /** An operation of the volume's own changed attributes in a way that the kernel does not know of. */
    void ownAttributesChanged(FileNodeObject file) {
        Telling to = telling(file);
        if (to != null) {
            to.notices.attributes(file);
        }
    }

    @Override
    public void attributesChanged(FileNodeObject file) {
        Telling to = telling(file);
        if (to != null) {
            to.notices.attributes(file);
            if (keepsItsOwn(file)) {
                drop(to, file);
            }
        }
    }

    /** Size and times of a regular file are the kernel's own while it writes back, whatever it is told: it has to forget the file. */
    private boolean keepsItsOwn(FileNodeObject file) {
        return file.type() == FileType.REGULAR
                && connection.negotiation().writesBack()
                && connection.negotiation().hasPrune();
    }

    /** It can't while the file is open, and be it by somebody who only looks: so it is told again, each second for a minute. */
    private void drop(Telling to, FileNodeObject file) {
        outdated.put(file, DROPS);
        to.changes.changed(file);
        to.changes.unused(file);
        tellAgainInASecond();
    }

    private void dropAgain(Telling to) {
        outdated.entrySet().removeIf(entry -> entry.getValue() == 0 || !to.notices.isKnown(entry.getKey()));
        outdated.replaceAll((file, left) -> left - 1);
        outdated.keySet().forEach(to.changes::unused);
    }

    /** Who writes to a file in passthrough can't be told from others, but meanwhile nobody believes for long. */
    @Override
    public boolean dataChanged(FileNodeObject file, boolean writerClosed) {
        OpenModes modes = modes(file);
        if (modes != null && writerClosed) {
            modes.closeSeen();
        }
        boolean believedShortly = modes != null
                && (writerClosed ? modes.wasWrittenUnseen(SECOND) : modes.isWrittenUnseen(WRITTEN_LATELY));
        Telling to = telling(file);
        if (to != null && !believedShortly) {
            to.notices.attributes(file);
            if (keepsItsOwn(file)) {
                drop(to, file);
            } else {
                to.changes.changed(file);
            }
        }
        return wantsWrites(file);
    }

    @Override
    public boolean wantsWrites(FileNodeObject file) {
        return !isWrittenUnseen(file, WRITTEN_LATELY);
    }

    @Override
    public void eventsLost() {
        Telling to = telling;
        if (to != null && connection.negotiation().isSettled()) {
            to.changes.forgetEverythingSoon();
        }
    }

    @Override
    public void mountsChanged() {
        allNamesChanged();
    }

    /** Another stack answers from now on, and the kernel was told to forget: what a listing brings that was answered before can come after that, with its names. */
    void stackChanged() {
        if (watch != null) {
            allChanged.set(now());
            tellAgainInASecond();
        }
    }

    private void allNamesChanged() {
        Telling to = telling;
        if (to != null && connection.negotiation().expiresNames()) {
            to.changes.namesChanged();
        }
    }

    private void tellAgainInASecond() {
        if (connection.negotiation().expiresNames() && tellsAgain.compareAndSet(false, true)) {
            IN_A_SECOND.execute(this::tellAgain);
        }
    }

    /** What changed a second ago, unless a look-up has been under way all the time, which can still bring what was before; and what changed since is told once more then. */
    private void tellAgain() {
        tellsAgain.set(false);
        long aSecondAgo = now() - SECOND;
        boolean asksStill = connection.volume().isLookingUpSince(aSecondAgo);
        if (changedNames.size() > MOST_AGAIN) {
            changedNames.clear();
            allChanged.set(now());
        }
        long all = allChanged.get();
        Telling to = telling;
        if (all != 0) {
            allNamesChanged();
        } else if (to != null) {
            changedNames.keySet().forEach(changed -> to.changes.nameChanged(changed.directory(), changed.name()));
        }
        if (to != null) {
            dropAgain(to);
        }
        if (!asksStill) {
            changedNames.values().removeIf(at -> at - aSecondAgo <= 0);
            if (all != 0 && all - aSecondAgo <= 0) {
                allChanged.compareAndSet(all, 0);
            }
        }
        if (watch != null && (allChanged.get() != 0 || !changedNames.isEmpty() || !outdated.isEmpty())) {
            tellAgainInASecond();
        }
    }

    /** Never 0. */
    private static long now() {
        return System.nanoTime() | 1;
    }
}
