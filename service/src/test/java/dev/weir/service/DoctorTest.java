package dev.weir.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
    @TempDir
    Path system;

    private void has(String file, String text) throws IOException {
        Path path = system.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text + "\n");
    }

    @ParameterizedTest
    @CsvSource({"haltpoll,0,true", "haltpoll,200000,false", "menu,0,false"})
    void idleProcessorsThatHaltAtOnceAreNamed(String governor, String nanoseconds, boolean named) throws IOException {
        has("devices/system/cpu/cpuidle/current_governor", governor);
        has("module/haltpoll/parameters/guest_halt_poll_ns", nanoseconds);
        assertThat(Doctor.haltAtOnce(system)).isEqualTo(named);
    }

    @Test
    void whereTheKernelDoesNotSayNothingIsNamed() throws IOException {
        assertThat(Doctor.haltAtOnce(system)).isFalse();
        has("devices/system/cpu/cpuidle/current_governor", "haltpoll");
        assertThat(Doctor.haltAtOnce(system)).isFalse();
    }
}
