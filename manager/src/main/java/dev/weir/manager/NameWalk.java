package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FileNameFormat;
import dev.weir.FilePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path that was walked, link by link, from a name up to the root.
 *
 * <p>It is the path of one moment: no directory moved while it was walked. Where that does not succeed because they move all the time, they are made to stand still for it.
 *
 * @param path the path; that of the root where nothing is known
 * @param anchor what it may be cached with
 * @param version the {@link NameClock}'s
 * @param isComplete whether links lead from the name to the root; what is missing was asked from the file system below
 * @param isKnown whether the path is known at all
 * @param isUnlinked whether the name was gone
 */
record NameWalk(
        FilePath path,
        @Nullable NameAnchor anchor,
        long version,
        boolean isComplete,
        boolean isKnown,
        boolean isUnlinked) {
    private static final int ATTEMPTS = 4;

    /** Deeper than directories are; who climbs further met directories that moved all the time. */
    private static final int DEEPEST = 1 << 16;

    /** What links lead to: the names from below, and the directory that none is known of, or null for the root. */
    private record Steps(List<FileName> names, @Nullable FileNodeObject top) {}

    /** The name that stands for a node; null for the root, and where none is known. Allocates nothing. */
    static @Nullable NameLink pick(FileNodeObject node, @Nullable NameLink openedBy, FileNameFormat format) {
        NameLink entry = openedBy == null ? null : openedBy.now();
        if (entry != null && (format == FileNameFormat.OPENED || !entry.gone)) {
            return entry;
        }
        NameLink newest = node.newest();
        return newest == null ? entry : newest;
    }

    /** What an answer about the node is cached with; null where nothing can be. Allocates nothing. */
    static @Nullable NameAnchor anchor(FileNodeObject node, @Nullable NameLink link) {
        return link == null && node.isRoot() ? node.table().rootName() : link;
    }

    static NameWalk ofNode(FileNodeObject node) {
        return of(node, null, FileNameFormat.NORMALIZED);
    }

    static NameWalk of(FileNodeObject node, @Nullable NameLink openedBy, FileNameFormat format) {
        NameClock clock = node.table().clock();
        for (int i = 0; i < ATTEMPTS; i++) {
            long version = clock.version();
            NameLink link = pick(node, openedBy, format);
            boolean gone = link != null && link.gone;
            Steps steps = climb(node, link);
            if (clock.isStill(version)) {
                return finish(node, link, gone, steps, version);
            }
        }
        NameLink link;
        boolean gone;
        Steps steps;
        long version;
        synchronized (clock) {
            version = clock.version();
            link = pick(node, openedBy, format);
            gone = link != null && link.gone;
            steps = climb(node, link);
        }
        return finish(node, link, gone, steps, version);
    }

    static List<FilePath> ofAllNames(FileNodeObject node) {
        NameClock clock = node.table().clock();
        for (int i = 0; i < ATTEMPTS; i++) {
            long version = clock.version();
            List<Steps> all = climbAll(node);
            if (clock.isStill(version)) {
                return finishAll(node, all, version);
            }
        }
        synchronized (clock) {
            return finishAll(node, climbAll(node), clock.version());
        }
    }

    private static List<Steps> climbAll(FileNodeObject node) {
        return node.liveLinks().stream().map(link -> climb(node, link)).toList();
    }

    private static List<FilePath> finishAll(FileNodeObject node, List<Steps> all, long version) {
        return all.stream()
                .map(steps -> finish(node, null, false, steps, version).path())
                .distinct()
                .toList();
    }

    private static Steps climb(FileNodeObject node, @Nullable NameLink first) {
        var names = new ArrayList<FileName>();
        FileNodeObject at = node;
        NameLink link = first;
        while (link != null && names.size() < DEEPEST) {
            names.add(link.name);
            at = link.parent;
            link = at.newest();
        }
        Collections.reverse(names);
        return new Steps(names, at.isRoot() ? null : at);
    }

    private static NameWalk finish(
            FileNodeObject node, @Nullable NameLink link, boolean gone, Steps steps, long version) {
        FileNodeObject top = steps.top;
        if (top == null) {
            return new NameWalk(new FilePath(steps.names), anchor(node, link), version, true, true, gone);
        }
        FilePath above = top.isNameless() ? null : node.table().base().pathOf(top);
        var names = new ArrayList<FileName>();
        if (above != null) {
            names.addAll(above.names());
        }
        names.addAll(steps.names);
        return new NameWalk(new FilePath(names), null, version, false, above != null, gone);
    }
}
