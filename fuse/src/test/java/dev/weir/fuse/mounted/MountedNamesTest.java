package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.FileNameFormat;
import dev.weir.FileNameInformation;
import dev.weir.FileNameQuery;
import dev.weir.FileNames;
import dev.weir.FilterException;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.manager.FileHandleObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The names that a filter sees on a real mount are those that the kernel shows in /proc/PID/fd. */
class MountedNamesTest {
    private static final String PROGRAM = """
            import ctypes, os, sys
            AT_FDCWD, AT_SYMLINK_FOLLOW = -100, 0x400
            flags = {'open': 0, 'create': os.O_CREAT, 'tmpfile': os.O_TMPFILE}
            for line in sys.stdin:
                what, path = line.rstrip('\\n').split(' ', 1)
                if what == 'link':
                    fd, new = path.split(' ', 1)
                    old = ('/proc/self/fd/' + fd).encode()
                    result = ctypes.CDLL(None).linkat(AT_FDCWD, old, AT_FDCWD, new.encode(), AT_SYMLINK_FOLLOW)
                    print(result, flush=True)
                else:
                    print(os.open(path, os.O_RDWR | flags[what], 0o600), flush=True)
            """;

    /** A program that opens files when it is told to. */
    private static final class Opener implements AutoCloseable {
        private final Process process;
        private final Writer commands;
        private final BufferedReader answers;

        Opener() throws IOException {
            process = new ProcessBuilder("python3", "-c", PROGRAM)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            commands = process.outputWriter(StandardCharsets.UTF_8);
            answers = process.inputReader(StandardCharsets.UTF_8);
        }

        int does(String command) throws IOException {
            commands.write(command + "\n");
            commands.flush();
            return Integer.parseInt(answers.readLine());
        }

        String shown(int descriptor) throws IOException {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/fd/" + descriptor))
                    .toString();
        }

        @Override
        public void close() throws IOException {
            end();
        }

        void end() throws IOException {
            commands.close();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Asker implements Minifilter {
        private final List<String> closed = new CopyOnWriteArrayList<>();

        @Override
        public Registration registration(dev.weir.FilterManager manager) throws FilterException {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .preOperation(MajorFunction.CLEANUP, (data, objects) -> {
                        closed.add(shown(() ->
                                objects.instance().names().of(data, FileNameFormat.OPENED, FileNameQuery.DEFAULT)));
                        return PreOperationStatus.SUCCESS_NO_CALLBACK;
                    })
                    .build();
        }
    }

    private interface Question {
        FileNameInformation ask() throws FilterException;
    }

    private static String shown(Question question) {
        try {
            FileNameInformation name = question.ask();
            return name + (name.isUnlinked() ? " (deleted)" : "");
        } catch (FilterException refused) {
            return refused.status().name();
        }
    }

    /** An open file of the program's. */
    private record Opened(FileHandleObject handle, int descriptor) {}

    private final Set<FileHandleObject> known = new HashSet<>();
    private final List<Opened> opened = new ArrayList<>();

    private Opened open(Mounted mounted, Opener program, String command) throws IOException {
        int descriptor = program.does(command);
        var found = new ArrayList<FileHandleObject>();
        mounted.volume().handles().forEach(handle -> {
            if (known.add(handle)) {
                found.add(handle);
            }
        });
        assertThat(found).as(command).hasSize(1);
        var file = new Opened(found.getFirst(), descriptor);
        opened.add(file);
        return file;
    }

    private void assertSame(FileNames names, Opener program) throws IOException {
        for (Opened file : opened) {
            assertThat(shown(() -> names.of(file.handle, FileNameFormat.OPENED, FileNameQuery.DEFAULT)))
                    .isEqualTo(program.shown(file.descriptor));
        }
    }

    @Test
    @DisplayName(
            "N13, N14, N17, N18: the names of open files are those that the kernel shows, through renames, links and removals")
    void namesAreThoseThatTheKernelShows() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs python3");
        try (var mounted = new Mounted();
                var program = new Opener()) {
            var asker = new Asker();
            mounted.load("asker", "3000", () -> asker);
            FileNames names = mounted.volume().instances().getFirst().names();
            Path top = mounted.directory;
            Files.createDirectories(top.resolve("a/b"));
            Opened file = open(mounted, program, "create " + top.resolve("a/b/file"));
            open(mounted, program, "create " + top.resolve("a/other"));
            assertSame(names, program);

            Files.move(top.resolve("a"), top.resolve("c"));
            assertSame(names, program);
            Files.move(top.resolve("c/b"), top.resolve("b"));
            Files.move(top.resolve("b/file"), top.resolve("c/moved"));
            assertSame(names, program);
            Files.move(top.resolve("c"), top.resolve("b/c"));
            assertSame(names, program);

            Files.createLink(top.resolve("second"), top.resolve("b/c/moved"));
            assertSame(names, program);
            assertThat(names.all(file.handle.node()))
                    .extracting(FileNameInformation::toString)
                    .containsExactlyInAnyOrder(top + "/second", top + "/b/c/moved");
            Files.delete(top.resolve("b/c/moved"));
            assertSame(names, program);
            assertThat(shown(() -> names.of(file.handle, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT)))
                    .isEqualTo(top + "/second");
            Files.move(top.resolve("second"), top.resolve("third"));
            assertThat(shown(() -> names.of(file.handle, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT)))
                    .isEqualTo(top + "/third");
            Files.delete(top.resolve("third"));
            Files.delete(top.resolve("b/c/other"));
            Files.delete(top.resolve("b/c"));
            assertSame(names, program);
            program.end();
            for (int i = 0; i < 2000 && asker.closed.size() < 2; i++) {
                Thread.sleep(10);
            }
            assertThat(asker.closed)
                    .containsExactlyInAnyOrder(top + "/b/c/moved (deleted)", top + "/b/c/other (deleted)");
        }
    }

    @Test
    @DisplayName("N18: a file without a name has none until it is linked")
    void aFileWithoutANameHasNoneUntilItIsLinked() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs python3");
        try (var mounted = new Mounted();
                var program = new Opener()) {
            mounted.load("asker", "3000", Asker::new);
            FileNames names = mounted.volume().instances().getFirst().names();
            Opened file = open(mounted, program, "tmpfile " + mounted.directory);
            assertThat(program.shown(file.descriptor)).endsWith(" (deleted)");
            assertThat(shown(() -> names.of(file.handle, FileNameFormat.OPENED, FileNameQuery.DEFAULT)))
                    .isEqualTo("STATUS_OBJECT_NAME_NOT_FOUND");
            assertThat(file.handle.node().isUnlinked()).isTrue();
            String named = mounted.directory.resolve("named").toString();
            assertThat(program.does("link " + file.descriptor + " " + named)).isZero();
            assertThat(shown(() -> names.of(file.handle, FileNameFormat.OPENED, FileNameQuery.DEFAULT)))
                    .isEqualTo(named);
            assertThat(file.handle.node().isUnlinked()).isFalse();
        }
    }
}
