package dev.weir.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.Errno;
import dev.weir.manager.NodeTable;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The source of events of one file system, for all volumes of this process that are on it. It lives from the first watch to the end of the last one.
 *
 * <p>The kernel keeps an event for each change anywhere in the file system until it is read, and merges equal ones that wait. So the reader lets them wait for a little while: a program that writes a lot makes few events.
 */
final class FileSystemEvents {
    private static final Map<Long, FileSystemEvents> SOURCES = new HashMap<>();
    private static final String MOUNT_TABLE = "/proc/thread-self/mountinfo";

    /** The descriptors: of the events, of what ends the reader, of the table of mounts; these are waited for. */
    private static final int GROUP = 0;

    private static final int WAKE = 1;
    private static final int MOUNTS = 2;

    /** Any open file of the file system. */
    private static final int FILE = 3;

    private static final int[] AWAITED = {ChannelCalls.POLLIN, ChannelCalls.POLLIN, ChannelCalls.POLLPRI};

    private static final int ROOM = 1 << 16;
    private static final long PAUSE = 3_000_000;

    private final long device;
    private final int[] descriptors;
    private final IgnoredWrites ignored;
    private final List<HostWatch> watches = new ArrayList<>();
    private final Thread reader;
    private volatile boolean ended;

    private FileSystemEvents(long device, int[] descriptors) {
        this.device = device;
        this.descriptors = descriptors;
        this.ignored = new IgnoredWrites(descriptors[GROUP], descriptors[FILE]);
        this.reader = Thread.ofPlatform()
                .daemon()
                .name("weir-watch-" + (device >>> 32) + "-" + (int) device)
                .unstarted(this::run);
    }

    /**
     * Begins to watch for a volume.
     *
     * @param file a descriptor of an open file there
     * @throws SystemCallException why that can't be: EOPNOTSUPP where an event's file handle does not tell which file it is
     */
    static HostWatch watch(HostThread thread, int file, NodeTable nodes, HostWatch.Listener listener)
            throws SystemCallException {
        SystemCallException.check("statx", Statx.statDescriptor(thread.natives, file, HostIdentity.MASK, thread.stat));
        long device = HostIdentity.device(thread);
        long inode = Statx.inode(thread.stat);
        if (!HostIdentity.hasHandle(thread, file) || HandleCalls.inode(thread.handle) != inode) {
            throw new SystemCallException("fanotify", Errno.EOPNOTSUPP);
        }
        synchronized (SOURCES) {
            FileSystemEvents source = SOURCES.get(device);
            if (source == null) {
                source = start(thread.natives, device, file);
                SOURCES.put(device, source);
            }
            var watch = new HostWatch(source, device, nodes, listener);
            synchronized (source) {
                source.watches.add(watch);
            }
            return watch;
        }
    }

    private static FileSystemEvents start(NativeThread thread, long device, int file) throws SystemCallException {
        var opened = new int[] {-1, -1, -1, -1};
        try {
            opened[GROUP] = (int) SystemCallException.check("fanotify_init", FanotifyCalls.init(thread));
            SystemCallException.check("fanotify_mark", FanotifyCalls.watchFileSystem(thread, opened[GROUP], file));
            opened[WAKE] = (int) SystemCallException.check("eventfd2", ChannelCalls.eventCounter(thread));
            // Of the thread's namespace: the one that the directory was opened in.
            opened[MOUNTS] = (int) SystemCallException.check(
                    "open " + MOUNT_TABLE,
                    FileCalls.open(
                            thread,
                            OpenFlags.AT_FDCWD,
                            thread.name(MOUNT_TABLE.getBytes(US_ASCII)),
                            OpenFlags.O_RDONLY,
                            0));
            opened[FILE] = (int) SystemCallException.check("dup", FileCalls.duplicate(thread, file));
            var source = new FileSystemEvents(device, opened);
            source.reader.start();
            return source;
        } catch (SystemCallException | OutOfMemoryError refused) {
            close(thread, opened);
            throw refused;
        }
    }

    private static void close(NativeThread thread, int[] descriptors) {
        for (int descriptor : descriptors) {
            if (descriptor >= 0) {
                FileCalls.close(thread, descriptor);
            }
        }
    }

    /** Ends a watch, and with the last one all of it: nothing of it holds the file system when this returns. */
    void remove(HostWatch watch) {
        boolean last;
        synchronized (SOURCES) {
            synchronized (this) {
                last = watches.remove(watch) && watches.isEmpty() && !ended;
                if (last) {
                    SOURCES.remove(device, this);
                    ChannelCalls.signal(NativeThread.current(), descriptors[WAKE]);
                }
            }
        }
        if (last) {
            awaitReader();
        }
    }

    private void awaitReader() {
        boolean interrupted = false;
        while (reader.isAlive() && reader != Thread.currentThread()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** False where writes to a file were not told until now. They are from now on. Any thread. */
    boolean listensTo(long inode) {
        return !ended && ignored.listen(HostThread.current(), inode);
    }

    private void run() {
        NativeThread thread = NativeThread.current();
        try (Arena arena = Arena.ofConfined()) {
            long room = arena.allocate(ROOM, 8).address();
            int there = ChannelCalls.pollAny(thread, descriptors, AWAITED);
            while (there < 0 || (there & 1 << WAKE) == 0) {
                if (there > 0 && (there & 1 << MOUNTS) != 0) {
                    mountsChanged();
                }
                long bytes = FileCalls.read(thread, descriptors[GROUP], room, ROOM);
                tell(room, bytes);
                if (bytes < ROOM / 2) {
                    LockSupport.parkNanos(this, PAUSE);
                }
                there = ChannelCalls.pollAny(thread, descriptors, AWAITED);
            }
        } finally {
            end(thread);
        }
    }

    /** Asked for, or because something threw that never should: then whoever still watches is told that there is nothing to rely on. */
    private void end(NativeThread thread) {
        synchronized (SOURCES) {
            SOURCES.remove(device, this);
            synchronized (this) {
                ended = true;
                watches.forEach(HostWatch::ended);
                watches.clear();
                close(thread, descriptors);
            }
        }
    }

    private synchronized void mountsChanged() {
        watches.forEach(HostWatch::mountsChanged);
    }

    /** With the lock: who closes a watch is told nothing afterwards. */
    private synchronized void tell(long from, long bytes) {
        var event = new ChangeEvent();
        long at = from;
        long end = from + bytes;
        int length = event.read(at, end);
        while (length > 0) {
            boolean wanted = false;
            for (HostWatch watch : watches) {
                wanted |= watch.take(event);
            }
            if (!wanted && event.mask() == FanotifyCalls.MODIFY && event.file() != 0) {
                ignored.toldInVain(event.file());
            }
            at += length;
            length = event.read(at, end);
        }
        ignored.settle(HostThread.current(), handle -> watches.stream().anyMatch(watch -> watch.wantsWrites(handle)));
    }
}
