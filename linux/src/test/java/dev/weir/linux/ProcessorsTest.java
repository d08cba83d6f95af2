package dev.weir.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import java.lang.foreign.Arena;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorsTest {
    private final NativeThread thread = NativeThread.current();
    private final Processors all = Processors.ofThisThread();

    /** On which processors this thread may run, found by trying. */
    private int[] allowed() {
        int[] allowed =
                IntStream.range(0, 64).filter(i -> all.pin(thread, i) == 0).toArray();
        assertThat(all.restore(thread)).isZero();
        return allowed;
    }

    @Test
    void aThreadIsWhereItIsBound() {
        for (int processor : allowed()) {
            assertThat(all.pin(thread, processor)).isZero();
            assertThat(Processors.current(thread)).isEqualTo(processor);
            assertThat(ProcessCalls.processorOf(thread, ProcessCalls.thread(thread)))
                    .isEqualTo(processor);
        }
        assertThat(all.restore(thread)).isZero();
    }

    @Test
    void aMoveDoesNotBind() {
        int[] before = allowed();
        for (int processor : before) {
            assertThat(Processors.move(thread, processor)).isZero();
        }
        assertThat(allowed()).isEqualTo(before);
    }

    @Test
    void itGoesOnlyWhereItMayRun() {
        int[] before = allowed();
        assertThat(Processors.move(thread, 8191)).isEqualTo(-Errno.EINVAL);
        assertThat(Processors.move(thread, 8192)).isEqualTo(-Errno.EINVAL);
        assertThat(Processors.move(thread, -1)).isEqualTo(-Errno.EINVAL);
        all.pin(thread, before[0]);
        for (int i = 1; i < before.length; i++) {
            assertThat(Processors.move(thread, before[i])).isEqualTo(-Errno.EINVAL);
        }
        assertThat(Processors.current(thread)).isEqualTo(before[0]);
        assertThat(all.restore(thread)).isZero();
    }

    @Test
    void whoHasEndedIsNowhere() throws Exception {
        Process other = new ProcessBuilder("true").start();
        other.waitFor();
        assertThat(ProcessCalls.processorOf(thread, (int) other.pid())).isEqualTo(-Errno.ENOENT);
    }

    @ParameterizedTest
    @CsvSource({"'1 (cat) S', 7", "'1 (a) b) 9 (c) R', 12", "'1 () R', 0"})
    void theNameOfAProgramCanBeAnything(String begin, int processor) {
        // Fields 4 to 38, the one that is wanted, and some more.
        String stat = begin + " 5".repeat(35) + " " + processor + " 3 4 5\n";
        assertThat(processorIn(stat)).isEqualTo(processor);
    }

    @ParameterizedTest
    @CsvSource({"''", "'1 (cat) S 2 3'", "'no bracket'"})
    void whatIsNoAnswerIsRefused(String stat) {
        assertThat(processorIn(stat)).isEqualTo(-Errno.EINVAL);
    }

    private static int processorIn(String stat) {
        byte[] bytes = stat.getBytes(US_ASCII);
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocate(bytes.length + 1L).address();
            NativeMemory.copyIn(bytes, 0, text, bytes.length);
            return ProcessCalls.processorIn(text, bytes.length);
        }
    }
}
