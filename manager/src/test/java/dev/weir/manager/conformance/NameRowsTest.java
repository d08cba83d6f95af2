package dev.weir.manager.conformance;

import static dev.weir.FileNameFormat.NORMALIZED;
import static dev.weir.FileNameFormat.OPENED;
import static dev.weir.FileNameFormat.SHORT;
import static dev.weir.FileNameQuery.ALWAYS_ALLOW_CACHE_LOOKUP;
import static dev.weir.FileNameQuery.CACHE_ONLY;
import static dev.weir.FileNameQuery.DEFAULT;
import static dev.weir.FileNameQuery.FILESYSTEM_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FileName;
import dev.weir.FileNameFlag;
import dev.weir.FileNameFormat;
import dev.weir.FileNameInformation;
import dev.weir.FileNameQuery;
import dev.weir.FilePath;
import dev.weir.FileType;
import dev.weir.FilterException;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.manager.Requests;
import dev.weir.manager.VolumeObject;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Names: the tables of §3.10, a row each. */
class NameRowsTest {
    private static final String MISS = "STATUS_FLT_NAME_CACHE_MISS";
    private static final String INVALID = "STATUS_FLT_INVALID_NAME_REQUEST";
    private static final String NOT_FOUND = "STATUS_OBJECT_NAME_NOT_FOUND";

    private final NameRig rig = new NameRig();
    private final FileNodeObject directory = rig.directory(rig.root, "a");
    private final FileNodeObject file = rig.file(directory, "file.txt");
    private final MemorySegment memory = Arena.ofAuto().allocate(64);

    @AfterEach
    void close() {
        rig.close();
    }

    private String of(FileNodeObject node, FileNameFormat format, FileNameQuery query) {
        return NameRig.answer(() -> rig.names().of(node, format, query));
    }

    private void asks(FileNameFormat format, FileNameQuery query) {
        rig.question = (data, names) -> names.of(data, format, query);
    }

    private void pagingRead(Operation operation) {
        Requests.read(operation, 0, 16, 0);
        operation.data(memory, 0, 16);
        operation.caching(true, false);
    }

    private static void getattr(Operation operation) {
        Requests.getattr(operation, 0);
    }

    // ---- options

    @Test
    @DisplayName(
            "N1 (3.10): format NORMALIZED, OPENED: the path; SHORT: not supported, and invalid in a pre-create and for a destination")
    void formats() {
        assertThat(FileNameFormat.values()).containsExactly(NORMALIZED, OPENED, SHORT);
        assertThat(of(file, NORMALIZED, DEFAULT)).isEqualTo("stub/a/file.txt");
        assertThat(of(file, OPENED, DEFAULT)).isEqualTo("stub/a/file.txt");
        assertThat(of(rig.root, NORMALIZED, DEFAULT)).isEqualTo("stub");
        assertThat(of(file, SHORT, DEFAULT)).isEqualTo("STATUS_NOT_SUPPORTED");
        asks(SHORT, DEFAULT);
        rig.open(file);
        assertThat(rig.asked()).containsExactly(INVALID, "STATUS_NOT_SUPPORTED");
        assertThat(NameRig.answer(() -> rig.names().ofDestination(directory, FileName.of("x"), SHORT, DEFAULT)))
                .isEqualTo(INVALID);
    }

    @Test
    @DisplayName("N2 (3.10): flag DO_NOT_CACHE: the answer is not cached")
    void doNotCache() throws FilterException {
        rig.names().of(file, NORMALIZED, DEFAULT, Set.of(FileNameFlag.DO_NOT_CACHE));
        assertThat(of(file, NORMALIZED, CACHE_ONLY)).isEqualTo(MISS);
        rig.names().of(file, NORMALIZED, DEFAULT);
        assertThat(of(file, NORMALIZED, CACHE_ONLY)).isEqualTo("stub/a/file.txt");
    }

    // ---- query methods

    @Test
    @DisplayName("N3 (3.10): DEFAULT: unsafe: fails even if cached; hit: the cache; miss: asks and stores")
    void queryDefault() throws FilterException {
        FileHandleObject handle = rig.open(file);
        FileNameInformation first = rig.names().of(file, NORMALIZED, DEFAULT);
        assertThat(rig.names().of(file, NORMALIZED, DEFAULT)).isSameAs(first);
        rig.asked();
        rig.through(handle, this::pagingRead);
        assertThat(rig.asked()).containsExactly(INVALID, INVALID);
    }

    @Test
    @DisplayName("N4 (3.10): CACHE_ONLY: the cache, or NAME_CACHE_MISS, safe or not")
    void queryCacheOnly() throws FilterException {
        asks(NORMALIZED, CACHE_ONLY);
        FileHandleObject handle = rig.open(file);
        assertThat(rig.asked()).containsExactly(MISS, MISS);
        rig.through(handle, this::pagingRead);
        assertThat(rig.asked()).containsExactly(MISS, MISS);
        rig.names().of(file, NORMALIZED, DEFAULT);
        rig.through(handle, this::pagingRead);
        assertThat(rig.asked()).containsExactly("stub/a/file.txt", "stub/a/file.txt");
        rig.does(file, NameRowsTest::getattr);
        assertThat(rig.asked()).containsExactly("stub/a/file.txt", "stub/a/file.txt");
    }

    @Test
    @DisplayName(
            "N5 (3.10): FILESYSTEM_ONLY: unsafe: INVALID_NAME_REQUEST; else asks the file system, neither reads nor stores the cache")
    void queryFilesystemOnly() throws FilterException {
        rig.rig.base.pathOf = node -> FilePath.of("underneath/file.txt");
        assertThat(of(file, NORMALIZED, FILESYSTEM_ONLY)).isEqualTo("stub/underneath/file.txt");
        assertThat(of(file, NORMALIZED, CACHE_ONLY)).isEqualTo(MISS);
        rig.names().of(file, NORMALIZED, DEFAULT);
        assertThat(of(file, NORMALIZED, FILESYSTEM_ONLY)).isEqualTo("stub/underneath/file.txt");
        rig.rig.base.pathOf = node -> null;
        assertThat(of(file, NORMALIZED, FILESYSTEM_ONLY)).isEqualTo("stub/a/file.txt");
        asks(NORMALIZED, FILESYSTEM_ONLY);
        FileHandleObject handle = rig.open(file);
        rig.asked();
        rig.through(handle, this::pagingRead);
        assertThat(rig.asked()).containsExactly(INVALID, INVALID);
    }

    @Test
    @DisplayName("N6 (3.10): ALWAYS_ALLOW_CACHE_LOOKUP: unsafe: the cache, else NAME_CACHE_MISS; safe: as DEFAULT")
    void queryAlwaysAllowCacheLookup() {
        asks(NORMALIZED, ALWAYS_ALLOW_CACHE_LOOKUP);
        FileHandleObject handle = rig.rig.open();
        rig.asked();
        rig.volume.root();
        rig.names().purge();
        rig.through(handle, this::pagingRead);
        assertThat(rig.asked()).containsExactly(MISS, MISS);
        assertThat(of(rig.root, NORMALIZED, ALWAYS_ALLOW_CACHE_LOOKUP)).isEqualTo("stub");
        rig.through(handle, this::pagingRead);
        assertThat(rig.asked()).containsExactly("stub", "stub");
    }

    @Test
    @DisplayName("N7 (3.10): unsafe: after cleanup completed; the pre-operation of the cleanup is safe")
    void unsafeAfterCleanup() {
        FileHandleObject handle = rig.open(file);
        rig.asked();
        rig.through(handle, operation -> Requests.cleanup(operation, 0));
        assertThat(rig.asked()).containsExactly("stub/a/file.txt", INVALID);
        rig.through(handle, Requests::release);
        assertThat(rig.asked()).containsExactly(INVALID, INVALID);
    }

    @Test
    @DisplayName(
            "N8 (3.10): unsafe: TopLevelIrp, CC_FLUSH, MOD_WRITE, sections and APCs: have no meaning here; what is not paging and not closed is safe")
    void unsafeElsewhere() {
        FileHandleObject handle = rig.open(file);
        rig.asked();
        rig.through(handle, operation -> Requests.fsync(operation, false));
        rig.through(handle, operation -> Requests.closeDescriptor(operation, 1));
        assertThat(rig.asked()).containsOnly("stub/a/file.txt").hasSize(4);
    }

    @Test
    @DisplayName("N9 (3.10): errors: INVALID_PARAMETER for a file of another volume")
    void otherVolume() {
        VolumeObject other = rig.rig.mount("other", new StubFileSystem());
        assertThat(of(other.root(), NORMALIZED, DEFAULT)).isEqualTo("STATUS_INVALID_PARAMETER");
    }

    // ---- results

    @Test
    @DisplayName("N10 (3.10): the result is shared and can't be modified; nothing is to be released")
    void shared() throws FilterException {
        FileNameInformation name = rig.names().of(file, NORMALIZED, DEFAULT);
        assertThat(FileNameInformation.class).isFinal();
        rig.rename(rig.root, "a", rig.root, "b", directory);
        assertThat(name).hasToString("stub/a/file.txt");
        assertThat(rig.names().of(file, NORMALIZED, DEFAULT)).hasToString("stub/b/file.txt");
    }

    @Test
    @DisplayName("N11 (3.10): pre-create: OPENED and NORMALIZED of what does not exist yet; the same afterwards")
    void preCreate() {
        for (FileNameFormat format : List.of(OPENED, NORMALIZED)) {
            asks(format, DEFAULT);
            rig.yields(rig.nameless(FileType.REGULAR));
            rig.does(directory, operation -> Requests.create(operation, FileName.of("new"), 0, 0, 0));
            assertThat(rig.asked()).containsExactly("stub/a/new", "stub/a/new");
        }
        rig.does(directory, operation -> Requests.lookup(operation, FileName.of("..")));
        assertThat(rig.asked()).containsExactly("stub/a", "stub/a");
    }

    @Test
    @DisplayName(
            "N12 (3.10): SL_OPEN_TARGET_DIRECTORY: a rename carries its target directory, whose name can be asked for")
    void targetDirectory() {
        rig.question = (data, names) ->
                names.of(((dev.weir.operation.Rename) data.parameters()).newParent(), NORMALIZED, DEFAULT);
        rig.rename(rig.root, "x", directory, "y", rig.file(rig.root, "x"));
        assertThat(rig.asked()).containsExactly("stub/a", "stub/a");
    }

    @Test
    @DisplayName(
            "N13 (3.10): NORMALIZED: the entry that the file was opened by, then another one; OPENED: the entry itself, deleted or not")
    void normalizedAndOpened() {
        FileHandleObject one = rig.open(file);
        file.linked(rig.root, FileName.of("two"));
        FileHandleObject two = rig.open(file);
        assertThat(both(one)).containsExactly("stub/a/file.txt", "stub/a/file.txt");
        assertThat(both(two)).containsExactly("stub/two", "stub/two");
        rig.does(rig.root, operation -> Requests.unlink(operation, FileName.of("two"), file));
        assertThat(both(two)).containsExactly("stub/a/file.txt", "stub/two (deleted)");
        rig.rename(directory, "file.txt", rig.root, "moved", file);
        assertThat(both(one)).containsExactly("stub/moved", "stub/moved");
        rig.does(rig.root, operation -> Requests.unlink(operation, FileName.of("moved"), file));
        assertThat(both(one)).containsExactly("stub/moved (deleted)", "stub/moved (deleted)");
    }

    private List<String> both(FileHandleObject handle) {
        return List.of(
                NameRig.answer(() -> rig.names().of(handle, NORMALIZED, DEFAULT)),
                NameRig.answer(() -> rig.names().of(handle, OPENED, DEFAULT)));
    }

    @Test
    @DisplayName("N14 (3.10): FltGetFileNameInformationUnsafe: outside a callback, of a file and of an open file")
    void outsideCallbacks() {
        FileHandleObject handle = rig.open(file);
        assertThat(of(file, OPENED, DEFAULT)).isEqualTo("stub/a/file.txt");
        assertThat(both(handle)).containsOnly("stub/a/file.txt");
        rig.rig.stop("asker");
        assertThat(of(file, OPENED, CACHE_ONLY)).isIn("STATUS_FLT_DELETING_OBJECT", "stub/a/file.txt");
        rig.names().purge();
        assertThat(of(file, OPENED, DEFAULT)).isEqualTo("STATUS_FLT_DELETING_OBJECT");
    }

    @Test
    @DisplayName(
            "N15 (3.10): FltGetDestinationFileNameInformation: rename and link; a symbolic link's target; MOUNT_POINT_NOT_RESOLVED where it leaves the volume")
    void destination() {
        rig.question = (data, names) -> names.ofDestination(data, NORMALIZED, DEFAULT);
        rig.rename(rig.root, "x", directory, "y", rig.file(rig.root, "x"));
        assertThat(rig.asked()).containsExactly("stub/a/y", "stub/a/y");
        rig.does(file, operation -> Requests.link(operation, rig.root, FileName.of("z")));
        assertThat(rig.asked()).containsExactly("stub/z", "stub/z");
        assertThat(target("b/../c/./d")).isEqualTo("stub/a/c/d");
        assertThat(target("../e")).isEqualTo("stub/e");
        assertThat(target("../..")).isEqualTo("STATUS_MOUNT_POINT_NOT_RESOLVED");
        assertThat(target("/etc/passwd")).isEqualTo("STATUS_MOUNT_POINT_NOT_RESOLVED");
        assertThat(target("")).isEqualTo("STATUS_OBJECT_NAME_INVALID");
        rig.does(file, NameRowsTest::getattr);
        assertThat(rig.asked()).containsOnly("STATUS_INVALID_PARAMETER");
    }

    private String target(String text) {
        rig.yields(rig.nameless(FileType.SYMBOLIC_LINK));
        rig.does(directory, operation -> Requests.symlink(operation, FileName.of("l"), FileName.of(text)));
        return rig.asked().getFirst();
    }

    @Test
    @DisplayName("N16 (3.10): FltGetTunneledName: nothing is ever tunneled, and that is success")
    void tunneled() {
        rig.question = (data, names) -> {
            FileNameInformation name = names.of(data, NORMALIZED, DEFAULT);
            assertThat(names.tunneled(data, name)).isEmpty();
            return name;
        };
        rig.yields(rig.nameless(FileType.REGULAR));
        rig.does(directory, operation -> Requests.create(operation, FileName.of("new"), 0, 0, 0));
        assertThat(rig.asked()).containsOnly("stub/a/new");
    }

    @Test
    @DisplayName(
            "N17 (3.10): the cache is right after a rename of the file or of any directory above it, and after a purge")
    void cache() throws FilterException {
        rig.question = (data, names) -> new FileNameInformation(NORMALIZED, "", FilePath.root(), false);
        FileNodeObject deep = rig.directory(directory, "b");
        FileNodeObject inside = rig.file(deep, "c");
        FileNameInformation first = rig.names().of(inside, NORMALIZED, DEFAULT);
        rig.rename(directory, "file.txt", directory, "other", file);
        assertThat(rig.names().of(inside, NORMALIZED, CACHE_ONLY)).isSameAs(first);
        rig.rename(rig.root, "a", rig.root, "z", directory);
        assertThat(of(inside, NORMALIZED, CACHE_ONLY)).isEqualTo(MISS);
        assertThat(of(inside, NORMALIZED, DEFAULT)).isEqualTo("stub/z/b/c");
        rig.rename(deep, "c", deep, "d", inside);
        assertThat(of(inside, NORMALIZED, CACHE_ONLY)).isEqualTo(MISS);
        assertThat(of(inside, NORMALIZED, DEFAULT)).isEqualTo("stub/z/b/d");
        rig.names().purge();
        assertThat(of(inside, NORMALIZED, CACHE_ONLY)).isEqualTo(MISS);
        rig.rename(rig.root, "z", rig.root, "y", 2, directory, rig.directory(rig.root, "y"));
        assertThat(of(inside, NORMALIZED, DEFAULT)).isEqualTo("stub/y/b/d");
    }

    // ---- Linux

    @Test
    @DisplayName("N18: hard links: all names, none twice; a file that never had a name has none")
    void hardLinks() throws FilterException {
        file.linked(rig.root, FileName.of("two"));
        assertThat(rig.names().all(file)).extracting(Object::toString).containsExactly("stub/a/file.txt", "stub/two");
        FileNodeObject temporary = rig.nameless(FileType.REGULAR);
        rig.yields(temporary);
        rig.does(directory, operation -> Requests.tmpfile(operation, 0, 0, 0));
        assertThat(rig.asked()).containsOnly(NOT_FOUND);
        assertThat(of(temporary, OPENED, DEFAULT)).isEqualTo(NOT_FOUND);
        assertThat(rig.names().all(temporary)).isEmpty();
        rig.rig.base.onExecute = operation -> {};
        temporary.linked(rig.root, FileName.of("named"));
        assertThat(of(temporary, OPENED, DEFAULT)).isEqualTo("stub/named");
    }

    @Test
    @DisplayName(
            "N19: a rename's name is the old one before and the new one afterwards; an unlink's is deleted afterwards")
    void beforeAndAfter() {
        rig.rename(directory, "file.txt", rig.root, "new", file);
        assertThat(rig.asked()).containsExactly("stub/a/file.txt", "stub/new");
        file.linked(directory, FileName.of("second"));
        rig.does(rig.root, operation -> Requests.unlink(operation, FileName.of("new"), file));
        assertThat(rig.asked()).containsExactly("stub/new", "stub/new (deleted)");
        rig.rig.base.failing.add(dev.weir.manager.OperationKind.UNLINK);
        rig.does(directory, operation -> Requests.unlink(operation, FileName.of("second"), file));
        assertThat(rig.asked()).containsExactly("stub/a/second", "stub/a/second");
    }

    @Test
    @DisplayName("N20: a file that is known by its handle only: the file system below is asked, each time")
    void unknownNames() throws FilterException {
        FileNodeObject found = rig.nameless(FileType.DIRECTORY);
        FileNodeObject below = rig.file(found, "x");
        assertThat(of(below, NORMALIZED, DEFAULT)).isEqualTo(NOT_FOUND);
        var asked = new AtomicInteger();
        rig.rig.base.pathOf = node -> {
            asked.incrementAndGet();
            return FilePath.of("found/here");
        };
        assertThat(of(below, NORMALIZED, DEFAULT)).isEqualTo("stub/found/here/x");
        assertThat(of(below, NORMALIZED, DEFAULT)).isEqualTo("stub/found/here/x");
        assertThat(asked).hasValue(2);
        assertThat(of(below, NORMALIZED, CACHE_ONLY)).isEqualTo(MISS);
        found.linked(rig.root, FileName.of("known"));
        assertThat(of(below, NORMALIZED, DEFAULT)).isEqualTo("stub/known/x");
        assertThat(rig.names().all(below)).hasSize(1);
    }

    // ---- parsing

    private static List<String> pieces(String path) {
        var name = new FileNameInformation(OPENED, "/srv/data", FilePath.of(path), false);
        var pieces = new ArrayList<String>();
        for (FileName piece : List.of(name.name(), name.parentDirectory(), name.finalComponent(), name.extension())) {
            pieces.add(piece.text());
        }
        return pieces;
    }

    @Test
    @DisplayName(
            "N21 (3.10): FltParseFileNameInformation: volume, parent directory with both slashes, final component, extension")
    void parse() {
        assertThat(pieces("docs/My Documents/Test.txt"))
                .containsExactly("/srv/data/docs/My Documents/Test.txt", "/docs/My Documents/", "Test.txt", "txt");
        assertThat(pieces("file")).containsExactly("/srv/data/file", "/", "file", "");
        assertThat(pieces("a.tar.gz")).containsExactly("/srv/data/a.tar.gz", "/", "a.tar.gz", "gz");
        assertThat(pieces("d/.bashrc")).containsExactly("/srv/data/d/.bashrc", "/d/", ".bashrc", "bashrc");
        assertThat(pieces("d/a.")).containsExactly("/srv/data/d/a.", "/d/", "a.", "");
        assertThat(pieces("")).containsExactly("/srv/data", "", "", "");
        assertThat(new FileNameInformation(OPENED, "/", FilePath.of("a"), false))
                .hasToString("/a");
    }

    @Test
    @DisplayName(
            "N22 (3.10): FltParseFileNameInformation, names that are not UTF-8: the bytes, and a text that stands for them")
    void parseBytes() {
        byte[] bytes = {'x', (byte) 0xFF, '.', (byte) 0xE9};
        var name = new FileNameInformation(OPENED, "v", FilePath.root().resolve(FileName.of(bytes)), false);
        assertThat(name.extension().bytes()).containsExactly(0xE9);
        assertThat(FileName.of(name.name().text())).isEqualTo(name.name());
        assertThat(name.name().bytes()).containsExactly('v', '/', 'x', 0xFF, '.', 0xE9);
    }

    @Test
    @DisplayName(
            "N23 (3.10): FltParseFileNameInformation, share and stream: have no meaning; a colon is a letter like others")
    void parseStreams() {
        assertThat(pieces("TestRe~1.txt:stream1:$DATA"))
                .containsExactly(
                        "/srv/data/TestRe~1.txt:stream1:$DATA", "/", "TestRe~1.txt:stream1:$DATA", "txt:stream1:$DATA");
    }
}
