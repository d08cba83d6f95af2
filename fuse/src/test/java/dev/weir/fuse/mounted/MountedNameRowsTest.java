package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.CallbackData;
import dev.weir.FileNameFlag;
import dev.weir.FileNameFormat;
import dev.weir.FileNameInformation;
import dev.weir.FileNameQuery;
import dev.weir.FileNames;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Minifilter;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rows of names (§3.10), asked by a filter while programs use a mount. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MountedNameRowsTest {
    private interface Question {
        FileNameInformation ask(CallbackData data, FileNames names) throws FilterException;
    }

    /** Asks in each callback of one kind of operation. */
    private static final class Asker implements Minifilter {
        final List<String> before = Collections.synchronizedList(new ArrayList<>());
        final List<String> after = Collections.synchronizedList(new ArrayList<>());
        volatile String operation = "";
        volatile Question question = (data, names) -> names.of(data, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT);

        @Override
        public Registration registration(FilterManager manager) {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .everyOperation(
                            (data, objects) -> {
                                note(before, data, objects.instance().names());
                                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                            },
                            (data, objects, flags) -> {
                                note(after, data, objects.instance().names());
                                return PostOperationStatus.FINISHED_PROCESSING;
                            })
                    .build();
        }

        private void note(List<String> answers, CallbackData data, FileNames names) {
            if (data.operationName().equals(operation)) {
                answers.add(MountedNameRowsTest.answer(() -> question.ask(data, names)));
            }
        }

        /** From now on, for this operation. */
        void asks(String newOperation, Question newQuestion) {
            operation = "";
            question = newQuestion;
            before.clear();
            after.clear();
            operation = newOperation;
        }
    }

    private interface Asked {
        FileNameInformation name() throws FilterException;
    }

    private static String answer(Asked asked) {
        try {
            FileNameInformation name = asked.name();
            return name + (name.isUnlinked() ? " (deleted)" : "");
        } catch (FilterException refused) {
            return refused.status().name();
        }
    }

    private static Question of(FileNameFormat format, FileNameQuery query) {
        return (data, names) -> names.of(data, format, query);
    }

    private final Asker asker = new Asker();
    private Mounted mounted;
    private Path top;
    private FileNames names;

    @BeforeEach
    void mount() throws Exception {
        mounted = new Mounted();
        top = mounted.directory;
        mounted.load("asker", "3000", () -> asker);
        names = mounted.volume().instances().getFirst().names();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted != null) {
            mounted.close();
        }
    }

    @Test
    @DisplayName(
            "N1, N11: what is created has its name before it exists, opened and normalized; a short one it never has")
    void creation() throws Exception {
        Path directory = Files.createDirectory(top.resolve("docs"));
        for (FileNameFormat format : List.of(FileNameFormat.OPENED, FileNameFormat.NORMALIZED)) {
            Path file = directory.resolve("file " + format);
            asker.asks("create", of(format, FileNameQuery.DEFAULT));
            Files.createFile(file);
            assertThat(asker.before).containsExactly(file.toString());
            assertThat(asker.after).containsExactly(file.toString());
        }
        asker.asks("create", of(FileNameFormat.SHORT, FileNameQuery.DEFAULT));
        Files.createFile(directory.resolve("third"));
        assertThat(asker.before).containsExactly("STATUS_FLT_INVALID_NAME_REQUEST");
        assertThat(asker.after).containsExactly("STATUS_NOT_SUPPORTED");
    }

    @Test
    @DisplayName("N2, N3, N4, N5, N6, N10: the query methods, on a file that a program has open")
    void queryMethods() throws Exception {
        Path file = Files.createFile(top.resolve("file"));
        try (var channel = java.nio.channels.FileChannel.open(file)) {
            assertThat(channel.isOpen()).isTrue();
            var node = new java.util.concurrent.atomic.AtomicReference<dev.weir.FileNode>();
            mounted.volume().handles().forEach(handle -> node.set(handle.node()));
            names.purge();
            assertThat(ask(node.get(), FileNameQuery.CACHE_ONLY)).isEqualTo("STATUS_FLT_NAME_CACHE_MISS");
            assertThat(ask(node.get(), FileNameQuery.FILESYSTEM_ONLY)).isEqualTo(file.toString());
            assertThat(ask(node.get(), FileNameQuery.CACHE_ONLY)).isEqualTo("STATUS_FLT_NAME_CACHE_MISS");
            FileNameInformation uncached = names.of(
                    node.get(), FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT, Set.of(FileNameFlag.DO_NOT_CACHE));
            assertThat(uncached).hasToString(file.toString());
            assertThat(ask(node.get(), FileNameQuery.CACHE_ONLY)).isEqualTo("STATUS_FLT_NAME_CACHE_MISS");
            FileNameInformation cached =
                    names.of(node.get(), FileNameFormat.NORMALIZED, FileNameQuery.ALWAYS_ALLOW_CACHE_LOOKUP);
            assertThat(names.of(node.get(), FileNameFormat.NORMALIZED, FileNameQuery.CACHE_ONLY))
                    .isSameAs(cached);
        }
    }

    private String ask(dev.weir.FileNode node, FileNameQuery query) {
        return answer(() -> names.of(node, FileNameFormat.NORMALIZED, query));
    }

    @Test
    @DisplayName("N7: a close on its way up has no name any more, a cleanup on its way down has")
    void closed() throws Exception {
        Path file = Files.writeString(top.resolve("file"), "content");
        for (String operation : List.of("cleanup", "release")) {
            asker.asks(operation, of(FileNameFormat.OPENED, FileNameQuery.DEFAULT));
            assertThat(Files.readString(file)).isEqualTo("content");
            org.awaitility.Awaitility.await().until(() -> !asker.after.isEmpty());
            assertThat(asker.after.getFirst()).isNotEqualTo(file.toString());
            if (operation.equals("cleanup")) {
                assertThat(asker.before.getFirst()).isEqualTo(file.toString());
            }
        }
    }

    @Test
    @DisplayName(
            "N12, N15, N19: a rename has its old name, its new one and its destination; an unlink's file is deleted")
    void renameAndUnlink() throws Exception {
        Path file = Files.createFile(top.resolve("old"));
        Path directory = Files.createDirectory(top.resolve("directory"));
        Path moved = directory.resolve("new");
        asker.asks("rename", of(FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT));
        Files.move(file, moved);
        assertThat(asker.before).containsExactly(file.toString());
        assertThat(asker.after).containsExactly(moved.toString());
        asker.asks("rename", (data, all) -> all.ofDestination(data, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT));
        Files.move(moved, file);
        assertThat(asker.before).containsExactly(file.toString());
        asker.asks("link", (data, all) -> all.ofDestination(data, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT));
        Files.createLink(moved, file);
        assertThat(asker.before).containsExactly(moved.toString());
        asker.asks("symlink", (data, all) -> all.ofDestination(data, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT));
        Files.createSymbolicLink(top.resolve("inside"), Path.of("directory/new"));
        Files.createSymbolicLink(top.resolve("outside"), Path.of("../../etc/passwd"));
        assertThat(asker.before).containsExactly(moved.toString(), "STATUS_MOUNT_POINT_NOT_RESOLVED");
        asker.asks("unlink", of(FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT));
        Files.delete(moved);
        Files.delete(file);
        assertThat(asker.before).containsExactly(moved.toString(), file.toString());
        assertThat(asker.after.getLast()).isEqualTo(file + " (deleted)");
    }

    @Test
    @DisplayName("N16, N21, N22: a name's pieces, of a name that is not UTF-8 too; nothing is tunneled")
    void pieces() throws Exception {
        Path directory = Files.createDirectory(top.resolve("My Documents"));
        var seen = new ArrayList<FileNameInformation>();
        asker.asks("create", (data, all) -> {
            FileNameInformation name = all.of(data, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT);
            assertThat(all.tunneled(data, name)).isEmpty();
            seen.add(name);
            return name;
        });
        Process program = new ProcessBuilder("bash", "-c", "touch 'Test File.tar.gz' $'caf\\xe9.txt'")
                .directory(directory.toFile())
                .start();
        assertThat(program.waitFor()).isZero();
        org.awaitility.Awaitility.await().until(() -> seen.size() >= 4);
        FileNameInformation plain = seen.getFirst();
        assertThat(plain.volume()).isEqualTo(top.toString());
        assertThat(plain.parentDirectory().text()).isEqualTo("/My Documents/");
        assertThat(plain.finalComponent().text()).isEqualTo("Test File.tar.gz");
        assertThat(plain.extension().text()).isEqualTo("gz");
        assertThat(seen.getLast().finalComponent().bytes()).containsExactly('c', 'a', 'f', 0xE9, '.', 't', 'x', 't');
    }
}
