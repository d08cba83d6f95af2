package dev.weir.linux;

import static dev.weir.linux.TemporaryFiles.ok;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignalsTest {
    /** Ends a process that does nothing about it; the JVM does not use it. */
    private static final int SIGUSR1 = 10;

    @Test
    void aSwallowedSignalDoesNothingHereAndItsUsualThingInPrograms() throws Exception {
        NativeThread thread = NativeThread.current();
        Signals.swallow(SIGUSR1);
        ok(ProcessCalls.kill(thread, ProcessCalls.process(thread), SIGUSR1));
        Process program = new ProcessBuilder("/bin/sh", "-c", "kill -USR1 $$; exit 0").start();
        assertThat(program.waitFor()).isEqualTo(128 + SIGUSR1);
    }

    @Test
    void traceabilityIsSetAndTold() {
        NativeThread thread = NativeThread.current();
        boolean before = ProcessCalls.dumpable(thread);
        ok(ProcessCalls.setDumpable(thread, true));
        assertThat(ProcessCalls.dumpable(thread)).isTrue();
        ok(ProcessCalls.setDumpable(thread, before));
    }
}
