package dev.weir.fuse.mounted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.fuse.DataMode;
import dev.weir.fuse.MountOptions;
import dev.weir.manager.UnloadResult;
import dev.weir.testkit.RecordingFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random sequences of calls on a mount and on a plain directory give the same, in each data mode, while a filter that sees everything comes and goes.
 *
 * <p>{@code -Dweir.seconds=3600} goes on for an hour in each mode; {@code -Dweir.seed=N} begins with the seed that a failure printed.
 */
class SameAsBareDirectoryTest {
    private static final long SECONDS = Long.getLong("weir.seconds", 12);
    private static final long SEED = Long.getLong("weir.seed", 1);
    private static final int LENGTH = 300;

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void theSameCallsGiveTheSame(DataMode mode) throws Exception {
        // Dirty pages and the time of change are the kernel's alone then: docs/limits.md.
        boolean isWriteback = mode == DataMode.WRITEBACK;
        Process program = null;
        try (var mounted = new Mounted(MountOptions.usual().withDataMode(mode))) {
            Path plain = Files.createDirectory(mounted.parent.resolve("plain"));
            try {
                program = JavaProgram.start(
                        SequenceProgram.class,
                        List.of(
                                mounted.directory.toString(),
                                plain.toString(),
                                Long.toString(SEED),
                                Long.toString(SECONDS),
                                Integer.toString(LENGTH),
                                Boolean.toString(!isWriteback),
                                Boolean.toString(!isWriteback),
                                // A chmod of a file that is open for writing in passthrough does not last:
                                // docs/limits.md.
                                Boolean.toString(mode != DataMode.PASSTHROUGH)));
                while (!program.waitFor(300, TimeUnit.MILLISECONDS)) {
                    comeAndGo(mounted);
                }
                String said = new String(program.getInputStream().readAllBytes(), UTF_8);
                assertThat(program.exitValue()).as(said).isZero();
                System.out.println(mode + ": " + said.strip());
            } finally {
                if (program != null) {
                    program.destroyForcibly().waitFor();
                }
            }
        }
    }

    private static void comeAndGo(Mounted mounted) throws Exception {
        mounted.load("sees", "300000", () -> new RecordingFilter("sees").quiet());
        Thread.sleep(200);
        assertThat(mounted.unload("sees").outcome()).isEqualTo(UnloadResult.Outcome.UNLOADED);
    }
}
