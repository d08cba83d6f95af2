package dev.weir.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnPathsTest {
    @TempDir
    Path folder;

    @Test
    void aPlaceAboveWhatTheServiceNeedsIsRefused() throws Exception {
        OwnPaths paths = new OwnPaths(List.of(folder), true);

        for (Path place : List.of(
                folder.toRealPath(),
                folder.toRealPath().getParent(),
                Path.of("/"),
                Path.of("/proc"),
                Path.of(System.getProperty("java.home")).toRealPath(),
                Path.of(System.getProperty("java.io.tmpdir")).toRealPath(),
                Path.of(System.getProperty("user.dir")).toRealPath())) {
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> paths.check(place));
            assertThat(refusal).as(place.toString()).isNotNull();
            assertThat(refusal.line()).contains("can't mount over " + place).hasLineCount(1);
        }
    }

    @Test
    void aPlaceBelowOrBesideIsNot() {
        OwnPaths paths = new OwnPaths(List.of(folder), true);

        assertThatCode(() -> paths.check(folder.resolve("below"))).doesNotThrowAnyException();
        assertThatCode(() -> paths.check(folder.resolveSibling("beside"))).doesNotThrowAnyException();
        assertThatCode(() -> paths.check(Path.of("/srv"))).doesNotThrowAnyException();
    }

    @Test
    void theWorkingDirectoryIsTheUsersWhereThereIsNoDaemon() {
        Path directory = Path.of(System.getProperty("user.dir"));
        OwnPaths paths = new OwnPaths(List.of(), false);

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> paths.check(directory));
        assertThat(refusal == null || !refusal.line().contains("started in")).isTrue();
    }
}
