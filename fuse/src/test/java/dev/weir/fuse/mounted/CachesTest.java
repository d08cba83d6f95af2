package dev.weir.fuse.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FileName;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.fuse.MountOptions;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.operation.Lookup;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the kernel cached under one stack is not shown under the next. */
class CachesTest {
    private static final Duration LONG = Duration.ofHours(1);

    /** Shows every regular file one byte longer, its content in capitals, and {@code alias} where {@code file} is. */
    private static final class Changer implements Minifilter {
        @Override
        public Registration registration(FilterManager manager) throws dev.weir.FilterException {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .operation(
                            MajorFunction.QUERY_OPEN,
                            (data, objects) -> {
                                if (data.parameters() instanceof Lookup lookup
                                        && lookup.name().text().equals("alias")) {
                                    lookup.setName(FileName.of("file"));
                                    data.setDirty();
                                }
                                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                            },
                            (data, objects, flags) -> longer(data))
                    .postOperation(MajorFunction.QUERY_INFORMATION, (data, objects, flags) -> longer(data))
                    .postOperation(MajorFunction.READ, (data, objects, flags) -> {
                        MemorySegment memory = data.buffer().segment();
                        for (long i = 0; i < data.information(); i++) {
                            long at = data.buffer().offset() + i;
                            byte b = memory.get(ValueLayout.JAVA_BYTE, at);
                            memory.set(ValueLayout.JAVA_BYTE, at, (byte) Character.toUpperCase(b));
                        }
                        return PostOperationStatus.FINISHED_PROCESSING;
                    })
                    .build();
        }

        private static PostOperationStatus longer(dev.weir.CallbackData data) {
            if (data.attributes().isPresent() && (data.attributes().mode() & 0xF000) == 0x8000) {
                data.attributes().setSize(data.attributes().size() + 1);
            }
            return PostOperationStatus.FINISHED_PROCESSING;
        }
    }

    private static void assertPlain(Path file) throws Exception {
        assertThat(Files.size(file)).isEqualTo(7);
        assertThat(Files.readString(file)).isEqualTo("content");
        assertThat(file.resolveSibling("alias")).doesNotExist();
    }

    @Test
    void aFilterThatChangesSizeContentAndNameIsSeenAtOnceAndItsEndToo() throws Exception {
        try (var mounted = new Mounted(MountOptions.usual().withTimeOuts(LONG, LONG, LONG))) {
            Path file = mounted.directory.resolve("file");
            Files.writeString(file, "content");
            for (int round = 0; round < 5; round++) {
                assertPlain(file);
                mounted.load("changer", "5000", Changer::new);
                assertThat(Files.size(file)).isEqualTo(8);
                assertThat(Files.readString(file)).startsWith("CONTENT");
                assertThat(Files.readString(file.resolveSibling("alias"))).startsWith("CONTENT");
                assertThat(mounted.unload("changer").outcome()).isEqualTo(Outcome.UNLOADED);
            }
            assertPlain(file);
        }
    }
}
