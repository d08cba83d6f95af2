package dev.weir.service.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.linux.MountEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamespaceMountsTest {
    private static final byte[] DIRECTORY = Launch.bytes("/d");

    private final List<MountEntry> outside =
            List.of(entry(1, 0, 1, "/", "ext4"), entry(2, 1, 2, "/d", "fuse.weir"), entry(3, 2, 3, "/d/old", "tmpfs"));
    private final List<MountEntry> inside = new ArrayList<>(List.of(
            entry(11, 10, 1, "/", "ext4"),
            entry(12, 11, 2, "/d", "fuse.weir"),
            entry(13, 12, 3, "/d/old", "tmpfs"),
            entry(14, 12, 4, "/d", "fuse.weir")));

    @Test
    void theVolumeIsTheNamespacesAloneAndTheFirstThere() {
        inside.add(entry(15, 14, 4, "/d", "fuse.weir"));
        assertThat(volume().id()).isEqualTo(14);
        assertThat(NamespaceMounts.volume(outside, outside, DIRECTORY)).isEmpty();
    }

    @Test
    void whatTheProgramMountedIsToldTheNewestFirstWhereverItIs() {
        inside.add(entry(15, 14, 5, "/d/a", "tmpfs"));
        inside.add(entry(16, 11, 6, "/elsewhere", "ext4"));
        inside.add(entry(17, 15, 7, "/d/a/b", "tmpfs"));
        inside.add(entry(18, 14, 4, "/d", "fuse.weir"));
        assertThat(NamespaceMounts.others(inside, outside, DIRECTORY))
                .extracting(MountEntry::id)
                .containsExactly(18, 17, 16, 15);
    }

    @Test
    void aMountThatWasMovedIntoTheDirectoryIsTheProgramsToo() {
        List<MountEntry> before = new ArrayList<>(outside);
        before.add(entry(4, 1, 8, "/mnt", "tmpfs"));
        inside.add(entry(15, 14, 8, "/d/mnt", "tmpfs"));
        assertThat(NamespaceMounts.others(inside, before, DIRECTORY))
                .extracting(MountEntry::id)
                .containsExactly(15);
    }

    @Test
    void onAVolumeIsWhatStandsOnItAndNotWhatItCovers() {
        inside.add(entry(15, 14, 5, "/d/a", "tmpfs"));
        inside.add(entry(16, 15, 6, "/d/a/b", "tmpfs"));
        inside.add(entry(17, 11, 7, "/e", "tmpfs"));
        assertThat(NamespaceMounts.on(volume(), inside))
                .extracting(MountEntry::id)
                .containsExactly(15, 16);
    }

    private MountEntry volume() {
        return NamespaceMounts.volume(inside, outside, DIRECTORY).orElseThrow();
    }

    private static MountEntry entry(int id, int parent, int device, String mountPoint, String type) {
        return new MountEntry(
                id, parent, 0, device, Launch.bytes("/"), Launch.bytes(mountPoint), "rw", type, "none", "rw");
    }
}
