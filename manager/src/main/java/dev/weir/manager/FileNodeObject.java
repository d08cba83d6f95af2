package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.FilePath;
import dev.weir.FileType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody knows: one object per (volume, device, inode, generation) from the first look-up to the moment when the front has forgotten it and its last handle is gone.
 *
 * <p>References are counted: one for each look-up that the front was told of, one for each open handle, one for each operation that holds it as its result. At 0 it
 * leaves the {@link NodeTable} and the base file system is told. Safe on any thread.
 */
public final class FileNodeObject extends ContextHolder implements FileNode {
    private static final int MAXIMUM_ANCESTORS = 4096;

    /** A name: an entry of a directory that leads here. */
    private record Link(FileNodeObject parent, FileName name) {}

    private final NodeTable table;
    private final NodeTable.Key key;
    private final long id;
    private final long number;
    private final FileType type;
    private final Object base;
    final AtomicLong references = new AtomicLong(1);
    private final List<Link> links = new ArrayList<>(1);
    private @Nullable Link lastName;
    private boolean unlinked;
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
        references.incrementAndGet();
    }

    /** Gives references back. */
    public void release(long count) {
        table.release(this, count);
    }

    /** Takes a reference unless the node is on its way out. */
    boolean tryReference() {
        while (true) {
            long now = references.get();
            if (now <= 0) {
                return false;
            }
            if (references.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    /** Notes that a directory entry leads here. */
    public void linked(FileNodeObject parent, FileName name) {
        if (parent == this) {
            return;
        }
        synchronized (links) {
            for (Link link : links) {
                if (link.parent == parent && link.name.equals(name)) {
                    return;
                }
            }
            if (type == FileType.DIRECTORY) {
                links.clear();
            }
            links.add(new Link(parent, name));
            unlinked = false;
        }
    }

    /** Notes that a directory entry no longer leads here. */
    public void unlinked(FileNodeObject parent, FileName name) {
        synchronized (links) {
            for (int i = 0; i < links.size(); i++) {
                Link link = links.get(i);
                if (link.parent == parent && link.name.equals(name)) {
                    lastName = links.remove(i);
                    unlinked = links.isEmpty();
                    return;
                }
            }
        }
    }

    @Override
    public boolean isUnlinked() {
        synchronized (links) {
            return unlinked;
        }
    }

    @Override
    public FilePath path() {
        return walk(someLink());
    }

    @Override
    public List<FilePath> paths() {
        List<Link> all;
        synchronized (links) {
            all = List.copyOf(links);
        }
        if (all.isEmpty() && !isUnlinked()) {
            return List.of(path());
        }
        return all.stream().map(FileNodeObject::walk).toList();
    }

    private static FilePath walk(@Nullable Link last) {
        var names = new ArrayList<FileName>();
        Link link = last;
        for (int depth = 0; link != null && depth < MAXIMUM_ANCESTORS; depth++) {
            names.add(link.name);
            link = link.parent.someLink();
        }
        Collections.reverse(names);
        return new FilePath(names);
    }

    /** Calls an action for each known name: the directory, and the name in it. */
    public void forEachName(BiConsumer<? super FileNodeObject, ? super FileName> action) {
        List<Link> known;
        synchronized (links) {
            known = List.copyOf(links);
        }
        known.forEach(link -> action.accept(link.parent, link.name));
    }

    private @Nullable Link someLink() {
        synchronized (links) {
            return links.isEmpty() ? lastName : links.getLast();
        }
    }

    @Override
    public String toString() {
        return path().text();
    }
}
