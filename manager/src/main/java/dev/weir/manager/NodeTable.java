package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FileType;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The nodes of a volume, by number and by identity. Safe on any thread. */
public final class NodeTable {
    /** What makes two look-ups the same file. */
    record Key(long device, long inode, long generation) {}

    private final ConcurrentHashMap<Key, FileNodeObject> byKey = new ConcurrentHashMap<>();
    private final SlotTable<FileNodeObject> byId = new SlotTable<>();
    private final AtomicLong numbers = new AtomicLong();
    private final NameClock clock = new NameClock();
    private final NameAnchor rootName = new NameAnchor();
    private final BaseFileSystem baseFileSystem;

    NodeTable(BaseFileSystem baseFileSystem) {
        this.baseFileSystem = baseFileSystem;
    }

    /**
     * The node of a file with one more reference, which is the caller's to give back.
     *
     * @param base what the base file system wants to keep with the node; where the node is known already it is not used: compare {@link
     *     FileNodeObject#base()} with it, and free it
     */
    public FileNodeObject obtain(long device, long inode, long generation, FileType type, Object base) {
        var key = new Key(device, inode, generation);
        while (true) {
            FileNodeObject known = byKey.get(key);
            if (known != null) {
                if (known.tryReference()) {
                    return known;
                }
                byKey.remove(key, known);
            } else {
                long id = byId.take();
                var made = new FileNodeObject(this, key, id, numbers.incrementAndGet(), type, base);
                // Before anybody can find it: whoever does may tell its number at once.
                byId.set(id, made);
                if (byKey.putIfAbsent(key, made) == null) {
                    return made;
                }
                byId.free(id);
            }
        }
    }

    /** The node of a file, if somebody knows it, with one more reference, which is the caller's to give back. */
    public @Nullable FileNodeObject known(long device, long inode, long generation) {
        FileNodeObject known = byKey.get(new Key(device, inode, generation));
        return known != null && known.tryReference() ? known : null;
    }

    /** The node of a number, or null. Allocates nothing. */
    public @Nullable FileNodeObject byId(long id) {
        return byId.get(id);
    }

    /** How many nodes there are. */
    public int size() {
        return byKey.size();
    }

    /** Calls an action for each node; those that come and go meanwhile may be missed. */
    public void forEach(Consumer<? super FileNodeObject> action) {
        byId.forEach(action);
    }

    void release(FileNodeObject node, long count) {
        long left = node.drop(count);
        if (left < 0) {
            throw new IllegalStateException("node " + node.id() + " released more often than referenced");
        }
        if (left == 0) {
            end(node);
        }
    }

    /** The node is nobody's any more, and perhaps the directories that only its names held are not either. */
    private void end(FileNodeObject node) {
        var ending = new ArrayDeque<FileNodeObject>(1);
        for (FileNodeObject next = node; next != null; next = ending.poll()) {
            byKey.remove(next.key(), next);
            byId.free(next.id());
            next.endContexts();
            List<FileNodeObject> directories = NodeNames.letGo(next);
            baseFileSystem.forget(next);
            for (FileNodeObject directory : directories) {
                if (directory.drop(1) == 0) {
                    ending.add(directory);
                }
            }
        }
    }

    NameClock clock() {
        return clock;
    }

    /** The root has no link: what its name was given as is kept here. */
    NameAnchor rootName() {
        return rootName;
    }

    BaseFileSystem base() {
        return baseFileSystem;
    }

    /** Who has a name in a directory, or null. Looks at every node. */
    @Nullable
    FileNodeObject named(FileNodeObject directory, FileName name) {
        var found = new AtomicReference<@Nullable FileNodeObject>();
        forEach(node -> node.forEachName((parent, known) -> {
            if (parent == directory && known.equals(name)) {
                found.set(node);
            }
        }));
        return found.get();
    }
}
