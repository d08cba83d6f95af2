package dev.weir.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What names are, in the simplest way: entries that lead to files, and are renamed, exchanged and removed. */
final class NameTree {
    /** A file or directory. */
    static final class File {
        final boolean directory;
        final Map<String, Entry> children = new TreeMap<>();
        final List<Entry> entries = new ArrayList<>();

        File(boolean directory) {
            this.directory = directory;
        }

        Set<String> paths() {
            return entries.stream().map(Entry::path).collect(Collectors.toSet());
        }
    }

    /** A name that leads to a file, or did. */
    static final class Entry {
        final File file;
        File parent;
        String name;
        boolean gone;

        Entry(File parent, String name, File file) {
            this.parent = parent;
            this.name = name;
            this.file = file;
        }

        String path() {
            Entry up = parent.entries.isEmpty() ? null : parent.entries.getFirst();
            return up == null ? name : up.path() + "/" + name;
        }
    }

    final File root = new File(true);

    Entry add(File parent, String name, File file) {
        var entry = new Entry(parent, name, file);
        put(entry, parent, name);
        file.entries.add(entry);
        return entry;
    }

    private static void put(Entry entry, File parent, String name) {
        entry.parent = parent;
        entry.name = name;
        parent.children.put(name, entry);
    }

    /** A directory that goes keeps its entry, for the names of what was in it. */
    void remove(Entry entry) {
        entry.parent.children.remove(entry.name);
        entry.gone = true;
        if (!entry.file.directory) {
            entry.file.entries.remove(entry);
        }
    }

    void rename(Entry entry, File to, String name) {
        Entry old = to.children.get(name);
        if (old != null && old.file == entry.file) {
            return;
        }
        if (old != null) {
            remove(old);
        }
        entry.parent.children.remove(entry.name);
        put(entry, to, name);
    }

    void exchange(Entry one, Entry other) {
        if (one.file == other.file) {
            return;
        }
        File parent = one.parent;
        String name = one.name;
        put(one, other.parent, other.name);
        put(other, parent, name);
    }

    /** Whether a directory is another one or below it. */
    static boolean isWithin(File directory, File ancestor) {
        @Nullable File at = directory;
        while (at != null && at != ancestor) {
            at = at.entries.isEmpty() ? null : at.entries.getFirst().parent;
        }
        return at == ancestor;
    }
}
