package dev.weir.service.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.NtStatus;
import dev.weir.OperationEvent;
import dev.weir.service.events.EventHub;
import dev.weir.service.events.EventSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OperationLogTest {
    @Test
    void aSuccessLooksLikeStraces() {
        assertThat(OperationLog.line(event("read", 0, 4096, 123_456)))
                .isEqualTo("git[4711] read(src/A.java, offset=0) = 4096 <0.000123>");
    }

    @Test
    void aFailureHasTheErrnosNameAndText() {
        assertThat(OperationLog.line(event("open", Errno.EACCES, 0, 1_000_000_000)))
                .isEqualTo("git[4711] open(src/A.java, offset=0) = -1 EACCES (Permission denied) <1.000000>");
    }

    @Test
    void aDrainedOperationHasNoDuration() {
        assertThat(OperationLog.line(event("setlk", 0, 0, -1))).isEqualTo("git[4711] setlk(src/A.java, offset=0) = 0");
    }

    @Test
    void whatWasPublishedBeforeTheEndIsWritten() throws Exception {
        EventHub hub = new EventHub();
        EventSource source = hub.open("spy");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OperationLog log = new OperationLog(hub, new PrintStream(out, false, StandardCharsets.UTF_8));
        for (int i = 0; i < 1000; i++) {
            source.publish(event("read", 0, i, 1));
        }
        log.end();

        assertThat(out.toString(StandardCharsets.UTF_8)).hasLineCount(1000);
        assertThat(log.shown()).isEqualTo(1000);
        assertThat(log.dropped()).isZero();
    }

    private static OperationEvent event(String operation, int errno, long information, long nanos) {
        return new OperationEvent(
                0,
                "/v",
                4711,
                4711,
                "git",
                operation,
                "src/A.java",
                "offset=0",
                NtStatus.ofErrno(errno),
                errno,
                information,
                nanos);
    }
}
