package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.service.control.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir serve} as root: mounts, its restart, and its end, also by kill -9. */
@Timeout(300)
class ServeIT {
    @TempDir
    Path folder;

    private Installed installed;
    private Path directory;
    private Path err;
    private Process service;

    @BeforeEach
    void aService() throws Exception {
        directory = Files.createDirectory(folder.resolve("files")).toRealPath();
        Files.writeString(directory.resolve("a"), "hello\n");
        installed = Installed.asRoot(folder);
        installed.socket(folder.resolve("run/control.sock"));
        serve();
    }

    private void serve() throws Exception {
        err = Files.createTempFile(folder, "serve", ".err");
        service = installed.start(
                folder,
                folder.resolve("serve.out"),
                err,
                "serve",
                "--state",
                folder.resolve("state").toString());
        Installed.await(err, "weir: listening at ");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        if (service != null) {
            service.destroy();
            if (!service.waitFor(60, TimeUnit.SECONDS)) {
                service.destroyForcibly();
            }
        }
        if (installed != null && Installed.isMounted(directory)) {
            installed.weir("umount", "--lazy", directory.toString());
        }
    }

    @Test
    void aMountIsListedAndItsInstancesAndGoesByUmount() throws Exception {
        installed.done("load", "spy");
        assertThat(installed.done("mount", directory.toString()))
                .isEqualTo(directory + " mounted as volume 1, 1 instance\n");

        assertThat(Installed.isMounted(directory)).isTrue();
        assertThat(directory.resolve("a")).hasContent("hello");
        assertThat(installed.done("volumes").lines().skip(2))
                .singleElement()
                .asString()
                .startsWith("1                               " + directory);
        assertThat(installed.done("instances", "-v", "1").lines().skip(2))
                .containsExactly("spy                      385100     spy Instance              0     00000000");
        installed.done("umount", directory.toString());
        assertThat(Installed.isMounted(directory)).isFalse();
    }

    @Test
    void anotherPlaceShowsTheSameFiles() throws Exception {
        Path at = Files.createDirectory(folder.resolve("at"));
        installed.done("load", "protect", "globs=*.key");
        installed.done("mount", directory.toString(), at.toString(), "--data=seen", "--timeout=0.5");

        assertThat(at.resolve("a")).hasContent("hello");
        Files.writeString(at.resolve("b"), "x");
        assertThat(directory.resolve("b")).exists();
        assertThatThrownBy(() -> Files.writeString(at.resolve("my.key"), "x")).isInstanceOf(IOException.class);
        installed.done("umount", "1");
    }

    @Test
    void aBusyUnmountNamesProcessAndFileAndExitsFive() throws Exception {
        installed.done("mount", directory.toString());
        Process user =
                new ProcessBuilder("sleep", "100").directory(directory.toFile()).start();
        try {
            Scripts.Result busy = installed.weir("umount", directory.toString());
            assertThat(busy.exit()).isEqualTo(5);
            assertThat(busy.err())
                    .contains(directory + " is busy: used by sleep (pid " + user.pid() + ", working directory "
                            + directory + ")")
                    .contains("weir umount --lazy")
                    .hasLineCount(1);
            installed.done("umount", "--lazy", directory.toString());
            assertThat(Installed.isMounted(directory)).isFalse();
            assertThat(installed.done("volumes")).contains("Detached");
        } finally {
            user.destroy();
            user.waitFor();
        }
    }

    @Test
    void aRestartBringsBackFiltersAndVolumes() throws Exception {
        installed.done("load", "spy", "data=false");
        installed.done("load", "protect", "globs=*.key");
        installed.done("stop", "protect");
        installed.done("mount", directory.toString());
        service.destroy();
        assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Installed.isMounted(directory)).isFalse();

        serve();

        assertThat(installed.done("filters").lines().skip(2))
                .containsExactly(
                        "spy                                    1        385100         0",
                        "protect                                0        320000         0    Stopped");
        assertThat(installed.done("filters", "-o", "json")).contains("\"configuration\":{\"data\":\"false\"}");
        assertThat(Installed.isMounted(directory)).isTrue();
    }

    @Test
    void aMountWhoseServiceWasKilledIsFoundAndFreedWithoutAService() throws Exception {
        installed.done("mount", directory.toString());
        service.destroyForcibly().waitFor();
        assertThatThrownBy(() -> Files.readString(directory.resolve("a"))).isInstanceOf(IOException.class);

        Scripts.Result volumes = installed.weir("volumes");
        Scripts.Result doctor = installed.weir("doctor");
        Scripts.Result run = installed.weir("run", directory.toString(), "--", "true");

        assertThat(volumes.exit()).isEqualTo(3);
        assertThat(volumes.err()).contains("weir umount " + directory);
        assertThat(doctor.exit()).isEqualTo(1);
        assertThat(doctor.out()).contains("is dead", "weir umount " + directory);
        assertThat(run.exit()).isEqualTo(125);
        assertThat(run.err()).contains("weir umount " + directory);
        assertThat(installed.done("umount", directory.toString()))
                .isEqualTo(directory + " was dead, and is unmounted\n");
        assertThat(directory.resolve("a")).hasContent("hello");
    }

    @Test
    void aRestartAfterAKillTakesItsOwnDeadMountsPlace() throws Exception {
        installed.done("load", "spy");
        installed.done("mount", directory.toString());
        service.destroyForcibly().waitFor();

        serve();

        assertThat(directory.resolve("a")).hasContent("hello");
        assertThat(installed.done("instances").lines().skip(2)).hasSize(1);
    }

    @Test
    void whoWasThereBeforeTheMountIsNamedByMountAndByDoctor() throws Exception {
        Process before =
                new ProcessBuilder("sleep", "100").directory(directory.toFile()).start();
        try {
            String use = "sleep (pid " + before.pid() + ", working directory " + directory + ")";
            Scripts.Result mount = installed.weir("mount", directory.toString());
            assertThat(mount.exit()).isZero();
            assertThat(mount.err()).isEqualTo("goes round the filters: " + use + "\n");
            Scripts.Result doctor = installed.weir("doctor");
            assertThat(doctor.out().lines().filter(line -> line.contains("mount " + directory)))
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains(use + " goes round the filters");
        } finally {
            before.destroy();
            before.waitFor();
        }
    }

    @Test
    void abortEndsAVolumeAtOnce() throws Exception {
        installed.done("mount", directory.toString());
        Process user =
                new ProcessBuilder("sleep", "100").directory(directory.toFile()).start();
        try {
            installed.done("umount", "--abort", directory.toString());
            assertThat(Installed.isMounted(directory)).isFalse();
        } finally {
            user.destroy();
            user.waitFor();
        }
    }

    @Test
    void attachAndDetachByHand() throws Exception {
        installed.done("mount", directory.toString());
        installed.done("load", "null");

        assertThat(installed.done("attach", "null", directory.toString()))
                .isEqualTo("null Instance attached to " + directory + " at altitude 370020\n");
        assertThat(installed.weir("attach", "null", "1").err())
                .contains("STATUS_FLT_INSTANCE_NAME_COLLISION (0xC01C0012)");
        installed.done("detach", "null", "1");
        assertThat(installed.weir("detach", "null", "1").err()).contains("STATUS_FLT_INSTANCE_NOT_FOUND (0xC01C0015)");
        assertThat(installed.done("attach", "null", "1", "-a", "370020.25")).endsWith("at altitude 370020.25\n");
    }

    @Test
    void whatWasAttachedByHandComesBackAtARestart() throws Exception {
        installed.done("mount", directory.toString());
        installed.done("load", "null");
        assertThat(JsonObject.parse(
                                installed.done("attach", "null", "1", "-i", "Another", "-a", "370020.25", "-o", "json"))
                        .show("instance"))
                .isEqualTo("Another");
        installed.done("attach", "null", "1");
        assertThat(JsonObject.parse(installed.done("detach", "null", "1", "null Instance", "-o", "json"))
                        .show("volume"))
                .isEqualTo(directory.toString());
        service.destroy();
        assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();

        serve();

        assertThat(err).content().doesNotContain("is not back");
        assertThat(installed.done("instances").lines().skip(2))
                .singleElement()
                .asString()
                .contains("null", "370020.25", "Another");
        assertThat(JsonObject.parse(installed.done("umount", "1", "-o", "json")).show("volume"))
                .isEqualTo("1");
    }

    @Test
    void aFilterThatIsLoadedAndNotAttachedSaysWhy() throws Exception {
        String source = """
                package sample;
                import dev.weir.*;
                public final class NAME implements Minifilter {
                    public Registration registration(FilterManager manager) {
                        return Registration.builder().unload(FilterUnloadCallback.ALWAYS).build();
                    }
                }
                """;
        Path first = TestHome.compile(folder, "First", source.replace("NAME", "First"));
        Path second = TestHome.compile(folder, "Second", source.replace("NAME", "Second"));
        Path third = TestHome.compile(folder, "Third", source.replace("NAME", "Third"));
        assertThat(JsonObject.parse(installed.done("mount", directory.toString(), "-o", "json"))
                        .show("volume"))
                .isEqualTo(directory.toString());
        installed.done("load", first.toString());

        Scripts.Result name = installed.weir("load", second.toString(), "-a", "150001");
        Scripts.Result altitude = installed.weir("load", "spy", "-a", "150000");
        Scripts.Result attached = installed.weir("attach", "spy", "1", "-a", "150002");

        assertThat(name.exit()).isZero();
        assertThat(name.out()).isEqualTo("second loaded at altitude 150001, 0 instances\n");
        assertThat(name.err())
                .startsWith(
                        "second is not attached to " + directory + ": STATUS_FLT_INSTANCE_NAME_COLLISION (0xC01C0012)")
                .hasLineCount(1);
        assertThat(altitude.exit()).isZero();
        assertThat(altitude.err())
                .startsWith(
                        "spy is not attached to " + directory
                                + ": STATUS_FLT_INSTANCE_ALTITUDE_COLLISION (0xC01C0011): altitude 150000 is taken by 'one' of first")
                .hasLineCount(1);
        assertThat(attached.exit()).as(attached.err()).isZero();
        assertThat(JsonObject.parse(installed.done("load", third.toString(), "-o", "json"))
                        .texts("notAttached"))
                .hasSize(1);
    }

    @Test
    void aSecondServiceOnTheSameStateIsRefused() throws Exception {
        Scripts.Result second =
                installed.weir("serve", "--state", folder.resolve("state").toString());

        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.err()).contains("another service keeps its state in").hasLineCount(1);
    }
}
