package dev.weir.linux;

import static dev.weir.linux.TemporaryFiles.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountTableTest {
    private static final String SAMPLE = """
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro
            30 22 0:26 / /proc rw,nosuid - proc proc rw
            41 22 0:52 / /srv/my\\040files rw,nosuid master:3 propagate_from:2 - fuse.weir weir rw,user_id=0
            42 41 0:53 /sub /srv/my\\040files/a\\134b rw - fuse.bindfs host#1 rw
            43 22 0:54 / /srv/my\\040files rw - fuse.weir weir rw
            44 22 0:55 / /srv/my\\040filesystem rw - tmpfs none rw
            this is no row
            45 22 x:y / /broken rw - tmpfs none rw
            """;

    private final MountTable table = MountTable.parse(SAMPLE.getBytes(StandardCharsets.UTF_8));

    @Test
    void aRowHasItsFields() {
        MountEntry entry = table.at(bytes("/")).orElseThrow();
        assertThat(entry.id()).isEqualTo(22);
        assertThat(entry.parent()).isEqualTo(1);
        assertThat(entry.deviceMajor()).isEqualTo(8);
        assertThat(entry.deviceMinor()).isEqualTo(1);
        assertThat(entry.type()).isEqualTo("ext4");
        assertThat(entry.source()).isEqualTo("/dev/sda1");
        assertThat(entry.options()).isEqualTo("rw,relatime");
        assertThat(entry.superOptions()).isEqualTo("rw,errors=remount-ro");
        assertThat(entry.isFuse()).isFalse();
    }

    @Test
    void escapesAreBytesAndTheNewestMountIsUppermost() {
        MountEntry entry = table.at(bytes("/srv/my files")).orElseThrow();
        assertThat(entry.id()).isEqualTo(43);
        assertThat(entry.connection()).isEqualTo(54);
        assertThat(table.at(bytes("/srv/my files/a\\b"))).isPresent();
        assertThat(table.at(bytes("/srv"))).isEmpty();
    }

    @Test
    void belowIsByNamesNotByLetters() {
        assertThat(table.atOrBelow(bytes("/srv/my files")))
                .extracting(MountEntry::id)
                .containsExactly(43, 42, 41);
        assertThat(table.atOrBelow(bytes("/"))).hasSize(6);
    }

    @Test
    void volumesOfWeirAreTold() {
        assertThat(table.weirVolumes()).extracting(MountEntry::id).containsExactly(41, 43);
        assertThat(table.entries().stream().filter(MountEntry::isFuse)).hasSize(3);
    }

    @Test
    void malformedRowsAreLeftOut() {
        assertThat(table.entries()).hasSize(6);
        for (String row : List.of("", "1 2 3", "1 2 0:1 / / rw -", "1 2 0:1 / /\\9zz rw - a b c")) {
            assertThat(MountTable.parse(bytes(row)).entries()).isEmpty();
        }
    }

    @Test
    void thisMachinesTableIsRead() throws IOException {
        assertThat(MountTable.read().at(bytes("/"))).isPresent();
        assertThat(MountTable.read().at(bytes("/proc")).orElseThrow().type()).isEqualTo("proc");
        assertThat(Files.exists(Path.of("/proc/thread-self"))).isTrue();
    }
}
