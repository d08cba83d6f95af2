package dev.weir.linux;

import dev.weir.FileName;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.NodeTable;
import org.jspecify.annotations.Nullable;

/**
 * Tells what others change below a volume: by whatever path, in whatever process, also other volumes of this one. What changes without an event is not told: stores into mappings of a file, until the last mapping and descriptor
 * that could write is closed; access times; changes that another host makes.
 *
 * <p>Safe on any thread. All watches of one file system share one source of events and its thread, {@link FileSystemEvents}.
 */
public final class HostWatch implements AutoCloseable {
    /** Told on the source's thread, which goes on to the other volumes only then: must not block. Nodes are valid during the call. */
    public interface Listener {
        /** Whether a change by this thread is the volume's own, of which its front knows already. */
        boolean isOwn(int thread);

        /** A name in a directory leads elsewhere, or nowhere, or somewhere; the directory has changed, too. */
        void nameChanged(FileNodeObject directory, FileName name);

        /** A file has other attributes, or other names. */
        void attributesChanged(FileNodeObject file);

        /**
         * A file may have other data, and other attributes.
         *
         * @return as {@link #wantsWrites}
         * @param writerClosed somebody who could write has closed it, with the last descriptor and mapping of that open; two such ends at once can be told as one
         */
        boolean dataChanged(FileNodeObject file, boolean writerClosed);

        /** Whether the volume wants to know of writes to a file now; where it does not, it asks {@link HostWatch#listensTo} before it relies on that again. */
        boolean wantsWrites(FileNodeObject file);

        /** Something was mounted or unmounted somewhere: a name can lead to another file system. */
        void mountsChanged();

        /** Events were lost: anything may have changed. */
        void eventsLost();
    }

    private static final int NAMES =
            FanotifyCalls.CREATE | FanotifyCalls.DELETE | FanotifyCalls.MOVED_FROM | FanotifyCalls.MOVED_TO;
    private static final int DATA = FanotifyCalls.MODIFY | FanotifyCalls.CLOSE_WRITE;

    private final FileSystemEvents source;
    private final long device;
    private final NodeTable nodes;
    private final Listener listener;
    private volatile boolean ended;

    HostWatch(FileSystemEvents source, long device, NodeTable nodes, Listener listener) {
        this.source = source;
        this.device = device;
        this.nodes = nodes;
        this.listener = listener;
    }

    /** Whether changes of a file are told: it is on the file system that is watched. Not writes where those are ignored, which only {@link #listensTo} knows. */
    public boolean sees(FileNodeObject file) {
        return !ended && file.device() == device;
    }

    /** Has writes to a file told from now on that {@link #sees} is true of. False where they were not until now, since nobody wanted to know. */
    public boolean listensTo(FileNodeObject file) {
        return source.listensTo(file.inode());
    }

    /** On the source's thread. False where the volume does not want to know of writes to this file. */
    boolean take(ChangeEvent event) {
        int mask = event.mask();
        if ((mask & FanotifyCalls.OVERFLOW) != 0) {
            listener.eventsLost();
            return true;
        }
        if (listener.isOwn(event.thread())) {
            return true;
        }
        takeName(event, mask);
        return takeFile(event, mask);
    }

    /** Whether the volume knows a file, and wants to know of writes to it. */
    boolean wantsWrites(long handle) {
        FileNodeObject file = node(handle);
        if (file == null) {
            return false;
        }
        boolean wants = listener.wantsWrites(file);
        file.release(1);
        return wants;
    }

    private void takeName(ChangeEvent event, int mask) {
        FileNodeObject directory = (mask & NAMES) == 0 ? null : node(event.directory());
        if (directory != null) {
            listener.nameChanged(directory, event.name());
            directory.release(1);
        }
    }

    private boolean takeFile(ChangeEvent event, int mask) {
        FileNodeObject file = node(event.file());
        if (file == null) {
            return false;
        }
        boolean wanted = true;
        if ((mask & DATA) != 0) {
            wanted = listener.dataChanged(file, (mask & FanotifyCalls.CLOSE_WRITE) != 0);
        } else {
            listener.attributesChanged(file);
        }
        file.release(1);
        return wanted;
    }

    /** With a reference, null where nobody knows the file. */
    private @Nullable FileNodeObject node(long handle) {
        if (handle == 0) {
            return null;
        }
        return nodes.known(device, HandleCalls.inode(handle), HostIdentity.generation(handle));
    }

    /** On the source's thread. */
    void mountsChanged() {
        listener.mountsChanged();
    }

    /** The source has ended before its time. */
    void ended() {
        ended = true;
        listener.eventsLost();
    }

    /** Nothing is told any more when this returns. */
    @Override
    public void close() {
        source.remove(this);
    }
}
