package dev.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.posix.PosixChecks;
import org.junit.jupiter.api.Test;

/** The list of POSIX checks on the volume in memory, through the manager and a filter that sees everything. */
class PosixChecksInMemoryTest {
    @Test
    void theVolumeInMemoryPassesWhatItCanBePutTo() throws Exception {
        try (var harness = new FilterHarness();
                var volume = new MemoryVolume(harness)) {
            harness.load(new RecordingFilter("sees").quiet(), "300000");

            PosixChecks.Report report = PosixChecks.run(volume);

            System.out.println(report);
            assertThat(report.failed()).isEmpty();
            assertThat(report.passed()).hasSizeGreaterThan(250);
            assertThat(report.leftOut().values())
                    .allSatisfy(reason -> assertThat(reason).isNotBlank());
        }
    }
}
