package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.FilePath;
import dev.weir.FileType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody knows: one object per (volume, device, inode, generation) from the first look-up to the moment when the front has forgotten it and its last handle is gone.
 *
 * <p>References are counted: one for each look-up that the front was told of, one for each open handle, one for each operation that holds it as its result. At 0 it
 * leaves the {@link NodeTable} and the base file system is told. Safe on any thread.
 */
public final class FileNodeObject extends ContextHolder implements FileNode {
    private static final long ROOT = 1;
    private static final AtomicIntegerFieldUpdater<FileNodeObject> NAMES_TAKEN =
            AtomicIntegerFieldUpdater.newUpdater(FileNodeObject.class, "namesTaken");
    private static final AtomicLongFieldUpdater<FileNodeObject> REFERENCES =
            AtomicLongFieldUpdater.newUpdater(FileNodeObject.class, "references");

    private final NodeTable table;
    private final NodeTable.Key key;
    private final long id;
    private final long number;
    private final FileType type;
    private final Object base;
    volatile long references = 1;
    private volatile @Nullable NameLink newest;
    private volatile int namesTaken;
    private volatile boolean nameless;
    private volatile @Nullable Object frontState;

    FileNodeObject(NodeTable table, NodeTable.Key key, long id, long number, FileType type, Object base) {
        this.table = table;
        this.key = key;
        this.id = id;
        this.number = number;
        this.type = type;
        this.base = base;
    }

    /** The number by which a front names it to its kernel; 1 is the root. Used again after the node is gone. */
    public long id() {
        return id;
    }

    /** A number that no other node of this volume ever had: with {@link #id()}, FUSE's generation. */
    public long number() {
        return number;
    }

    @Override
    public long device() {
        return key.device();
    }

    @Override
    public long inode() {
        return key.inode();
    }

    @Override
    public FileType type() {
        return type;
    }

    /** What the base file system keeps for this node. */
    public Object base() {
        return base;
    }

    /** What the front keeps for this node, such as how it is open; null until set. */
    public @Nullable Object frontState() {
        return frontState;
    }

    public void frontState(@Nullable Object state) {
        frontState = state;
    }

    @Override
    boolean isOn(VolumeObject volume) {
        return volume.nodes() == table;
    }

    NodeTable.Key key() {
        return key;
    }

    /** Takes a further reference; the caller holds one. */
    public void reference() {
        REFERENCES.incrementAndGet(this);
    }

    /** Takes references away, without ending the node; says how many are left. */
    long drop(long count) {
        return REFERENCES.addAndGet(this, -count);
    }

    /** Gives references back. */
    public void release(long count) {
        table.release(this, count);
    }

    /** Takes a reference unless the node is on its way out. */
    boolean tryReference() {
        while (true) {
            long now = references;
            if (now <= 0) {
                return false;
            }
            if (REFERENCES.compareAndSet(this, now, now + 1)) {
                return true;
            }
        }
    }

    NodeTable table() {
        return table;
    }

    boolean isRoot() {
        return id == ROOT;
    }

    // ---- names

    /** Notes that a directory entry leads here. */
    public void linked(FileNodeObject parent, FileName name) {
        NodeNames.linked(this, parent, name);
    }

    /** Notes that a directory entry no longer leads here. */
    public void unlinked(FileNodeObject parent, FileName name) {
        NodeNames.unlinked(this, parent, name);
    }

    /** The name that was noted last; gone where all are; null where none is known. */
    @Nullable
    NameLink newest() {
        return newest;
    }

    void newest(@Nullable NameLink link) {
        newest = link;
    }

    /** It was made without a name. */
    void nameless() {
        nameless = true;
    }

    /** Whether it never had a name. */
    boolean isNameless() {
        return nameless && newest == null;
    }

    /** How often a name in this directory was taken away: who looked one up meanwhile can't be sure. */
    int namesTaken() {
        return namesTaken;
    }

    void nameTaken() {
        NAMES_TAKEN.incrementAndGet(this);
    }

    @Override
    public boolean isUnlinked() {
        NameLink now = newest;
        return now == null ? nameless : now.gone;
    }

    @Override
    public FilePath path() {
        if (isNameless()) {
            return FilePath.of("#" + inode());
        }
        return NameWalk.ofNode(this).path();
    }

    @Override
    public List<FilePath> paths() {
        if (newest != null) {
            return NameWalk.ofAllNames(this);
        }
        return nameless ? List.of() : List.of(path());
    }

    /** Calls an action for each known name: the directory, and the name in it. */
    public void forEachName(BiConsumer<? super FileNodeObject, ? super FileName> action) {
        liveLinks().forEach(link -> action.accept(link.parent, link.name));
    }

    /** Whether it is known by a name in a directory. */
    public synchronized boolean hasName(FileNodeObject directory, FileName name) {
        for (NameLink link = newest; link != null; link = link.older) {
            if (!link.gone && link.parent == directory && link.name.equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The names that it has, the oldest first. */
    synchronized List<NameLink> liveLinks() {
        var live = new ArrayList<NameLink>(1);
        for (NameLink link = newest; link != null; link = link.older) {
            if (!link.gone) {
                live.add(link);
            }
        }
        Collections.reverse(live);
        return live;
    }

    @Override
    public String toString() {
        return path().text();
    }
}
