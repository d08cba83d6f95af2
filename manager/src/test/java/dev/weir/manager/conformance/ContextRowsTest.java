package dev.weir.manager.conformance;

import static dev.weir.context.SetContextOperation.KEEP_IF_EXISTS;
import static dev.weir.context.SetContextOperation.REPLACE_IF_EXISTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.FileHandle;
import dev.weir.FileNode;
import dev.weir.FileType;
import dev.weir.Instance;
import dev.weir.NtStatus;
import dev.weir.Volume;
import dev.weir.context.ContextChange;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextObject;
import dev.weir.context.ContextReference;
import dev.weir.context.ContextType;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Finding;
import dev.weir.manager.VolumeObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the calls on contexts answer, and what they do to the count of references. */
class ContextRowsTest {
    private final List<String> cleaned = Collections.synchronizedList(new ArrayList<>());
    private final ContextKind<Volume, String> volumeKind =
            ContextKind.volume(String.class).withCleanup(this::clean);
    private final ContextKind<Instance, String> instanceKind =
            ContextKind.instance(String.class).withCleanup(this::clean);
    private final ContextKind<FileNode, String> fileKind =
            ContextKind.file(String.class).withCleanup(this::clean);
    private final ContextKind<FileNode, String> streamKind =
            ContextKind.stream(String.class).withCleanup(this::clean);
    private final ContextKind<FileHandle, String> handleKind =
            ContextKind.streamHandle(String.class).withCleanup(this::clean);
    private final ContextKind<ContextObject, String> transactionKind = ContextKind.transaction(String.class);
    private final ContextKind<ContextObject, String> sectionKind = ContextKind.section(String.class);
    private final Rig rig = new Rig();
    private final TestFilter filter = new TestFilter("keeper", "1000");
    private final FileNodeObject file = rig.volume.nodes().obtain(1, 77, 0, FileType.REGULAR, "file");

    private void clean(String value, ContextType type) {
        cleaned.add(type + " " + value);
    }

    private Instance attached() {
        filter.contexts =
                List.of(volumeKind, instanceKind, fileKind, streamKind, handleKind, transactionKind, sectionKind);
        rig.load(filter);
        return rig.volume.instances().getFirst();
    }

    private void set(Instance instance, FileNode node, String value) {
        try (ContextReference<String> fresh = instance.allocateContext(fileKind, value)) {
            assertThat(instance.setContext(fileKind, node, KEEP_IF_EXISTS, fresh))
                    .isEqualTo(NtStatus.SUCCESS);
        }
    }

    private String valueOn(Instance instance, FileNode node) {
        try (ContextReference<String> found = instance.getContext(fileKind, node)) {
            return found.isPresent() ? found.value() : found.status().name();
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("C1: KEEP_IF_EXISTS on a full slot: CONTEXT_ALREADY_DEFINED, OldContext referenced")
    void c1() {
        Instance instance = attached();
        set(instance, file, "first");
        ContextReference<String> fresh = instance.allocateContext(fileKind, "second");
        ContextChange<String> change = instance.exchangeContext(fileKind, file, KEEP_IF_EXISTS, fresh);
        assertThat(change.status()).isEqualTo(NtStatus.FLT_CONTEXT_ALREADY_DEFINED);
        assertThat(change.old().value()).isEqualTo("first");
        fresh.close();
        assertThat(cleaned).containsExactly("file second");
        assertThat(instance.deleteContext(fileKind, file)).isEqualTo(NtStatus.SUCCESS);
        assertThat(cleaned).hasSize(1);
        assertThat(change.old().value()).isEqualTo("first");
        change.close();
        assertThat(cleaned).containsExactly("file second", "file first");
    }

    @Test
    @DisplayName(
            "C2: same context set twice, on any object: CONTEXT_ALREADY_LINKED; once it is off, it can be set again")
    void c2() {
        Instance instance = attached();
        try (ContextReference<String> context = instance.allocateContext(fileKind, "one")) {
            assertThat(instance.setContext(fileKind, file, KEEP_IF_EXISTS, context))
                    .isEqualTo(NtStatus.SUCCESS);
            assertThat(instance.setContext(fileKind, file, KEEP_IF_EXISTS, context))
                    .isEqualTo(NtStatus.FLT_CONTEXT_ALREADY_LINKED);
            assertThat(instance.setContext(fileKind, file, REPLACE_IF_EXISTS, context))
                    .isEqualTo(NtStatus.FLT_CONTEXT_ALREADY_LINKED);
            assertThat(instance.setContext(fileKind, rig.volume.root(), KEEP_IF_EXISTS, context))
                    .isEqualTo(NtStatus.FLT_CONTEXT_ALREADY_LINKED);
            context.delete();
            assertThat(instance.setContext(fileKind, rig.volume.root(), KEEP_IF_EXISTS, context))
                    .isEqualTo(NtStatus.SUCCESS);
        }
        assertThat(valueOn(instance, file)).isEqualTo("STATUS_NOT_FOUND");
        assertThat(valueOn(instance, rig.volume.root())).isEqualTo("one");
        assertThat(cleaned).isEmpty();
    }

    @Test
    @DisplayName("C3: allocate 1, set 2, release 1, get 2, release 1, object gone 0: cleanup once, and not before")
    void c3() {
        Instance instance = attached();
        ContextReference<String> context = instance.allocateContext(fileKind, "story");
        instance.setContext(fileKind, file, KEEP_IF_EXISTS, context);
        context.close();
        ContextReference<String> got = instance.getContext(fileKind, file);
        assertThat(got.value()).isEqualTo("story");
        got.close();
        assertThat(cleaned).isEmpty();
        file.release(1);
        assertThat(cleaned).containsExactly("file story");
    }

    @Test
    @DisplayName("C4: REPLACE_IF_EXISTS: the old one is handed to the caller, or dropped where nobody wants it")
    void c4() {
        Instance instance = attached();
        set(instance, file, "first");
        ContextReference<String> second = instance.allocateContext(fileKind, "second");
        ContextChange<String> change = instance.exchangeContext(fileKind, file, REPLACE_IF_EXISTS, second);
        assertThat(change.status()).isEqualTo(NtStatus.SUCCESS);
        assertThat(change.old().value()).isEqualTo("first");
        assertThat(cleaned).isEmpty();
        change.close();
        assertThat(cleaned).containsExactly("file first");
        try (ContextReference<String> third = instance.allocateContext(fileKind, "third")) {
            assertThat(instance.setContext(fileKind, file, REPLACE_IF_EXISTS, third))
                    .isEqualTo(NtStatus.SUCCESS);
        }
        assertThat(cleaned).hasSize(1);
        second.close();
        assertThat(cleaned).containsExactly("file first", "file second");
        assertThat(valueOn(instance, file)).isEqualTo("third");
    }

    @Test
    @DisplayName("C5: get, delete where there is none: NOT_FOUND; of a kind that is not registered too")
    void c5() {
        Instance instance = attached();
        assertThat(instance.getContext(fileKind, file).status()).isEqualTo(NtStatus.NOT_FOUND);
        assertThat(instance.deleteContext(fileKind, file)).isEqualTo(NtStatus.NOT_FOUND);
        assertThat(instance.takeContext(fileKind, file).isPresent()).isFalse();
        ContextKind<FileNode, Integer> other = ContextKind.file(Integer.class);
        assertThat(instance.getContext(other, file).status()).isEqualTo(NtStatus.NOT_FOUND);
        assertThat(instance.deleteContext(other, file)).isEqualTo(NtStatus.NOT_FOUND);
        assertThatThrownBy(() -> instance.getContext(fileKind, file).value())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("STATUS_NOT_FOUND");
    }

    @Test
    @DisplayName("C6: allocation of a kind that is not registered: CONTEXT_ALLOCATION_NOT_FOUND, which a set passes on")
    void c6() {
        Instance instance = attached();
        ContextKind<FileNode, Integer> other = ContextKind.file(Integer.class);
        ContextReference<Integer> refused = instance.allocateContext(other, 1);
        assertThat(refused.status()).isEqualTo(NtStatus.FLT_CONTEXT_ALLOCATION_NOT_FOUND);
        assertThat(instance.setContext(other, file, KEEP_IF_EXISTS, refused))
                .isEqualTo(NtStatus.FLT_CONTEXT_ALLOCATION_NOT_FOUND);
        assertThat(instance.getOrSetContext(other, file, () -> 1).status())
                .isEqualTo(NtStatus.FLT_CONTEXT_ALLOCATION_NOT_FOUND);
    }

    @Test
    @DisplayName("C7: allocated and never set: cleaned up with the last release")
    void c7() {
        Instance instance = attached();
        ContextReference<String> context = instance.allocateContext(handleKind, "never");
        ContextReference<String> second = context.reference();
        context.close();
        assertThat(cleaned).isEmpty();
        second.close();
        assertThat(cleaned).containsExactly("stream handle never");
    }

    @Test
    @DisplayName("C8: delete without OldContext drops the link's reference, with OldContext hands it over")
    void c8() {
        Instance instance = attached();
        set(instance, file, "dropped");
        assertThat(instance.deleteContext(fileKind, file)).isEqualTo(NtStatus.SUCCESS);
        assertThat(cleaned).containsExactly("file dropped");
        set(instance, file, "taken");
        ContextReference<String> taken = instance.takeContext(fileKind, file);
        assertThat(taken.value()).isEqualTo("taken");
        assertThat(cleaned).hasSize(1);
        assertThat(valueOn(instance, file)).isEqualTo("STATUS_NOT_FOUND");
        taken.close();
        assertThat(cleaned).containsExactly("file dropped", "file taken");
    }

    @Test
    @DisplayName("C9: FltDeleteContext unlinks; the caller's reference stays his; a second one does nothing")
    void c9() {
        Instance instance = attached();
        ContextReference<String> context = instance.getOrSetContext(fileKind, file, () -> "value");
        context.delete();
        context.delete();
        assertThat(valueOn(instance, file)).isEqualTo("STATUS_NOT_FOUND");
        assertThat(context.value()).isEqualTo("value");
        context.close();
        assertThat(cleaned).containsExactly("file value");
    }

    @Test
    @DisplayName("C10: pre-create and post-close: NOT_SUPPORTED; post-create and pre-close: there")
    void c10() {
        List<String> seen = new ArrayList<>();
        filter.pre = (data, objects) -> {
            Instance instance = objects.instance();
            String said = data.operationName() + " pre " + valueOn(instance, data.node());
            if (data.operationName().equals("open")) {
                try (ContextReference<String> fresh = instance.allocateContext(fileKind, "early")) {
                    said += " "
                            + instance.setContext(fileKind, data.node(), KEEP_IF_EXISTS, fresh)
                                    .name();
                }
                said += " " + instance.deleteContext(fileKind, data.node()).name();
                said += " " + instance.supportsContexts(ContextType.FILE, data.node());
                said += " " + valueOn(instance, file);
            }
            seen.add(said);
            return dev.weir.PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        filter.post = (data, objects) -> {
            Instance instance = objects.instance();
            String said = data.operationName() + " post " + valueOn(instance, data.node());
            if (data.hasOpenedHandle()) {
                try (ContextReference<String> opened =
                        instance.getOrSetContext(handleKind, data.openedHandle(), () -> "opened")) {
                    said += " " + opened.value();
                }
            }
            if (data.operationName().equals("release")) {
                said += " "
                        + instance.getContext(handleKind, data.handle())
                                .status()
                                .name();
                said += " " + instance.supportsContexts(ContextType.STREAM_HANDLE, data.handle());
            }
            seen.add(said);
            return dev.weir.PostOperationStatus.FINISHED_PROCESSING;
        };
        Instance instance = attached();
        set(instance, rig.volume.root(), "root's");
        rig.close(rig.open());
        assertThat(seen)
                .containsExactly(
                        "open pre STATUS_NOT_SUPPORTED STATUS_NOT_SUPPORTED STATUS_NOT_SUPPORTED false STATUS_NOT_FOUND",
                        "open post root's opened",
                        "cleanup pre root's",
                        "cleanup post root's",
                        "release pre root's",
                        "release post STATUS_NOT_SUPPORTED STATUS_NOT_SUPPORTED false");
        assertThat(cleaned).containsExactly("file early", "stream handle opened");
        assertThat(instance.supportsContexts(ContextType.FILE, rig.volume.root()))
                .isTrue();
    }

    @Test
    @DisplayName(
            "C11: the object ends: a handle's context after CLOSE, a file's and a stream's when the last reference on the node goes")
    void c11() {
        Instance instance = attached();
        FileHandleObject handle = rig.open();
        instance.getOrSetContext(handleKind, handle, () -> "handle").close();
        instance.getOrSetContext(fileKind, file, () -> "file").close();
        instance.getOrSetContext(streamKind, file, () -> "stream").close();
        rig.close(handle);
        assertThat(cleaned).containsExactly("stream handle handle");
        assertThat(instance.getContext(handleKind, handle).status()).isEqualTo(NtStatus.NOT_SUPPORTED);
        file.reference();
        file.release(1);
        assertThat(cleaned).hasSize(1);
        file.release(1);
        assertThat(cleaned).containsExactlyInAnyOrder("stream handle handle", "file file", "stream stream");
        assertThat(instance.getContext(fileKind, file).status()).isEqualTo(NtStatus.NOT_SUPPORTED);
        assertThat(instance.getOrSetContext(fileKind, file, () -> "late").status())
                .isEqualTo(NtStatus.NOT_SUPPORTED);
        assertThat(instance.supportsContexts(ContextType.FILE, file)).isFalse();
        assertThat(cleaned).hasSize(3);
    }

    @Test
    @DisplayName(
            "C12: detach deletes what the instance set, and nothing else; the volume's context is the filter's and stays")
    void c12() throws Exception {
        Instance first = attached();
        Instance second = rig.manager.attach(
                "keeper",
                rig.volume,
                java.util.Optional.of("second"),
                java.util.Optional.of(dev.weir.Altitude.of("2000")));
        FileHandleObject handle = rig.open();
        for (Instance instance : List.of(first, second)) {
            String who = instance.name();
            instance.getOrSetContext(fileKind, file, () -> who).close();
            instance.getOrSetContext(streamKind, file, () -> who).close();
            instance.getOrSetContext(handleKind, handle, () -> who).close();
            instance.getOrSetContext(instanceKind, instance, () -> who).close();
        }
        first.getOrSetContext(volumeKind, rig.volume, () -> "shared").close();
        try (ContextReference<String> shared = second.getOrSetContext(volumeKind, rig.volume, () -> "never")) {
            assertThat(shared.value()).isEqualTo("shared");
        }
        rig.manager.detach("keeper", rig.volume, java.util.Optional.of("second"));
        assertThat(cleaned)
                .containsExactlyInAnyOrder("file second", "stream second", "stream handle second", "instance second");
        assertThat(valueOn(first, file)).isEqualTo("keeper Instance");
        try (ContextReference<String> shared = first.filter().getContext(volumeKind, rig.volume)) {
            assertThat(shared.value()).isEqualTo("shared");
        }
    }

    @Test
    @DisplayName(
            "U20: contexts on file, stream, handle, instance and volume: each cleanup once before the unload returns")
    void u20() {
        Instance instance = attached();
        FileHandleObject handle = rig.open();
        instance.getOrSetContext(fileKind, file, () -> "a").close();
        instance.getOrSetContext(streamKind, file, () -> "b").close();
        instance.getOrSetContext(handleKind, handle, () -> "c").close();
        instance.getOrSetContext(instanceKind, instance, () -> "d").close();
        instance.filter().getOrSetContext(volumeKind, rig.volume, () -> "e").close();
        assertThat(rig.unload("keeper").contextsFreed()).isEqualTo(5);
        assertThat(cleaned)
                .containsExactlyInAnyOrder("file a", "stream b", "stream handle c", "instance d", "volume e");
        assertThat(instance.getContext(fileKind, file).status()).isEqualTo(NtStatus.NOT_FOUND);
        assertThat(instance.allocateContext(fileKind, "late").status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    }

    @Test
    @DisplayName(
            "C13: once the teardown has begun: set, delete, allocate DELETING_OBJECT; get still finds; FltDeleteContext still deletes")
    void c13() {
        List<String> seen = new ArrayList<>();
        Instance instance = attached();
        set(instance, file, "kept");
        set(instance, rig.volume.root(), "deleted");
        ContextReference<String> early = instance.allocateContext(fileKind, "early");
        ContextReference<String> root = instance.getContext(fileKind, rig.volume.root());
        filter.onTeardownStart = () -> {
            seen.add(instance.setContext(fileKind, rig.volume.root(), REPLACE_IF_EXISTS, early)
                    .name());
            seen.add(instance.deleteContext(fileKind, file).name());
            seen.add(instance.allocateContext(fileKind, "more").status().name());
            seen.add(valueOn(instance, file));
            root.delete();
            seen.add(valueOn(instance, rig.volume.root()));
            root.close();
            early.close();
        };
        rig.unload("keeper");
        assertThat(seen)
                .containsExactly(
                        "STATUS_FLT_DELETING_OBJECT",
                        "STATUS_FLT_DELETING_OBJECT",
                        "STATUS_FLT_DELETING_OBJECT",
                        "kept",
                        "STATUS_NOT_FOUND");
        assertThat(cleaned).containsExactly("file deleted", "file early", "file kept");
    }

    @Test
    @DisplayName("C14: TRANSACTION and SECTION can be declared: every use NOT_SUPPORTED")
    void c14() {
        Instance instance = attached();
        for (ContextKind<ContextObject, String> kind : List.of(transactionKind, sectionKind)) {
            ContextReference<String> refused = instance.allocateContext(kind, "none");
            assertThat(refused.status()).isEqualTo(NtStatus.NOT_SUPPORTED);
            assertThat(instance.setContext(kind, file, KEEP_IF_EXISTS, refused)).isEqualTo(NtStatus.NOT_SUPPORTED);
            assertThat(instance.getContext(kind, file).status()).isEqualTo(NtStatus.NOT_SUPPORTED);
            assertThat(instance.deleteContext(kind, file)).isEqualTo(NtStatus.NOT_SUPPORTED);
            assertThat(instance.supportsContexts(kind.type(), file)).isFalse();
        }
    }

    @Test
    @DisplayName("C15: contexts may be set in the instance setup, and go with an instance that is refused")
    void c15() {
        filter.setup = (instance, flags) -> {
            instance.getOrSetContext(instanceKind, instance, () -> "half-built").close();
            instance.getOrSetContext(fileKind, rig.volume.root(), () -> "root").close();
            return NtStatus.FLT_DO_NOT_ATTACH;
        };
        filter.contexts = List.of(instanceKind, fileKind);
        rig.load(filter);
        assertThat(rig.volume.instances()).isEmpty();
        assertThat(cleaned).containsExactlyInAnyOrder("instance half-built", "file root");
        assertThat(rig.unload("keeper").contextsFreed()).isZero();
    }

    @Test
    @DisplayName("C16: one context per (instance, object) and type; a type is registered once")
    void c16() throws Exception {
        Instance instance = attached();
        instance.getOrSetContext(fileKind, file, () -> "file").close();
        try (ContextReference<String> again = instance.getOrSetContext(fileKind, file, () -> "again")) {
            assertThat(again.value()).isEqualTo("file");
        }
        instance.getOrSetContext(streamKind, file, () -> "stream").close();
        instance.getOrSetContext(fileKind, rig.volume.root(), () -> "root").close();
        assertThat(cleaned).isEmpty();
        var builder = dev.weir.Registration.builder().context(fileKind).context(fileKind);
        assertThatThrownBy(() -> builder.context(ContextKind.file(String.class)))
                .isInstanceOfSatisfying(
                        dev.weir.FilterException.class,
                        e -> assertThat(e.status()).isEqualTo(NtStatus.FLT_INVALID_CONTEXT_REGISTRATION));
        assertThat(builder.build().contexts()).hasSize(1);
    }

    @Test
    @DisplayName(
            "C17: a reference that is not released holds the unload, which names it; never cleaned up while referenced")
    void c17() {
        Instance instance = attached();
        ContextReference<String> leaked = instance.getOrSetContext(fileKind, file, () -> "leaked");
        set(instance, rig.volume.root(), "other");
        var timedOut = rig.unload("keeper", false, java.time.Duration.ofMillis(300));
        assertThat(timedOut.outcome()).isEqualTo(dev.weir.manager.UnloadResult.Outcome.TIMED_OUT);
        assertThat(timedOut.message())
                .contains("1 contexts are still referenced")
                .contains("file context String of");
        assertThat(cleaned).containsExactly("file other");
        assertThat(leaked.value()).isEqualTo("leaked");
        leaked.close();
        assertThat(cleaned).containsExactly("file other", "file leaked");
        org.awaitility.Awaitility.await()
                .until(() -> rig.manager.filter("keeper").isEmpty());
    }

    @Test
    @DisplayName(
            "C18: released more often than referenced (0xF5/0x6D), used after it was freed (0xF5/0x6E): an exception, a finding, and nothing is freed early")
    void c18() {
        Instance instance = attached();
        ContextReference<String> context = instance.getOrSetContext(fileKind, file, () -> "value");
        context.close();
        assertThatThrownBy(context::close).isInstanceOf(IllegalStateException.class);
        assertThat(valueOn(instance, file)).isEqualTo("value");
        assertThat(cleaned).isEmpty();
        assertThat(rig.manager.findings().all())
                .extracting(Finding::what)
                .contains("released a context more often than it had references");
        instance.deleteContext(fileKind, file);
        assertThat(cleaned).containsExactly("file value");
        assertThatThrownBy(context::value).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(context::reference).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(context::close).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> instance.setContext(fileKind, file, KEEP_IF_EXISTS, context))
                .isInstanceOf(IllegalStateException.class);
        assertThat(cleaned).hasSize(1);
    }

    @Test
    @DisplayName("C19: another volume's file, another instance, a context of another instance: INVALID_PARAMETER")
    void c19() throws Exception {
        Instance instance = attached();
        VolumeObject elsewhere = rig.mount("elsewhere", new StubFileSystem());
        Instance other = elsewhere.instances().getFirst();
        assertThat(instance.getOrSetContext(fileKind, elsewhere.root(), () -> "a")
                        .status())
                .isEqualTo(NtStatus.INVALID_PARAMETER);
        assertThat(instance.getOrSetContext(instanceKind, other, () -> "b").status())
                .isEqualTo(NtStatus.INVALID_PARAMETER);
        try (ContextReference<String> ours = instance.getOrSetContext(fileKind, file, () -> "c")) {
            ours.delete();
            assertThat(other.setContext(fileKind, elsewhere.root(), KEEP_IF_EXISTS, ours))
                    .isEqualTo(NtStatus.INVALID_PARAMETER);
            assertThat(instance.setContext(fileKind, file, KEEP_IF_EXISTS, ours))
                    .isEqualTo(NtStatus.SUCCESS);
        }
        try (ContextReference<String> file2 = instance.allocateContext(fileKind, "d")) {
            assertThat(instance.setContext(streamKind, file, KEEP_IF_EXISTS, file2))
                    .isEqualTo(NtStatus.INVALID_PARAMETER);
        }
    }

    @Test
    @DisplayName("C20: a cleanup callback that throws is recorded; the others are called all the same")
    void c20() {
        ContextKind<FileNode, String> throwing = ContextKind.file(String.class).withCleanup((value, type) -> {
            cleaned.add(value);
            throw new IllegalArgumentException("bad cleanup");
        });
        filter.contexts = List.of(throwing);
        rig.load(filter);
        Instance instance = rig.volume.instances().getFirst();
        instance.getOrSetContext(throwing, file, () -> "one").close();
        instance.getOrSetContext(throwing, rig.volume.root(), () -> "two").close();
        assertThat(rig.unload("keeper").contextsFreed()).isEqualTo(2);
        assertThat(cleaned).containsExactlyInAnyOrder("one", "two");
        assertThat(rig.manager.findings().all()).anyMatch(f -> f.what().contains("cleanup of a file context String"));
    }

    @Test
    @DisplayName("C21: a volume's contexts end with the volume, those on its files with the teardown before it")
    void c21() {
        filter.contexts = List.of(volumeKind, fileKind);
        rig.load(filter);
        VolumeObject elsewhere = rig.mount("elsewhere", new StubFileSystem());
        Instance instance = elsewhere.instances().getFirst();
        instance.getOrSetContext(volumeKind, elsewhere, () -> "volume").close();
        instance.getOrSetContext(fileKind, elsewhere.root(), () -> "root").close();
        rig.manager.dismount(elsewhere);
        assertThat(cleaned).containsExactly("file root", "volume volume");
        assertThat(rig.volume
                        .instances()
                        .getFirst()
                        .filter()
                        .getOrSetContext(volumeKind, elsewhere, () -> "late")
                        .status())
                .isEqualTo(NtStatus.FLT_DELETING_OBJECT);
    }

    @Test
    @DisplayName("C22: an abandoned filter's contexts are taken off, and its cleanup is not called")
    void c22() throws Exception {
        var entered = new java.util.concurrent.CountDownLatch(1);
        var never = new java.util.concurrent.CountDownLatch(1);
        filter.unload = (object, flags) -> {
            entered.countDown();
            UnloadRowsTest.awaitQuietly(never);
            return NtStatus.SUCCESS;
        };
        Instance instance = attached();
        set(instance, file, "left");
        instance.getOrSetContext(volumeKind, rig.volume, () -> "left").close();
        rig.unload("keeper", false, java.time.Duration.ofMillis(100));
        UnloadRowsTest.awaitQuietly(entered);
        rig.manager.abandon("keeper");
        assertThat(cleaned).isEmpty();
        assertThat(instance.getContext(fileKind, file).isPresent()).isFalse();
        never.countDown();
    }

    @Test
    @DisplayName("U28: a refused unload leaves the contexts as they were")
    void u28() {
        filter.refusing(NtStatus.FLT_DO_NOT_DETACH);
        Instance instance = attached();
        set(instance, file, "kept");
        for (int i = 0; i < 1000; i++) {
            rig.unload("keeper");
        }
        assertThat(valueOn(instance, file)).isEqualTo("kept");
        set(instance, rig.volume.root(), "more");
        assertThat(cleaned).isEmpty();
        assertThat(rig.stop("keeper").contextsFreed()).isEqualTo(2);
    }
}
