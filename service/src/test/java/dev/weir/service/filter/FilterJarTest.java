package dev.weir.service.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.NtStatus;
import dev.weir.service.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A filter's jar from the disk to its class, and the loader's end. */
class FilterJarTest {
    /** What a test keeps too long, on purpose. */
    @SuppressWarnings("UnusedVariable") // being held is its use
    private static List<Object> leaked = List.of();

    @TempDir
    Path folder;

    private Path ours;
    private TrustedOwners trusted;

    @BeforeEach
    void aPrivateFolder() throws Exception {
        ours = Files.createDirectory(folder.resolve("private"));
        trusted = TrustedOwners.ofThisProcess(folder);
    }

    @Test
    void aJarIsCopiedUnderTheFiltersName() throws Exception {
        FilterJar jar = FilterJar.copyTo(ours, plain(), trusted);

        assertThat(jar.copy()).hasParent(ours).hasSameBinaryContentAs(folder.resolve("Plain.jar"));
        assertThat(jar.copy().getFileName().toString()).matches("plain-.*\\.jar");
        assertThat(jar.descriptor().className()).isEqualTo("sample.Plain");
        try (var files = Files.list(ours)) {
            assertThat(files).containsExactly(jar.copy());
        }
    }

    @Test
    void whatIsNoJarIsRefused() throws Exception {
        assertRefused(
                Files.writeString(folder.resolve("x.jar"), "hello"), NtStatus.DRIVER_UNABLE_TO_LOAD, "is not a jar");
    }

    @Test
    void aDirectoryIsRefused() {
        assertRefused(folder, NtStatus.DRIVER_UNABLE_TO_LOAD, "is no regular file");
    }

    @Test
    void aJarWithoutDescriptorIsRefused() throws Exception {
        Path jar = TestJars.jarOf(folder.resolve("x.jar"), List.of("readme", "hello"));
        assertRefused(jar, NtStatus.OBJECT_NAME_NOT_FOUND, "it has no META-INF/weir/filter.toml");
    }

    @Test
    void aMissingFileIsTheSystemsNo() {
        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> FilterJar.copyTo(ours, folder.resolve("none.jar"), trusted));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.SYSTEM);
        assertThat(refusal.line()).contains("none.jar: No such file or directory");
    }

    @Test
    void aJarThatOthersCanWriteIsRefused() throws Exception {
        Path jar = plain();
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertRefused(jar, NtStatus.ACCESS_DENIED, "can be written by others");
    }

    @Test
    void aJarInAFolderThatOthersCanWriteIsRefused() throws Exception {
        Path jar = plain();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused(jar, NtStatus.ACCESS_DENIED, folder + " can be written by others");
    }

    @Test
    void aJarOfSomebodyElseIsRefused() throws Exception {
        Path jar = plain();
        TrustedOwners nobody = new TrustedOwners(Set.of(4242), -1);
        assertThatThrownBy(() -> FilterJar.copyTo(ours, jar, nobody)).hasMessageContaining("belongs to user");
    }

    @Test
    void aClassThatIsNoFilterIsRefused() throws Exception {
        Path jar = TestJars.jar(
                folder, TestJars.descriptor("odd", "sample.Odd"), "Odd", "package sample; public final class Odd {}");
        assertThatThrownBy(() -> FilterCode.open(jar, FilterJar.ours(jar).descriptor()))
                .hasMessageContaining("odd: class sample.Odd does not implement dev.weir.Minifilter");
    }

    @Test
    void aClassThatIsNotInTheJarIsRefused() throws Exception {
        Path jar = TestJars.jar(folder, TestJars.descriptor("plain", "sample.Missing"), "Plain", TestJars.PLAIN);
        assertThatThrownBy(() -> FilterCode.open(jar, FilterJar.ours(jar).descriptor()))
                .hasMessageContaining("class sample.Missing is not in the jar");
    }

    @Test
    void aFilterSeesTheApiAndTheJdkButNotTheService() throws Exception {
        Path jar = plain();
        try (FilterClassLoader loader = new FilterClassLoader("plain", jar)) {
            assertThat(loader.loadClass("dev.weir.Minifilter")).isSameAs(dev.weir.Minifilter.class);
            assertThat(loader.loadClass("dev.weir.operation.Write")).isNotNull();
            assertThat(loader.loadClass("java.net.http.HttpClient")).isNotNull();
            assertThatThrownBy(() -> loader.loadClass("dev.weir.service.Refusal"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> loader.loadClass("tools.jackson.core.JsonParser"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThat(loader.getResource("META-INF/weir/filter.toml")).isNotNull();
        }
    }

    @Test
    void eachLoadHasStaticsOfItsOwnAndItsLoaderIsCollected() throws Exception {
        Path jar = plain();
        FilterDescriptor descriptor = FilterJar.ours(jar).descriptor();
        FilterCode first = FilterCode.open(jar, descriptor);
        FilterCode second = FilterCode.open(jar, descriptor);
        assertThat(first.constructor(descriptor).get().getClass())
                .isNotSameAs(second.constructor(descriptor).get().getClass());

        assertThat(first.close().await(Duration.ofSeconds(20))).startsWith("class loader collected after ");
        assertThat(second.close().await(Duration.ofSeconds(20))).startsWith("class loader collected after ");
    }

    @Test
    void aThreadThatHoldsTheLoaderIsNamed() throws Exception {
        Path jar = plain();
        FilterCode code = FilterCode.open(jar, FilterJar.ours(jar).descriptor());
        ClassLoader loader = code.constructor(FilterJar.ours(jar).descriptor())
                .get()
                .getClass()
                .getClassLoader();
        Thread thread = new Thread(
                () -> {
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    }
                },
                "forgotten");
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            assertThat(code.close().await(Duration.ofMillis(100)))
                    .startsWith("class loader not collected yet: held by ")
                    .contains("thread 'forgotten' has it as its context class loader");
        } finally {
            thread.interrupt();
            thread.join();
        }
    }

    @Test
    void theHeapTellsByWhichFieldsAnUnloadedFilterIsHeld() throws Exception {
        Path jar = plain();
        FilterDescriptor descriptor = FilterJar.ours(jar).descriptor();
        FilterCode code = FilterCode.open(jar, descriptor);
        leaked = List.of(code.constructor(descriptor).get());
        LoaderProof proof = code.close();

        assertThat(proof.heapPath(ours))
                .anySatisfy(step -> assertThat(step).startsWith("held from "))
                .anySatisfy(step ->
                        assertThat(step).isEqualTo("class " + FilterJarTest.class.getName() + " holds, by leaked,"))
                .endsWith(
                        "sample.Plain holds, by its class,",
                        "class sample.Plain holds, by its class loader,",
                        "the class loader");
        assertThat(ours).isEmptyDirectory();

        leaked = List.of();
        assertThat(proof.await(Duration.ofSeconds(20))).startsWith("class loader collected after ");
        assertThat(proof.heapPath(ours)).isEmpty();
    }

    private Path plain() throws Exception {
        return TestJars.jar(folder, TestJars.descriptor("plain", "sample.Plain"), "Plain", TestJars.PLAIN);
    }

    private void assertRefused(Path jar, NtStatus status, String said) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> FilterJar.copyTo(ours, jar, trusted));
        assertThat(refusal.line()).contains(said).hasLineCount(1);
        assertThat(refusal.status()).contains(status);
        assertThat(ours).isEmptyDirectory();
    }
}
