package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.FileHandle;
import dev.weir.FileNode;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Instance;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rows of contexts (§3.12) on a mount: programs open, close and delete the files that they are on. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MountedContextRowsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Puts a context on each file and on each handle that a program opens, and writes down what it finds. */
    private static final class Marker implements Minifilter {
        final List<String> cleaned = Collections.synchronizedList(new ArrayList<>());
        final List<String> seen = Collections.synchronizedList(new ArrayList<>());
        final ContextKind<FileNode, String> file =
                ContextKind.file(String.class).withCleanup((value, type) -> cleaned.add("file " + value));
        final ContextKind<FileHandle, String> handle =
                ContextKind.streamHandle(String.class).withCleanup((value, type) -> cleaned.add("handle " + value));

        @Override
        public Registration registration(FilterManager manager) throws FilterException {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .context(file)
                    .context(handle)
                    .operation(
                            MajorFunction.CREATE,
                            (data, objects) -> {
                                if (data.operationName().equals("open")) {
                                    note("before open", objects.instance(), data.node());
                                }
                                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                            },
                            (data, objects, flags) -> {
                                if (data.hasOpenedHandle()
                                        && data.operationName().equals("open")) {
                                    mark(objects.instance(), data.openedHandle());
                                }
                                return PostOperationStatus.FINISHED_PROCESSING;
                            })
                    .operation(
                            MajorFunction.CLOSE,
                            (data, objects) -> {
                                note("before close", objects.instance(), data.node());
                                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                            },
                            (data, objects, flags) -> {
                                note("after close", objects.instance(), data.node());
                                return PostOperationStatus.FINISHED_PROCESSING;
                            })
                    .build();
        }

        private void note(String when, Instance instance, FileNode node) {
            try (ContextReference<String> found = instance.getContext(file, node)) {
                seen.add(when + " "
                        + (found.isPresent() ? found.value() : found.status().name()));
            }
        }

        private void mark(Instance instance, FileHandle opened) {
            String name = opened.node().path().text();
            try (ContextReference<String> onFile = instance.getOrSetContext(file, opened.node(), () -> name);
                    ContextReference<String> onHandle = instance.getOrSetContext(handle, opened, () -> name)) {
                seen.add("opened " + onFile.value() + " " + onHandle.value());
            }
        }
    }

    private final Marker marker = new Marker();
    private Mounted mounted;
    private Path file;

    @BeforeEach
    void mount() throws Exception {
        mounted = new Mounted();
        file = Files.writeString(mounted.directory.resolve("file"), "content");
        // The kernel tells the end of an open file later: the filter must not see that one.
        await().atMost(PATIENCE).until(() -> mounted.volume().handles().size() == 0);
        mounted.load("marker", "140000", () -> marker);
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted != null) {
            mounted.close();
        }
    }

    @Test
    @DisplayName("C3, C11: a handle's context ends with its close, a file's when it is deleted and nobody has it open")
    void ends() throws Exception {
        try (FileChannel first = FileChannel.open(file)) {
            assertThat(first.isOpen()).isTrue();
            try (FileChannel second = FileChannel.open(file)) {
                assertThat(second.isOpen()).isTrue();
                assertThat(marker.cleaned).isEmpty();
            }
            await().atMost(PATIENCE).until(() -> marker.cleaned.size() == 1);
            Files.delete(file);
            assertThat(marker.cleaned).containsExactly("handle file");
        }
        await().atMost(PATIENCE).until(() -> marker.cleaned.size() == 3);
        assertThat(marker.cleaned).containsExactlyInAnyOrder("handle file", "handle file", "file file");
    }

    @Test
    @DisplayName("C10, C16: not before the open and not after the close; one context per file, whoever opens it")
    void moments() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(Files.readString(file)).isEqualTo("content");
        }
        await().atMost(PATIENCE)
                .until(() -> marker.seen.stream()
                                .filter(line -> line.startsWith("after close"))
                                .count()
                        == 2);
        assertThat(marker.seen)
                .filteredOn(line -> line.startsWith("before open") || line.startsWith("after close"))
                .hasSize(4)
                .allMatch(line -> line.endsWith(" STATUS_NOT_SUPPORTED"));
        assertThat(marker.seen)
                .filteredOn(line -> line.startsWith("before close"))
                .containsExactly("before close file", "before close file");
    }

    @Test
    @DisplayName("C12, U20: an unload cleans each context up once, while programs have the files open and go on")
    void unload() throws Exception {
        try (FileChannel open = FileChannel.open(file)) {
            assertThat(mounted.unload("marker").outcome().name()).isEqualTo("UNLOADED");
            assertThat(marker.cleaned).containsExactlyInAnyOrder("handle file", "file file");
            assertThat(open.read(java.nio.ByteBuffer.allocate(7))).isEqualTo(7);
        }
        assertThat(marker.cleaned).hasSize(2);
    }

    @Test
    @DisplayName("C21: an unmount cleans each context up once")
    void volumeEnds() throws Exception {
        assertThat(Files.readString(file)).isEqualTo("content");
        mounted.close();
        mounted = null;
        assertThat(marker.cleaned).containsExactlyInAnyOrder("handle file", "file file");
    }
}
