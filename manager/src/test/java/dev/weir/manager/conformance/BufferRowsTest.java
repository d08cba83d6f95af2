package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.CallbackData;
import dev.weir.DataBuffer;
import dev.weir.Errno;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.RelatedObjects;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.manager.Requests;
import dev.weir.manager.UnloadResult;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.operation.Read;
import dev.weir.operation.Write;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules for buffers (3.8), and U19. */
class BufferRowsTest {
    private static final int ROOM = 16;

    private final Rig rig = new Rig();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final TestFilter high = new TestFilter("high", "3000", log);
    private final TestFilter low = new TestFilter("low", "1000", log);
    private final MemorySegment memory = Arena.ofAuto().allocate(64);

    @AfterEach
    void close() {
        rig.close();
    }

    private static String text(DataBuffer buffer, long length) {
        byte[] bytes = buffer.segment().asSlice(buffer.offset(), length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static void put(DataBuffer to, String text) {
        MemorySegment.copy(heap(text), 0, to.segment(), to.offset(), text.length());
    }

    private static MemorySegment heap(String text) {
        return MemorySegment.ofArray(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void fillsWith(String text) {
        rig.base.onExecute = operation -> {
            if (operation.kind() == OperationKind.READ) {
                DataBuffer to = operation.buffer();
                log.add("base reads " + to.length() + " of " + ((Read) operation.parameters()).byteCount());
                put(to, text.repeat(8).substring(0, (int) to.length()));
            }
        };
    }

    private Consumer<Operation> read(FileHandleObject handle) {
        return operation -> {
            Requests.read(operation, 0, ROOM, 0);
            operation.through(handle);
            operation.data(memory, 8, ROOM);
        };
    }

    private Consumer<Operation> write(FileHandleObject handle, String text) {
        return operation -> {
            Requests.write(operation, 0, text.length(), 0);
            operation.through(handle);
            operation.data(memory, 8, text.length());
            put(operation.buffer(), text);
        };
    }

    private String answer(int length) {
        return new String(memory.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    private static PreOperationStatus swap(CallbackData data, int length) {
        if (data.parameters() instanceof Read) {
            data.swapBuffer(MemorySegment.ofArray(new byte[length + 3]), 3, length);
        }
        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
    }

    /** Copies what came up to the original, in capitals. */
    private static PostOperationStatus copyUp(CallbackData data) {
        if (data.hasSwappedBuffer()) {
            int length = (int) Math.min(data.information(), data.buffer().length());
            put(data.buffer(), text(data.swappedBuffer(), length).toUpperCase(java.util.Locale.ROOT));
            data.setStatus(NtStatus.SUCCESS, length);
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    @Test
    @DisplayName("B1 (3.8): Swapped read: below sees the replacement, own post both, above the original")
    void swappedRead() {
        high.post = (data, objects) -> {
            log.add("high " + text(data.buffer(), data.information()) + " " + data.hasSwappedBuffer());
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        low.pre = (data, objects) -> swap(data, ROOM);
        low.post = (data, objects) -> {
            log.add("low " + data.buffer().length() + " " + text(data.swappedBuffer(), 4));
            return copyUp(data);
        };
        FileHandleObject handle = rig.open();
        rig.load(high);
        rig.load(low);
        fillsWith("abcd");
        Rig.Outcome outcome = rig.run(read(handle));
        assertThat(outcome.information()).isEqualTo(ROOM);
        assertThat(answer(ROOM)).isEqualTo("ABCDABCDABCDABCD");
        assertThat(log).containsSubsequence("base reads 16 of 16", "low 16 abcd", "high ABCDABCDABCDABCD false");
    }

    @Test
    @DisplayName("B2 (3.8): Another length: below is asked for as many bytes as the replacement has, more or fewer")
    void otherLengths() {
        var length = new AtomicInteger();
        low.pre = (data, objects) -> swap(data, length.get());
        low.post = (data, objects) -> copyUp(data);
        FileHandleObject handle = rig.open();
        rig.load(low);
        fillsWith("abcd");
        for (int wanted : new int[] {1, 5, 16, 32}) {
            length.set(wanted);
            assertThat(rig.run(read(handle)).information()).isEqualTo(Math.min(wanted, ROOM));
            assertThat(log).contains("base reads " + wanted + " of " + wanted);
        }
    }

    @Test
    @DisplayName("B3 (3.8): Information greater than the room is an error status, not an overrun")
    void tooMuchInformation() {
        high.post = (data, objects) -> {
            log.add("high " + data.status().name() + " " + data.information());
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        low.pre = (data, objects) -> swap(data, 32);
        FileHandleObject handle = rig.open();
        rig.load(high);
        rig.load(low);
        Rig.Outcome outcome = rig.run(read(handle));
        assertThat(outcome.status()).isEqualTo(NtStatus.INVALID_BUFFER_SIZE);
        assertThat(outcome.errno()).isEqualTo(Errno.EINVAL);
        assertThat(log).contains("high STATUS_INVALID_BUFFER_SIZE 0");
        low.pre = (data, objects) -> {
            data.setStatus(NtStatus.SUCCESS, ROOM + 1);
            return PreOperationStatus.COMPLETE;
        };
        assertThat(rig.run(read(handle)).status()).isEqualTo(NtStatus.INVALID_BUFFER_SIZE);
    }

    @Test
    @DisplayName("B4 (3.8): Swapped write: the replacement goes down, of any length; the program's own stays as it is")
    void swappedWrite() {
        low.pre = (data, objects) -> {
            if (data.parameters() instanceof Write write) {
                data.swapBuffer(heap("xx" + text(data.buffer(), write.byteCount()) + "yy"), 1, write.byteCount() + 2L);
            }
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        low.post = (data, objects) -> {
            data.setStatus(data.status(), data.buffer().length());
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        FileHandleObject handle = rig.open();
        rig.load(low);
        rig.base.onExecute =
                operation -> log.add("base " + text(operation.buffer(), ((Write) operation.parameters()).byteCount()));
        assertThat(rig.run(write(handle, "hello")).information()).isEqualTo(5);
        assertThat(log).contains("base xhelloy");
        assertThat(answer(5)).isEqualTo("hello");
    }

    @Test
    @DisplayName("B5 (3.8): Two filters swap: each sees its own and the one that it was given")
    void twoSwaps() {
        high.pre = (data, objects) -> swap(data, ROOM);
        high.post = (data, objects) -> {
            log.add("high " + text(data.swappedBuffer(), 4));
            return copyUp(data);
        };
        low.pre = (data, objects) -> {
            log.add("low given " + data.buffer().offset());
            data.swapBuffer(MemorySegment.ofArray(new byte[ROOM]), 0, ROOM);
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        low.post = (data, objects) -> {
            put(data.buffer(), text(data.swappedBuffer(), ROOM).replace('a', 'e'));
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        FileHandleObject handle = rig.open();
        rig.load(high);
        rig.load(low);
        fillsWith("abcd");
        rig.run(read(handle));
        assertThat(log).contains("low given 3", "high ebcd");
        assertThat(answer(4)).isEqualTo("EBCD");
    }

    @Test
    @DisplayName("B6 (3.8): Own post-operation required: without one the operation fails, since nobody would decode it")
    void needsItsPost() {
        low.pre = (data, objects) -> {
            swap(data, ROOM);
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        };
        FileHandleObject handle = rig.open();
        rig.load(low);
        rig.base.done.clear();
        assertThat(rig.run(read(handle)).status()).isEqualTo(NtStatus.INVALID_PARAMETER);
        assertThat(rig.base.done).isEmpty();
        assertThat(rig.manager.findings().all())
                .anySatisfy(f -> assertThat(f.what()).contains("swapped the buffer without asking"));
        low.pre = (data, objects) -> {
            swap(data, ROOM);
            put(data.buffer(), "nobody sees this");
            data.setStatus(NtStatus.SUCCESS, 0);
            return PreOperationStatus.COMPLETE;
        };
        assertThat(rig.run(read(handle)).status()).isEqualTo(NtStatus.SUCCESS);
    }

    private static void swapConfined(CallbackData data) {
        try (Arena arena = Arena.ofConfined()) {
            data.swapBuffer(arena.allocate(8), 0, 8);
        }
    }

    @Test
    @DisplayName(
            "B7: FltDecodeParameters: an operation without a buffer has none to swap; memory of one thread or outside its bounds is refused")
    void refusals() {
        var failures = Collections.synchronizedList(new ArrayList<RuntimeException>());
        low.pre = (data, objects) -> {
            for (Runnable wrong : List.<Runnable>of(
                    () -> swapConfined(data),
                    () -> data.swapBuffer(MemorySegment.ofArray(new byte[8]), 1, 8),
                    () -> data.swapBuffer(MemorySegment.ofArray(new byte[8]).asReadOnly(), 0, 8),
                    () -> data.answerFrom(MemorySegment.ofArray(new byte[64]), 0, ROOM + 1),
                    data::swappedBuffer)) {
                try {
                    wrong.run();
                    failures.add(new RuntimeException("nothing"));
                } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
                    failures.add(e);
                }
            }
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        FileHandleObject handle = rig.open();
        rig.load(low);
        assertThat(rig.run(read(handle)).errno()).isZero();
        assertThat(failures)
                .extracting(e -> (Object) e.getClass())
                .containsExactly(
                        IllegalArgumentException.class,
                        IndexOutOfBoundsException.class,
                        IllegalArgumentException.class,
                        IllegalArgumentException.class,
                        IllegalStateException.class);
        low.pre = (data, objects) -> {
            assertThatThrownBy(() -> data.swapBuffer(MemorySegment.ofArray(new byte[8]), 0, 8))
                    .isInstanceOf(IllegalStateException.class);
            log.add("refused");
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        rig.getattr();
        assertThat(log).contains("refused");
    }

    @Test
    @DisplayName(
            "B8 (3.8): An answer from memory of the filter's own reaches the front without a copy, past filters that do not swap")
    void answeredFrom() {
        MemorySegment own = heap("..answer");
        var seen = new AtomicReference<MemorySegment>();
        high.post = (data, objects) -> {
            log.add("high " + text(data.buffer(), data.information()));
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        low.post = (data, objects) -> {
            data.answerFrom(own, 2, 6);
            data.setStatus(NtStatus.SUCCESS, 6);
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        FileHandleObject handle = rig.open();
        rig.load(high);
        rig.load(low);
        Rig.Outcome outcome = Rig.get(rig.start(
                rig.volume, read(handle), ended -> seen.set(ended.buffer().segment())));
        assertThat(outcome.information()).isEqualTo(6);
        assertThat(seen.get()).isSameAs(own);
        assertThat(log).contains("high answer");
        low.pre = (data, objects) -> {
            data.answerFrom(own, 2, 6);
            data.setStatus(NtStatus.SUCCESS, 6);
            return PreOperationStatus.COMPLETE;
        };
        log.clear();
        Rig.get(rig.start(
                rig.volume, read(handle), ended -> seen.set(ended.buffer().segment())));
        assertThat(seen.get()).isSameAs(own);
        assertThat(log).contains("high answer");
    }

    @Test
    @DisplayName("B9 (3.8): A filter that swapped gets the answer of one below in its swapped buffer")
    void answeredBelowASwap() {
        high.pre = (data, objects) -> swap(data, ROOM);
        high.post = (data, objects) -> copyUp(data);
        low.post = (data, objects) -> {
            data.answerFrom(heap("answer"), 0, 6);
            data.setStatus(NtStatus.SUCCESS, 6);
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        FileHandleObject handle = rig.open();
        rig.load(high);
        rig.load(low);
        assertThat(rig.run(read(handle)).information()).isEqualTo(6);
        assertThat(answer(6)).isEqualTo("ANSWER");
    }

    @Test
    @DisplayName("B10 (3.8): A pended operation can swap before it is resumed, and its post sees it")
    void swappedWhilePended() {
        var kept = new AtomicReference<CallbackData>();
        low.pre = (data, objects) -> {
            kept.set(data);
            return PreOperationStatus.PENDING;
        };
        low.post = (data, objects) -> copyUp(data);
        FileHandleObject handle = rig.open();
        fillsWith("abcd");
        rig.load(low);
        CompletableFuture<Rig.Outcome> read = rig.start(read(handle));
        swap(kept.get(), ROOM);
        kept.get().completePendedPreOperation(PreOperationStatus.SUCCESS_WITH_CALLBACK);
        assertThat(Rig.get(read).errno()).isZero();
        assertThat(answer(4)).isEqualTo("ABCD");
    }

    private PostOperationStatus noteDraining(CallbackData data, RelatedObjects<Object> objects) {
        return copyUp(data);
    }

    @Test
    @DisplayName(
            "U19: swapped buffers in flight: waited for, not drained; the post decodes, the caller's result unaffected")
    void u19() throws Exception {
        low.pre = (data, objects) -> swap(data, ROOM);
        low.post = this::noteDraining;
        FileHandleObject handle = rig.open();
        fillsWith("abcd");
        rig.load(high);
        rig.load(low);
        rig.base.stalled.add(OperationKind.READ);
        CompletableFuture<Rig.Outcome> read = rig.startElsewhere(read(handle));
        UnloadRowsTest.awaitQuietly(rig.base.arrived);
        UnloadResult first = rig.unload("low", false, Duration.ofMillis(300));
        assertThat(first.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(first.message()).contains("low: read below uses its buffer");
        assertThat(log).doesNotContain("low complete FILTER_UNLOAD").noneMatch(line -> line.contains("DRAINING"));
        rig.base.release.countDown();
        assertThat(Rig.get(read).errno()).isZero();
        assertThat(answer(4)).isEqualTo("ABCD");
        for (int i = 0; i < 2000 && rig.manager.filter("low").isPresent(); i++) {
            Thread.sleep(5);
        }
        assertThat(log).contains("low post read", "low complete FILTER_UNLOAD");
    }

    @Test
    @DisplayName(
            "U19: what waits below is cancelled after the grace time, and goes down again below the leaving instance")
    void u19Reissued() {
        var lowest = new TestFilter("lowest", "500", log);
        var keeps = new java.util.concurrent.atomic.AtomicBoolean(true);
        low.pre = (data, objects) -> swap(data, ROOM);
        low.post = (data, objects) -> {
            log.add("low " + data.status().name());
            return copyUp(data);
        };
        lowest.pre = (data, objects) -> {
            if (!(data.parameters() instanceof Read) || !keeps.getAndSet(false)) {
                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
            }
            data.setCancelCompletion(cancelled -> {
                log.add("cancelled " + cancelled.isCancelled());
                cancelled.setStatus(NtStatus.CANCELLED);
                cancelled.completePendedPreOperation(PreOperationStatus.COMPLETE);
            });
            return PreOperationStatus.PENDING;
        };
        FileHandleObject handle = rig.open();
        fillsWith("abcd");
        rig.load(high);
        rig.load(low);
        rig.load(lowest);
        CompletableFuture<Rig.Outcome> read = rig.start(read(handle));
        assertThat(read).isNotDone();
        assertThat(rig.unload("low").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(Rig.get(read).errno()).isZero();
        assertThat(Rig.get(read).information()).isEqualTo(ROOM);
        assertThat(answer(4)).isEqualTo("abcd");
        assertThat(log)
                .containsSubsequence(
                        "low start FILTER_UNLOAD",
                        "cancelled true",
                        "low STATUS_CANCELLED",
                        "lowest pre read",
                        "lowest post read",
                        "high post read");
        assertThat(log.stream().filter("high post read"::equals)).hasSize(1);
    }

    @Test
    @DisplayName(
            "B11: A mandatory unload takes a pended operation with the original buffer, whatever the filter has swapped in")
    void takenWithTheOriginal() {
        low.pre = (data, objects) -> {
            swap(data, ROOM);
            return PreOperationStatus.PENDING;
        };
        FileHandleObject handle = rig.open();
        fillsWith("abcd");
        rig.load(low);
        CompletableFuture<Rig.Outcome> read = rig.start(read(handle));
        assertThat(rig.stop("low").reissued()).isEqualTo(1);
        assertThat(Rig.get(read).errno()).isZero();
        assertThat(answer(4)).isEqualTo("abcd");
    }
}
