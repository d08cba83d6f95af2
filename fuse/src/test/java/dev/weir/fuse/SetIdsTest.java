package dev.weir.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weir.MajorFunction;
import dev.weir.testkit.RecordingFilter;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Set-user-ID and set-group-ID bits and capabilities go from a file that is changed, and stay, as they do in the bare directory, whoever changes it and however. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SetIdsTest {
    @TempDir
    private Path temporary;

    private static List<String> bare = List.of();

    private static String script() throws Exception {
        try (InputStream script = SetIdsTest.class.getResourceAsStream("set-ids.py")) {
            return "python3 - <<'END'\n" + new String(script.readAllBytes(), UTF_8) + "END\n";
        }
    }

    private List<String> expected() throws Exception {
        if (bare.isEmpty()) {
            bare = lines(MountedDirectory.run(Files.createDirectories(temporary.resolve("bare")), script()));
        }
        return bare;
    }

    private void compare(DataMode mode, boolean seen) throws Exception {
        assumeThat(Path.of("/usr/bin/python3")).as("python3").exists();
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> expected = expected();
        try (var mounted = new MountedDirectory(temporary, MountOptions.usual().withDataMode(mode))) {
            if (seen) {
                mounted.load(new RecordingFilter("watch").quiet().only(MajorFunction.READ, MajorFunction.WRITE));
            }

            List<String> actual = lines(mounted.run(script()));

            boolean past = mode == DataMode.PASSTHROUGH && !seen;
            assertThat(differences(expected, actual))
                    .allMatch(difference ->
                            isChangeOfNothing(difference) || past && isTakenAwayByTheNextWrite(difference));
            assertThat(mounted.volume.lostReplies()).isZero();
        }
    }

    /** chown(2) to nobody is refused to a stranger; the kernel's FUSE lets it through, where it does nothing. */
    private static boolean isChangeOfNothing(String difference) {
        return difference.matches("bare: (chown nothing (?:member|other) .*) -> 1 (.*)   mounted: \\1 -> 0 \\2");
    }

    /** Who writes past the service is nobody in particular: a bit that came while the file was open goes, also where root or one of the file's group would keep it. */
    private static boolean isTakenAwayByTheNextWrite(String difference) {
        return difference.matches(
                "bare: (while open: chmod .+s(?:,| between) writes? (?:root|member)) -> [24]7[67]7 (.*)   mounted: \\1 -> 7[67]7 \\2");
    }

    private static List<String> lines(String output) {
        return output.lines().toList();
    }

    private static List<String> differences(List<String> expected, List<String> actual) {
        var differences = new ArrayList<String>();
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String bare = i < expected.size() ? expected.get(i) : "";
            String found = i < actual.size() ? actual.get(i) : "";
            if (!bare.equals(found)) {
                differences.add("bare: " + bare + "   mounted: " + found);
            }
        }
        return differences;
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void goAndStayAsInTheBareDirectory(DataMode mode) throws Exception {
        compare(mode, false);
    }

    @ParameterizedTest
    @EnumSource(DataMode.class)
    void goAndStayWhereAFilterSeesTheData(DataMode mode) throws Exception {
        compare(mode, true);
    }
}
