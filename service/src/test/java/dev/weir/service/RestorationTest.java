package dev.weir.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.service.filter.TestJars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service finds again that was there before. */
class RestorationTest {
    @TempDir
    Path folder;

    private Settings settings;
    private Path jar;

    @BeforeEach
    void aJar() throws Exception {
        settings = new Settings(folder.resolve("home"), folder.resolve("state"), true);
        jar = TestJars.jar(folder, TestJars.descriptor("plain", "sample.Plain"), "Plain", TestJars.PLAIN);
    }

    @Test
    void filtersComeBackWithTheirConfigurationAlsoWhereTheirJarIsGone() throws Exception {
        try (Weir weir = Weir.start(settings)) {
            assertThat(weir.restore()).isEmpty();
            weir.load(jar.toString(), new FilterSettings(Map.of(), dev.weir.Altitude.parse("385100.7"), false));
        }
        Files.delete(jar);

        try (Weir weir = Weir.start(settings)) {
            assertThat(weir.restore()).isEmpty();
            assertThat(weir.manager().filters())
                    .singleElement()
                    .satisfies(filter -> assertThat(filter.altitude()).hasToString("385100.7"));
        }
    }

    @Test
    void aVerifiedFilterComesBackVerified() throws Exception {
        try (Weir weir = Weir.start(settings)) {
            assertThat(weir.restore()).isEmpty();
            weir.load(jar.toString(), new FilterSettings(Map.of(), Optional.empty(), true));
        }
        try (Weir weir = Weir.start(settings)) {
            assertThat(weir.restore()).isEmpty();
            assertThat(weir.filters().all())
                    .singleElement()
                    .satisfies(f -> assertThat(f.settings().verified()).isTrue())
                    .satisfies(f ->
                            assertThat(f.loaded().orElseThrow().verification()).isPresent());
        }
    }

    @Test
    void oneThatWasNotRunningComesBackSo() throws Exception {
        try (Weir weir = Weir.start(settings)) {
            weir.restore();
            weir.load(jar.toString(), FilterSettings.NONE);
            weir.filters().unload(dev.weir.manager.UnloadRequest.of("plain", false));
            new StateFile(settings.folder())
                    .write(weir.filters().all(), weir.volumes().all(), new ManualAttachments());
        }
        try (Weir weir = Weir.start(settings)) {
            assertThat(weir.restore()).isEmpty();
            assertThat(weir.manager().filters()).isEmpty();
            assertThat(weir.filters().all())
                    .singleElement()
                    .satisfies(f -> assertThat(f.isLoaded()).isFalse());
        }
    }

    @Test
    void whatDoesNotComeBackIsSaidAndTheRestComes() throws Exception {
        try (Weir weir = Weir.start(settings)) {
            weir.restore();
            weir.load(jar.toString(), FilterSettings.NONE);
        }
        Path state = settings.folder().resolve("state.json");
        String text = Files.readString(state);
        Files.writeString(
                state,
                text.replace(
                                "\"filters\":[",
                                "\"filters\":[{\"name\":\"lost\",\"jar\":\"/nowhere/lost.jar\",\"running\":true},")
                        .replace("\"volumes\":[", "\"volumes\":[{\"directory\":\"/nowhere\",\"at\":\"/nowhere\"}"));

        try (Weir weir = Weir.start(settings)) {
            assertThat(weir.restore())
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line).startsWith("filter lost is not back: "))
                    .anySatisfy(line -> assertThat(line).startsWith("volume /nowhere is not back: "));
            assertThat(weir.manager().filters()).hasSize(1);
        }
    }

    @Test
    void aDamagedStateIsNamedAndLeftAsItIs() throws Exception {
        try (Weir weir = Weir.start(settings)) {
            Path state = Files.writeString(settings.folder().resolve("state.json"), "{\"filters\":[");

            assertThatThrownBy(weir::restore)
                    .hasMessageContaining(state + " is not JSON")
                    .hasMessageContaining("move it away");
            assertThat(state).hasContent("{\"filters\":[");
        }
    }

    @Test
    void aFolderThatOthersCanEnterIsRefused() throws Exception {
        Files.createDirectory(
                settings.folder(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        assertThatThrownBy(() -> Weir.start(settings))
                .hasMessageContaining("must belong to the service's user and have mode 0700")
                .hasMessageContaining("'chmod 700 " + settings.folder() + "'");
    }

    @Test
    void anEmbeddedServiceLeavesNothing() throws Exception {
        Settings embedded = Settings.embedded(folder.toString());
        try (Weir weir = Weir.start(embedded)) {
            weir.load(jar.toString(), FilterSettings.NONE);
            assertThat(embedded.jars()).isNotEmptyDirectory();
        }
        assertThat(embedded.folder()).doesNotExist();
    }
}
