package dev.weir.manager.conformance;

import static dev.weir.FileNameFormat.NORMALIZED;
import static dev.weir.FileNameFormat.OPENED;
import static dev.weir.FileNameQuery.CACHE_ONLY;
import static dev.weir.FileNameQuery.DEFAULT;
import static dev.weir.FileNameQuery.FILESYSTEM_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FileName;
import dev.weir.FileNameFlag;
import dev.weir.FileNameFormat;
import dev.weir.FileNames;
import dev.weir.FilePath;
import dev.weir.FilterException;
import dev.weir.NameProvider;
import dev.weir.NormalizeFlag;
import dev.weir.NtStatus;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Finding;
import dev.weir.manager.UnloadResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Name providers: §3.11, a row each. */
class NameProviderRowsTest {
    private final NameRig rig = new NameRig();
    private final FileNodeObject directory = rig.directory(rig.root, "a");
    private final FileNodeObject file = rig.file(directory, "file");
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        rig.close();
    }

    /** Loads a provider; the names that its instance sees come back. */
    private FileNames load(String name, String altitude, NameProvider provider) {
        var filter = new TestFilter(name, altitude);
        var names = new AtomicReference<FileNames>();
        filter.provider = provider;
        filter.pre = (data, objects) -> PreOperationStatus.SUCCESS_NO_CALLBACK;
        filter.post = (data, objects) -> PostOperationStatus.FINISHED_PROCESSING;
        filter.setup = (instance, flags) -> {
            names.set(instance.names());
            return NtStatus.SUCCESS;
        };
        rig.rig.load(filter);
        return names.get();
    }

    /** Shows everything in a directory of its own name. */
    private NameProvider within(String name) {
        return request -> {
            asked.add(name + " " + request.format());
            var path = new ArrayList<FileName>();
            path.add(FileName.of(name));
            path.addAll(request.below().path().names());
            return new FilePath(path);
        };
    }

    private String of(FileNames names, FileNameFormat format) {
        return NameRig.answer(() -> names.of(file, format, DEFAULT));
    }

    @Test
    @DisplayName(
            "G1 (3.11): the nearest provider below answers, from what those below it show; whoever is below sees nothing of it")
    void nearest() {
        FileNames middle = load("middle", "2000", within("middle"));
        FileNames low = load("low", "1000", within("low"));
        FileNames between = load("between", "1500", within("between"));
        assertThat(of(rig.names(), NORMALIZED)).isEqualTo("stub/middle/between/low/a/file");
        assertThat(of(middle, NORMALIZED)).isEqualTo("stub/between/low/a/file");
        assertThat(of(between, OPENED)).isEqualTo("stub/low/a/file");
        assertThat(of(low, OPENED)).isEqualTo("stub/a/file");
        rig.does(file, operation -> dev.weir.manager.Requests.getattr(operation, 0));
        assertThat(rig.asked()).containsOnly("stub/middle/between/low/a/file");
        assertThat(file.path().text()).isEqualTo("a/file");
    }

    @Test
    @DisplayName("G2 (3.11): REQUEST_FROM_CURRENT_PROVIDER: the provider's own name")
    void fromCurrentProvider() throws FilterException {
        FileNames middle = load("middle", "2000", within("middle"));
        assertThat(middle.of(file, NORMALIZED, DEFAULT)).hasToString("stub/a/file");
        assertThat(middle.of(file, NORMALIZED, DEFAULT, Set.of(FileNameFlag.REQUEST_FROM_CURRENT_PROVIDER)))
                .hasToString("stub/middle/a/file");
        FileNames[] own = new FileNames[1];
        own[0] = load(
                "circle",
                "1000",
                request -> own[0].of(file, OPENED, DEFAULT, Set.of(FileNameFlag.REQUEST_FROM_CURRENT_PROVIDER))
                        .path());
        assertThat(of(middle, NORMALIZED)).isEqualTo("STATUS_FLT_INVALID_NAME_REQUEST");
    }

    @Test
    @DisplayName(
            "G3 (3.11): answers are cached for each provider until it purges; DO_NOT_CACHE is the asker's or the provider's")
    void cache() throws FilterException {
        var prefix = new AtomicReference<>("one");
        var keeps = new AtomicInteger(1);
        FileNames provider = load("provider", "2000", request -> {
            asked.add("asked");
            if (keeps.get() == 0) {
                request.doNotCache();
            }
            return FilePath.of(prefix.get() + "/" + request.below().path());
        });
        FileNames names = rig.names();
        assertThat(names.of(file, NORMALIZED, DEFAULT, Set.of(FileNameFlag.DO_NOT_CACHE)))
                .hasToString("stub/one/a/file");
        assertThat(names.of(file, NORMALIZED, DEFAULT)).isSameAs(names.of(file, NORMALIZED, CACHE_ONLY));
        assertThat(asked).hasSize(2);
        prefix.set("two");
        assertThat(of(names, NORMALIZED)).isEqualTo("stub/one/a/file");
        assertThat(NameRig.answer(() -> names.of(file, NORMALIZED, FILESYSTEM_ONLY)))
                .isEqualTo("stub/two/a/file");
        provider.purge();
        keeps.set(0);
        assertThat(of(names, NORMALIZED)).isEqualTo("stub/two/a/file");
        assertThat(NameRig.answer(() -> names.of(file, NORMALIZED, CACHE_ONLY)))
                .isEqualTo("STATUS_FLT_NAME_CACHE_MISS");
    }

    /** Gives opened names only, and normalizes them into capitals. */
    private final class Capitals implements NameProvider {
        private final List<Set<NormalizeFlag>> flags = new ArrayList<>();
        private final List<Object> cleaned = new ArrayList<>();

        @Override
        public FilePath generateFileName(Request request) throws FilterException {
            asked.add(request.format() + (request.isDestination() ? " destination" : ""));
            if (request.format() == NORMALIZED) {
                throw new FilterException(NtStatus.NOT_SUPPORTED, "opened names only");
            }
            return request.below().path();
        }

        @Override
        public FileName normalizeNameComponent(Component component) throws FilterException {
            flags.add(component.flags());
            Object before = component.context();
            component.setContext(
                    (before == null ? "" : before) + component.parent().text() + ";");
            if (component.name().text().equals("missing")) {
                throw new FilterException(NtStatus.NO_SUCH_FILE, "it is not there");
            }
            return FileName.of(component.name().text().toUpperCase(java.util.Locale.ROOT));
        }

        @Override
        public void contextCleanup(Object context) {
            cleaned.add(context);
        }
    }

    @Test
    @DisplayName(
            "G4 (3.11): GenerateFileName is asked for the normalized name; where that is refused for the opened one, which NormalizeNameComponent normalizes; the context is cleaned up once")
    void normalize() {
        var capitals = new Capitals();
        load("capitals", "2000", capitals);
        assertThat(of(rig.names(), NORMALIZED)).isEqualTo("stub/A/FILE");
        assertThat(asked).containsExactly("NORMALIZED", "OPENED");
        assertThat(capitals.flags).containsOnly(Set.of(NormalizeFlag.CASE_SENSITIVE));
        assertThat(capitals.cleaned).containsExactly(".;A;");
        assertThat(of(rig.names(), OPENED)).isEqualTo("stub/a/file");
    }

    @Test
    @DisplayName(
            "G5 (3.11): DESTINATION_FILE_NAME: NO_SUCH_FILE leaves a missing last component as it is, and fails elsewhere")
    void normalizeDestination() {
        var capitals = new Capitals();
        load("capitals", "2000", capitals);
        assertThat(NameRig.answer(
                        () -> rig.names().ofDestination(directory, FileName.of("missing"), NORMALIZED, DEFAULT)))
                .isEqualTo("stub/A/missing");
        assertThat(capitals.flags)
                .containsOnly(Set.of(NormalizeFlag.CASE_SENSITIVE, NormalizeFlag.DESTINATION_FILE_NAME));
        assertThat(asked).containsExactly("NORMALIZED destination", "OPENED destination");
        file.linked(rig.root, FileName.of("missing"));
        assertThat(of(rig.names(), NORMALIZED)).isEqualTo("STATUS_NO_SUCH_FILE");
        assertThat(capitals.cleaned).hasSize(2);
    }

    @Test
    @DisplayName(
            "G6 (3.11): a provider's status goes to whoever asked; an exception is STATUS_UNSUCCESSFUL and is recorded")
    void failures() {
        load("provider", "2000", request -> {
            if (request.format() == OPENED) {
                throw new FilterException(NtStatus.ACCESS_DENIED, "no");
            }
            throw new IllegalStateException("wrong");
        });
        assertThat(of(rig.names(), OPENED)).isEqualTo("STATUS_ACCESS_DENIED");
        assertThat(of(rig.names(), NORMALIZED)).isEqualTo("STATUS_UNSUCCESSFUL");
        assertThat(rig.rig.manager.findings().all().stream().map(Finding::filter))
                .containsExactly("provider");
    }

    @Test
    @DisplayName("G7 (3.11): attach and unload of a provider change names at once")
    void comesAndGoes() {
        assertThat(of(rig.names(), NORMALIZED)).isEqualTo("stub/a/file");
        load("provider", "2000", within("p"));
        assertThat(of(rig.names(), NORMALIZED)).isEqualTo("stub/p/a/file");
        assertThat(rig.rig.unload("provider").outcome()).isEqualTo(UnloadResult.Outcome.UNLOADED);
        assertThat(NameRig.answer(() -> rig.names().of(file, NORMALIZED, CACHE_ONLY)))
                .isEqualTo("STATUS_FLT_NAME_CACHE_MISS");
        assertThat(of(rig.names(), NORMALIZED)).isEqualTo("stub/a/file");
    }

    @Test
    @DisplayName("G8 (3.11): an unload waits for a provider that is being asked, and its answer is not given again")
    void unloadWaits() throws InterruptedException {
        var inside = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        load("provider", "2000", request -> {
            inside.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return FilePath.of("late");
        });
        var answer = CompletableFuture.supplyAsync(() -> of(rig.names(), NORMALIZED), rig.rig.threads);
        inside.await();
        var unload = CompletableFuture.supplyAsync(() -> rig.rig.unload("provider"), rig.rig.threads);
        while (!rig.volume.instances().stream().allMatch(i -> i.name().startsWith("asker"))) {
            Thread.onSpinWait();
        }
        assertThat(of(rig.names(), NORMALIZED)).isEqualTo("stub/a/file");
        assertThat(unload).isNotDone();
        go.countDown();
        assertThat(Rig.get(unload).outcome()).isEqualTo(UnloadResult.Outcome.UNLOADED);
        assertThat(Rig.get(answer)).isEqualTo("stub/late");
        assertThat(of(rig.names(), NORMALIZED)).isEqualTo("stub/a/file");
    }
}
