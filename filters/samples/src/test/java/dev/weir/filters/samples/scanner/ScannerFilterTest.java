package dev.weir.filters.samples.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.FilterException;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.PortMessage;
import dev.weir.testkit.PortProgram;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScannerFilterTest {
    private final FilterHarness harness = new FilterHarness();

    @BeforeEach
    void load() throws FilterException {
        for (String name : List.of("foul.txt", "fair.txt", "foul.bin")) {
            var handle = harness.create(name).handle();
            harness.write(handle, 0, name.startsWith("foul") ? "this is foul" : "this is fair");
            harness.close(handle);
        }
        harness.load(
                "scanner", "320100", ScannerFilter::new, Map.of("extensions", List.of("TXT"), "patience", 20_000L));
    }

    @AfterEach
    void close() {
        harness.close();
    }

    /** The user-mode scanner: another process than the one that opens files. */
    private PortProgram scan() throws FilterException {
        PortProgram program = harness.connect(Scanner.PORT, "", new dev.weir.PortPeer(77, 1000, 1000));
        Thread.ofPlatform().daemon().start(() -> {
            for (PortMessage message = program.get(); message.status().isSuccess(); message = program.get()) {
                byte safe = (byte) (message.text().contains("foul") ? 0 : 1);
                program.reply(message.id(), dev.weir.NtStatus.SUCCESS, java.nio.ByteBuffer.wrap(new byte[] {safe}));
            }
        });
        return program;
    }

    @Test
    void aFileWithFoulContentCannotBeOpened() throws FilterException {
        try (var program = scan()) {
            assertThat(harness.open("foul.txt", 0).errno()).isEqualTo(Errno.EACCES);
            assertThat(harness.open("fair.txt", 0).succeeded()).isTrue();
            assertThat(harness.open("foul.bin", 0).succeeded()).isTrue();
            harness.caller(77, 77, 1000, 1000);
            assertThat(harness.open("foul.txt", 0).succeeded()).isTrue();
            assertThat(program.isCutOff()).isFalse();
        }
    }

    @Test
    void foulContentCannotBeWritten() throws FilterException {
        try (var program = scan()) {
            var handle = harness.open("fair.txt", 2).handle();
            assertThat(harness.write(handle, 0, "foul").errno()).isEqualTo(Errno.EACCES);
            assertThat(harness.write(handle, 0, "fine").information()).isEqualTo(4);
            harness.close(handle);
            assertThat(program.isCutOff()).isFalse();
        }
    }

    @Test
    void withoutAProgramEverythingPasses() {
        assertThat(harness.open("foul.txt", 0).succeeded()).isTrue();
    }

    @Test
    void anUnloadCutsTheProgramOff() throws FilterException {
        try (var program = scan()) {
            assertThat(harness.unload("scanner").outcome()).isEqualTo(Outcome.UNLOADED);
            assertThat(program.isCutOff()).isTrue();
            assertThat(harness.open("foul.txt", 0).succeeded()).isTrue();
            assertThat(harness.base().openFiles()).isEqualTo(1);
            assertThat(harness.manager().findings().all()).isEmpty();
        }
    }
}
