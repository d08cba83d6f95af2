package dev.weir.fuse.mounted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.CallbackData;
import dev.weir.FilterException;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.fuse.DataMode;
import dev.weir.fuse.MountOptions;
import dev.weir.operation.Read;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs on files whose content a filter keeps in another form. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class BuffersTest {
    private static final String PROGRAMS = """
            seq 1 50000 > numbers
            cp numbers copy
            cmp numbers copy
            cat numbers copy | tail -n 1 | grep -qx 50000
            dd if=numbers of=copy bs=1000 skip=3 seek=5 count=7 conv=notrunc status=none
            echo last >> copy
            tail -n 1 copy | grep -qx last
            truncate -s 12345 copy
            test "$(stat -c %s copy)" = 12345
            test "$(wc -c < copy)" = 12345
            python3 - <<'E'
            import mmap, os
            with open("numbers", "r+b") as f:
                with mmap.mmap(f.fileno(), 0, mmap.MAP_PRIVATE) as m:
                    assert m[:6] == b"1\\n2\\n3\\n", m[:6]
                    assert m[-6:] == b"50000\\n", m[-6:]
                os.pwrite(f.fileno(), b"X", 100001)
                assert os.pread(f.fileno(), 1, 100001) == b"X"
            E
            mkdir repository
            cd repository
            git init -q .
            git config user.name a
            git config user.email a@b
            for i in 1 2 3; do seq $i 3000 > file$i; git add .; git commit -qm $i; done
            git fsck --strict
            git gc -q
            test -z "$(git status --porcelain)"
            git show HEAD~1:file1 | tail -n 1 | grep -qx 3000
            """;

    private static void run(Path directory, String script) throws Exception {
        Path output = Files.createTempFile("weir-buffers", "output");
        try {
            Process process = new ProcessBuilder("timeout", "-s", "KILL", "120", "bash", "-exc", script)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor()).as(() -> read(output)).isZero();
        } finally {
            Files.delete(output);
        }
    }

    private static String read(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static byte[] coded(byte[] plain, int factor, int key) {
        byte[] coded = new byte[plain.length * factor];
        for (int i = 0; i < coded.length; i++) {
            coded[i] = (byte) (plain[i / factor] ^ key);
        }
        return coded;
    }

    private static void runBehind(CodingFilter filter, MountOptions options) throws Exception {
        try (var mounted = new Mounted(options)) {
            mounted.load("coding", "140000", () -> filter);
            run(mounted.directory, PROGRAMS);
            byte[] numbers = Files.readAllBytes(mounted.directory.resolve("numbers"));
            byte[] copy = Files.readAllBytes(mounted.directory.resolve("copy"));
            assertThat(mounted.unload("coding").outcome().name()).isEqualTo("UNLOADED");
            assertThat(Files.readAllBytes(mounted.directory.resolve("numbers")))
                    .isEqualTo(coded(numbers, filter.factor(), filter.key()));
            assertThat(Files.size(mounted.directory.resolve("copy"))).isEqualTo((long) copy.length * filter.factor());
            mounted.load("again", "140000", () -> filter);
            assertThat(Files.readAllBytes(mounted.directory.resolve("numbers"))).isEqualTo(numbers);
            assertThat(mounted.manager.findings().all()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"PASSTHROUGH", "WRITEBACK"})
    @DisplayName("B1, B4: reads and writes of real programs through a filter that keeps the files encrypted")
    void anEncryptingFilterUnderRealPrograms(DataMode mode) throws Exception {
        runBehind(new CodingFilter(1, 0x5a, false), MountOptions.usual().withDataMode(mode));
    }

    @Test
    void anEncryptingFilterBelowThePageCacheThatIsWrittenBack() throws Exception {
        runBehind(new CodingFilter(1, 0x5a, true), MountOptions.usual().withDataMode(DataMode.WRITEBACK));
    }

    @Test
    @DisplayName("B2: real programs on files that a filter keeps three times as long")
    void aFilterThatKeepsFilesThreeTimesAsLongUnderRealPrograms() throws Exception {
        runBehind(new CodingFilter(3, 0x21, false), MountOptions.usual());
    }

    private static Minifilter reads(Answer answer) {
        return manager -> Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .postOperation(MajorFunction.READ, (data, objects, drained) -> {
                    answer.answer(data, (Read) data.parameters());
                    return PostOperationStatus.FINISHED_PROCESSING;
                })
                .build();
    }

    private interface Answer {
        void answer(CallbackData data, Read read);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("B8: a read is answered from a filter's own memory")
    void aReadIsAnsweredFromAFiltersOwnMemory(boolean isNative) throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(5).nextBytes(content);
        MemorySegment own = isNative
                ? Arena.ofAuto().allocate(content.length).copyFrom(MemorySegment.ofArray(content))
                : MemorySegment.ofArray(content);
        try (var mounted = new Mounted()) {
            Path file = mounted.directory.resolve("file");
            Files.write(file, new byte[content.length]);
            mounted.load(
                    "own",
                    "140000",
                    () -> reads((data, read) -> {
                        long length = Math.clamp(own.byteSize() - read.offset(), 0, read.byteCount());
                        data.answerFrom(own, length == 0 ? 0 : read.offset(), length);
                        data.setStatus(NtStatus.SUCCESS, length);
                    }));
            assertThat(Files.readAllBytes(file)).isEqualTo(content);
            try (FileChannel channel = FileChannel.open(file)) {
                ByteBuffer part = ByteBuffer.allocateDirect(70_001);
                assertThat(channel.read(part, 999)).isEqualTo(70_001);
                byte[] got = new byte[70_001];
                part.flip().get(got);
                assertThat(got).isEqualTo(java.util.Arrays.copyOfRange(content, 999, 71_000));
            }
            run(mounted.directory, "cat file > /dev/null");
        }
    }

    @Test
    @DisplayName("B3: an answer larger than the room is an error of that read alone")
    void anAnswerLargerThanTheRoomIsAnErrorOfThatReadAlone() throws Exception {
        MemorySegment own = Arena.ofAuto().allocate(1 << 24);
        try (var mounted = new Mounted()) {
            Path file = mounted.directory.resolve("file");
            Files.writeString(file, "content");
            mounted.load(
                    "liar",
                    "140000",
                    () -> reads((data, read) -> {
                        if (read.offset() == 0) {
                            data.setStatus(NtStatus.SUCCESS, read.byteCount() + 1L);
                        } else if (read.offset() == 1) {
                            data.answerFrom(own, 0, own.byteSize());
                        }
                    }));
            try (FileChannel channel = FileChannel.open(file)) {
                for (int wrong : new int[] {0, 1}) {
                    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(7), wrong))
                            .isInstanceOf(IOException.class);
                }
                ByteBuffer rest = ByteBuffer.allocate(7);
                assertThat(channel.read(rest, 2)).isEqualTo(5);
                assertThat(new String(rest.array(), 0, 5, UTF_8)).isEqualTo("ntent");
            }
        }
    }

    @Test
    void whatAReadBroughtIsStillThereWhenItsPostOperationKeepsIt() throws Exception {
        var kept = new AtomicInteger();
        Minifilter keeper = manager -> Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .postOperation(MajorFunction.READ, (data, objects, drained) -> {
                    try {
                        data.queueDeferredWork(operation -> {
                            kept.incrementAndGet();
                            for (long i = 0; i < operation.information(); i++) {
                                long at = operation.buffer().offset() + i;
                                MemorySegment memory = operation.buffer().segment();
                                memory.set(ValueLayout.JAVA_BYTE, at, (byte)
                                        Character.toUpperCase(memory.get(ValueLayout.JAVA_BYTE, at)));
                            }
                            operation.completePendedPostOperation();
                        });
                        return PostOperationStatus.MORE_PROCESSING_REQUIRED;
                    } catch (FilterException e) {
                        return PostOperationStatus.FINISHED_PROCESSING;
                    }
                })
                .build();
        try (var mounted = new Mounted()) {
            Path file = mounted.directory.resolve("file");
            Files.writeString(file, "content ".repeat(100_000));
            mounted.load("keeper", "140000", () -> keeper);
            assertThat(Files.readString(file)).isEqualTo("CONTENT ".repeat(100_000));
            assertThat(kept).hasPositiveValue();
        }
    }

    @Test
    void extendedAttributesAndLinkTargetsAreSwappedToo() throws Exception {
        Minifilter turner = manager -> Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .operation(
                        MajorFunction.SET_EA,
                        (data, objects) -> {
                            if (data.buffer().length() > 0) {
                                data.swapBuffer(
                                        turned(
                                                data.buffer().segment(),
                                                data.buffer().offset(),
                                                data.buffer().length()),
                                        0,
                                        data.buffer().length());
                            }
                            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                        },
                        (data, objects, drained) -> PostOperationStatus.FINISHED_PROCESSING)
                .postOperation(MajorFunction.QUERY_EA, (data, objects, drained) -> turnAnswer(data))
                .postOperation(MajorFunction.QUERY_INFORMATION, (data, objects, drained) -> turnAnswer(data))
                .build();
        try (var mounted = new Mounted()) {
            run(mounted.directory, "touch file; ln -s abc link; ! readlink link | grep -q cba");
            mounted.load("turner", "140000", () -> turner);
            run(mounted.directory, """
                    readlink link | grep -qx cba
                    python3 - <<'E'
                    import os
                    os.setxattr("file", "user.a", b"hello")
                    assert os.getxattr("file", "user.a") == b"hello"
                    E
                    """);
            mounted.unload("turner");
            run(mounted.directory, "python3 -c 'import os; assert os.getxattr(\"file\", \"user.a\") == b\"olleh\"'");
        }
    }

    private static PostOperationStatus turnAnswer(CallbackData data) {
        boolean carries =
                data.operationName().equals("getxattr") || data.operationName().equals("readlink");
        if (carries && data.status().isSuccess() && data.buffer().length() > 0) {
            long length = data.information();
            data.answerFrom(turned(data.buffer().segment(), data.buffer().offset(), length), 0, length);
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    private static MemorySegment turned(MemorySegment memory, long offset, long length) {
        byte[] turned = new byte[(int) length];
        for (int i = 0; i < length; i++) {
            turned[i] = memory.get(ValueLayout.JAVA_BYTE, offset + length - 1 - i);
        }
        return MemorySegment.ofArray(turned);
    }
}
