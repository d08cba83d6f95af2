package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FileNameFormat;
import dev.weir.FileNameInformation;
import dev.weir.FileNameQuery;
import dev.weir.FileNames;
import dev.weir.FilePath;
import dev.weir.FilterException;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.testkit.NameTree.Entry;
import dev.weir.testkit.NameTree.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random trees of renames, links, removals and exchanges: the names that a filter is given are those of a simple model. */
class NamesModelTest {
    private static final int STEPS = 1500;
    private static final int NAMES = 5;
    private static final int EXCHANGE = 2;

    private final NameTree tree = new NameTree();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<File, FileNodeObject> nodes = new HashMap<>();
    private final Map<FileHandleObject, Entry> handles = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261123})
    void namesAreThoseOfTheModel(long seed) throws FilterException {
        var random = new Random(seed);
        try (var harness = new FilterHarness()) {
            harness.load(new RecordingFilter("asker").quiet(), "3000");
            FileNames names = harness.volume().instances().getFirst().names();
            for (int step = 0; step < STEPS; step++) {
                String done = step(harness, random);
                check(names, random, "seed " + seed + " step " + step + ": " + done);
            }
            assertThat(entries).hasSizeGreaterThan(5);
            handles.keySet().forEach(harness::release);
        }
    }

    private String step(FilterHarness harness, Random random) {
        File parent = directory(random);
        String name = "n" + random.nextInt(NAMES);
        Entry some = entries.isEmpty() ? null : entries.get(random.nextInt(entries.size()));
        int what = random.nextInt(12);
        if (some == null || what < 3) {
            return make(harness, parent, name, what == 0);
        }
        return switch (what) {
            case 3, 4, 5 -> rename(harness, some, parent, name);
            case 6 -> exchange(harness, some, entries.get(random.nextInt(entries.size())));
            case 7, 8 -> link(harness, some, parent, name);
            case 9 -> open(harness, some);
            case 10 -> purge(harness);
            default -> remove(harness, some);
        };
    }

    private File directory(Random random) {
        List<File> all =
                entries.stream().filter(e -> e.file.directory).map(e -> e.file).toList();
        int at = random.nextInt(all.size() + 1);
        return at == all.size() ? tree.root : all.get(at);
    }

    private static String path(File parent, String name) {
        return parent.entries.isEmpty() ? name : parent.entries.getFirst().path() + "/" + name;
    }

    private String make(FilterHarness harness, File parent, String name, boolean asDirectory) {
        String path = path(parent, name);
        if (parent.children.containsKey(name) || path.length() > 60) {
            return "nothing";
        }
        var file = new File(asDirectory);
        Result made = asDirectory ? harness.mkdir(path) : harness.create(path);
        nodes.put(file, made.orFail().node());
        Entry entry = tree.add(parent, name, file);
        entries.add(entry);
        if (!asDirectory) {
            handles.put(made.handle(), entry);
        }
        return "make " + path;
    }

    private String rename(FilterHarness harness, Entry entry, File to, String name) {
        Entry old = to.children.get(name);
        boolean possible = !(entry.file.directory && NameTree.isWithin(to, entry.file))
                && (old == null || old.file.directory == entry.file.directory)
                && (old == null || old.file.children.isEmpty());
        if (!possible) {
            return "nothing";
        }
        String what = "rename " + entry.path() + " to " + path(to, name);
        assertThat(harness.rename(entry.path(), path(to, name)).errno())
                .as(what)
                .isZero();
        tree.rename(entry, to, name);
        entries.removeIf(e -> e.gone);
        return what;
    }

    private String exchange(FilterHarness harness, Entry one, Entry other) {
        if (NameTree.isWithin(one.parent, other.file)
                || NameTree.isWithin(other.parent, one.file)
                || one.file == other.file) {
            return "nothing";
        }
        String what = "exchange " + one.path() + " and " + other.path();
        assertThat(harness.rename(one.path(), other.path(), EXCHANGE).errno())
                .as(what)
                .isZero();
        tree.exchange(one, other);
        return what;
    }

    private String link(FilterHarness harness, Entry entry, File parent, String name) {
        if (entry.file.directory || parent.children.containsKey(name)) {
            return "nothing";
        }
        String what = "link " + entry.path() + " to " + path(parent, name);
        assertThat(harness.link(entry.path(), path(parent, name)).errno())
                .as(what)
                .isZero();
        entries.add(tree.add(parent, name, entry.file));
        return what;
    }

    private String open(FilterHarness harness, Entry entry) {
        if (entry.file.directory || handles.size() > 60) {
            return "nothing";
        }
        handles.put(harness.open(entry.path(), 0).orFail().handle(), entry);
        return "open " + entry.path();
    }

    private String remove(FilterHarness harness, Entry entry) {
        if (!entry.file.children.isEmpty()) {
            return "nothing";
        }
        String what = "remove " + entry.path();
        Result removed = entry.file.directory ? harness.rmdir(entry.path()) : harness.unlink(entry.path());
        assertThat(removed.errno()).as(what).isZero();
        tree.remove(entry);
        entries.remove(entry);
        return what;
    }

    private static String purge(FilterHarness harness) {
        harness.volume().instances().getFirst().names().purge();
        return "purge";
    }

    private void check(FileNames names, Random random, String step) throws FilterException {
        for (int i = 0; i < 4 && !entries.isEmpty(); i++) {
            File file = entries.get(random.nextInt(entries.size())).file;
            FileNodeObject node = nodes.get(file);
            assertThat(names.all(node).stream().map(n -> n.path().text()).collect(Collectors.toSet()))
                    .as(step)
                    .isEqualTo(file.paths());
            assertThat(node.paths().stream().map(FilePath::text).collect(Collectors.toSet()))
                    .as(step)
                    .isEqualTo(file.paths());
            FileNameInformation name = names.of(node, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT);
            assertThat(name.path().text()).as(step).isIn(file.paths());
            assertThat(names.of(node, FileNameFormat.NORMALIZED, FileNameQuery.CACHE_ONLY))
                    .as(step)
                    .isSameAs(name);
        }
        int i = random.nextInt(3);
        for (Map.Entry<FileHandleObject, Entry> open : handles.entrySet()) {
            if (i++ % 3 == 0) {
                check(names, open.getKey(), open.getValue(), step);
            }
        }
    }

    private static void check(FileNames names, FileHandleObject handle, Entry entry, String step)
            throws FilterException {
        FileNameInformation opened = names.of(handle, FileNameFormat.OPENED, FileNameQuery.DEFAULT);
        assertThat(opened.path().text()).as(step).isEqualTo(entry.path());
        assertThat(opened.isUnlinked()).as(step).isEqualTo(entry.gone);
        FileNameInformation normalized = names.of(handle, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT);
        if (!entry.gone) {
            assertThat(normalized.path()).as(step).isEqualTo(opened.path());
        } else if (!entry.file.entries.isEmpty()) {
            assertThat(normalized.path().text()).as(step).isIn(entry.file.paths());
        } else {
            assertThat(normalized.isUnlinked()).as(step).isTrue();
        }
    }
}
