package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.FileType;
import dev.weir.manager.conformance.Rigs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The names of a node while directories above it move, names come and go, and files change places. */
class NodeNamesTest {
    private static final int EXCHANGE = 2;

    private final Rigs rig = Rigs.quiet();
    private final VolumeObject volume = rig.volume();
    private final FileNodeObject root = volume.root();
    private long inodes = 100;

    @AfterEach
    void close() {
        rig.close();
    }

    private FileNodeObject node(FileNodeObject parent, String name, FileType type) {
        FileNodeObject made = volume.nodes().obtain(1, inodes++, 0, type, "base");
        made.linked(parent, FileName.of(name));
        return made;
    }

    private FileNodeObject directory(FileNodeObject parent, String name) {
        return node(parent, name, FileType.DIRECTORY);
    }

    private FileNodeObject file(FileNodeObject parent, String name) {
        return node(parent, name, FileType.REGULAR);
    }

    private static List<String> paths(FileNodeObject node) {
        return node.paths().stream().map(FilePath::text).toList();
    }

    /** Sends a request that the base file system grants. */
    private void does(FileNodeObject on, Consumer<Operation> request) {
        Operation operation = volume.newOperation(Rigs.NOBODY);
        request.accept(operation);
        operation.on(on);
        assertThat(volume.start(operation)).isTrue();
        volume.closeOperation(operation);
    }

    private static void rename(
            Operation operation,
            String name,
            FileNodeObject to,
            String newName,
            int flags,
            FileNodeObject moved,
            FileNodeObject replaced) {
        Requests.rename(operation, FileName.of(name), to, FileName.of(newName), flags, moved, replaced);
    }

    @Test
    void theRootHasNoNames() {
        assertThat(root.path().isRoot()).isTrue();
        assertThat(paths(root)).containsExactly(".");
        root.linked(root, FileName.of("x"));
        assertThat(root.path().isRoot()).isTrue();
        assertThat(root.isUnlinked()).isFalse();
    }

    @Test
    void aPathFollowsItsAncestors() {
        FileNodeObject a = directory(root, "a");
        FileNodeObject b = directory(a, "b");
        FileNodeObject c = directory(root, "c");
        FileNodeObject file = file(b, "file");
        assertThat(file).hasToString("a/b/file");
        does(root, o -> rename(o, "a", c, "moved", 0, a, null));
        assertThat(file.path().text()).isEqualTo("c/moved/b/file");
        does(a, o -> rename(o, "b", root, "b", 0, b, null));
        assertThat(file.path().text()).isEqualTo("b/file");
        assertThat(a.path().text()).isEqualTo("c/moved");
        assertThat(paths(b)).containsExactly("b");
    }

    @Test
    void aDirectoryHasOneNameAndAFileAll() {
        FileNodeObject a = directory(root, "a");
        FileNodeObject file = file(a, "one");
        file.linked(a, FileName.of("one"));
        does(file, o -> Requests.link(o, root, FileName.of("two")));
        assertThat(paths(file)).containsExactly("a/one");
        file.linked(root, FileName.of("two"));
        assertThat(paths(file)).containsExactly("a/one", "two");
        assertThat(file.path().text()).isEqualTo("two");
        a.linked(root, FileName.of("b"));
        assertThat(paths(a)).containsExactly("b");
        List<String> names = new ArrayList<>();
        file.forEachName((directory, name) -> names.add(directory + ":" + name));
        assertThat(names).containsExactly("b:one", ".:two");
    }

    @Test
    void removingOneOfTwoNamesLeavesTheOther() {
        FileNodeObject file = file(root, "one");
        file.linked(root, FileName.of("two"));
        does(root, o -> Requests.unlink(o, FileName.of("two"), file));
        assertThat(paths(file)).containsExactly("one");
        assertThat(file.isUnlinked()).isFalse();
        does(root, o -> Requests.unlink(o, FileName.of("one"), file));
        assertThat(file.isUnlinked()).isTrue();
        assertThat(file.paths()).isEmpty();
        assertThat(file.path().text()).isEqualTo("one");
        file.linked(root, FileName.of("back"));
        assertThat(file.isUnlinked()).isFalse();
        assertThat(paths(file)).containsExactly("back");
    }

    @Test
    void aNameThatItNeverHadIsNoMatter() {
        FileNodeObject a = directory(root, "a");
        FileNodeObject file = file(root, "one");
        file.unlinked(root, FileName.of("two"));
        file.unlinked(a, FileName.of("one"));
        assertThat(paths(file)).containsExactly("one");
        assertThat(file.isUnlinked()).isFalse();
    }

    @Test
    void aRemovedDirectoryKeepsItsLastPath() {
        FileNodeObject a = directory(root, "a");
        FileNodeObject b = directory(a, "b");
        does(a, o -> Requests.rmdir(o, FileName.of("b"), b));
        assertThat(b.isUnlinked()).isTrue();
        assertThat(b.path().text()).isEqualTo("a/b");
        assertThat(b.paths()).isEmpty();
    }

    @Test
    void aRenameOverAFileUnlinksTheOther() {
        FileNodeObject a = directory(root, "a");
        FileNodeObject moved = file(root, "new");
        FileNodeObject replaced = file(a, "old");
        does(root, o -> rename(o, "new", a, "old", 0, moved, replaced));
        assertThat(paths(moved)).containsExactly("a/old");
        assertThat(replaced.isUnlinked()).isTrue();
        assertThat(replaced.path().text()).isEqualTo("a/old");
    }

    @Test
    void anExchangeGivesEachTheNameOfTheOther() {
        FileNodeObject a = directory(root, "a");
        FileNodeObject first = file(root, "first");
        FileNodeObject second = directory(a, "second");
        FileNodeObject below = file(second, "below");
        does(root, o -> rename(o, "first", a, "second", EXCHANGE, first, second));
        assertThat(paths(first)).containsExactly("a/second");
        assertThat(paths(second)).containsExactly("first");
        assertThat(below.path().text()).isEqualTo("first/below");
        assertThat(second.isUnlinked()).isFalse();
    }

    @Test
    void aFailedOperationChangesNoName() {
        FileNodeObject file = file(root, "file");
        rig.failing(OperationKind.UNLINK);
        does(root, o -> Requests.unlink(o, FileName.of("file"), file));
        assertThat(paths(file)).containsExactly("file");
    }

    @Test
    void lookingUpDotsIsNoName() {
        for (String name : List.of(".", "..", ".a", "a.", "...", "a")) {
            FileNodeObject[] found = new FileNodeObject[1];
            rig.onExecute(o -> {
                if (o.kind() == OperationKind.LOOKUP) {
                    found[0] = volume.nodes().obtain(1, inodes++, 0, FileType.REGULAR, "found");
                    o.yieldNode(found[0]);
                }
            });
            rig.answersItself();
            does(root, o -> Requests.lookup(o, FileName.of(name)));
            boolean dots = name.equals(".") || name.equals("..");
            assertThat(paths(found[0])).containsExactly(dots ? "." : name);
        }
    }

    @Test
    void whatCreatesGivesAName() {
        List<Consumer<Operation>> requests = List.of(
                o -> Requests.lookup(o, FileName.of("x")),
                o -> Requests.create(o, FileName.of("x"), 0, 0, 0),
                o -> Requests.mkdir(o, FileName.of("x"), 0, 0),
                o -> Requests.mknod(o, FileName.of("x"), 0, 0, 0),
                o -> Requests.symlink(o, FileName.of("x"), FileName.of("target")),
                o -> Requests.link(o, root, FileName.of("x")));
        FileNodeObject a = directory(root, "a");
        rig.answersItself();
        for (Consumer<Operation> request : requests) {
            FileNodeObject made = volume.nodes().obtain(1, inodes++, 0, FileType.REGULAR, "made");
            rig.onExecute(o -> {
                made.reference();
                o.yieldNode(made);
            });
            var kind = new OperationKind[1];
            does(a, o -> {
                request.accept(o);
                kind[0] = o.kind();
            });
            assertThat(paths(made)).as("%s", kind[0]).containsExactly(kind[0] == OperationKind.LINK ? "x" : "a/x");
        }
        FileNodeObject made = volume.nodes().obtain(1, inodes++, 0, FileType.REGULAR, "made");
        rig.onExecute(o -> {
            made.reference();
            o.yieldNode(made);
        });
        does(a, o -> Requests.tmpfile(o, 0, 0, 0));
        assertThat(paths(made)).isEmpty();
        assertThat(made.isUnlinked()).isTrue();
        assertThat(made.path().text()).isEqualTo("#" + made.inode());
        made.linked(a, FileName.of("x"));
        assertThat(made.isUnlinked()).isFalse();
        assertThat(paths(made)).containsExactly("a/x");
    }

    @Test
    void aDirectoryThatIsFoundBelowItselfWasMovedUnderneathWithWhatItWasBelow() {
        FileNodeObject a = directory(root, "a");
        FileNodeObject b = directory(a, "b");
        FileNodeObject c = directory(b, "c");
        a.linked(c, FileName.of("a"));
        assertThat(a.path().text()).isEqualTo("c/a");
        assertThat(b.path().isRoot()).isTrue();
        b.linked(root, FileName.of("b"));
        assertThat(a.path().text()).isEqualTo("b/c/a");
    }

    @Test
    void aDirectoryIsKeptByTheNamesInItAndNoLonger() {
        FileNodeObject a = directory(root, "a");
        FileNodeObject b = directory(a, "b");
        FileNodeObject file = file(b, "file");
        a.release(1);
        b.release(1);
        assertThat(file.path().text()).isEqualTo("a/b/file");
        assertThat(volume.nodes().byId(b.id())).isSameAs(b);
        does(root, o -> rename(o, "a", root, "c", 0, a, null));
        assertThat(file.path().text()).isEqualTo("c/b/file");
        does(b, o -> rename(o, "file", root, "file", 0, file, null));
        assertThat(volume.nodes().byId(b.id())).isNull();
        assertThat(volume.nodes().byId(a.id())).isNull();
        file.release(1);
        assertThat(volume.nodes().size()).isEqualTo(1);
    }

    @Test
    void deepDirectoriesEndWithTheFileThatKeptThem() {
        FileNodeObject at = root;
        for (int i = 0; i < 5000; i++) {
            FileNodeObject next = directory(at, "d");
            if (i > 0) {
                at.release(1);
            }
            at = next;
        }
        assertThat(at.path().names()).hasSize(5000);
        at.release(1);
        assertThat(volume.nodes().size()).isEqualTo(1);
    }

    @Test
    void aRenameOfOneOfTwoNamesOverTheOtherIsNone() {
        FileNodeObject file = file(root, "one");
        file.linked(root, FileName.of("two"));
        does(root, o -> rename(o, "one", root, "two", 0, file, file));
        assertThat(paths(file)).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void aNameThatAFilterPutInIsTakenFromWhoHasIt() {
        FileNodeObject a = directory(root, "a");
        FileNodeObject file = file(a, "file");
        does(a, o -> {
            Requests.unlink(o, FileName.of("other"), null);
            o.parameters.beginChanges();
            ((dev.weir.operation.Unlink) o.parameters()).setName(FileName.of("file"));
            o.parameters.endChanges(true);
        });
        assertThat(file.isUnlinked()).isTrue();
        assertThat(file.path().text()).isEqualTo("a/file");
    }

    @Test
    void whatWasFoundBeforeItsNameWasTakenAwayDoesNotGetItBack() {
        FileNodeObject file = file(root, "file");
        rig.answersItself();
        rig.onExecute(o -> {
            if (o.kind() == OperationKind.LOOKUP) {
                file.reference();
                o.yieldNode(file);
                rig.onExecute(other -> {});
                does(root, r -> rename(r, "file", root, "new", 0, file, null));
                rig.isNamed((directory, name) -> false);
            }
        });
        does(root, o -> Requests.lookup(o, FileName.of("file")));
        assertThat(paths(file)).containsExactly("new");
    }
}
