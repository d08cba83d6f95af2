package dev.weir.testkit.ownio;

import static dev.weir.testkit.ownio.OwnIoRig.operations;
import static dev.weir.testkit.ownio.OwnIoRig.status;
import static dev.weir.testkit.ownio.OwnIoRig.unchecked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.CallbackData;
import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PostOperation;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperation;
import dev.weir.PreOperationStatus;
import dev.weir.io.FileLocation;
import dev.weir.operation.CreateFile;
import dev.weir.operation.Lookup;
import dev.weir.operation.MakeDirectory;
import dev.weir.operation.Read;
import dev.weir.operation.Unlink;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.Seen;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reissue, cancel of an open, and redirection. */
@Timeout(120)
class OwnIoCallbackTest {
    private final OwnIoRig rig;
    private final FilterHarness harness;

    OwnIoCallbackTest() throws FilterException {
        rig = new OwnIoRig();
        harness = rig.harness;
        rig.put("a", "of a");
        rig.put("b", "of b!");
        harness.mkdir("dir");
        rig.put("dir/c", "of c");
        harness.forgetNodes();
        rig.forgetSeen();
    }

    @AfterEach
    void close() {
        assertThat(harness.volume().handles().size()).as("open handles").isZero();
        assertThat(harness.base().openFiles()).as("files open below").isZero();
        harness.forgetNodes();
        assertThat(harness.volume().nodes().size()).as("nodes").isEqualTo(1);
        rig.close();
    }

    private static String name(CallbackData data) {
        return switch (data.parameters()) {
            case Lookup lookup -> lookup.name().text();
            case CreateFile create -> create.name().text();
            case MakeDirectory make -> make.name().text();
            case Unlink unlink -> unlink.name().text();
            default -> "";
        };
    }

    /** Sends operations on one name to a location. */
    private static PreOperation<Object> redirects(String name, FileLocation to) {
        return (data, objects) -> {
            if (!name(data).equals(name)) {
                return PreOperationStatus.SUCCESS_NO_CALLBACK;
            }
            unchecked(() -> objects.instance().io().redirect(data, to));
            return PreOperationStatus.COMPLETE;
        };
    }

    private String read(dev.weir.manager.FileNodeObject node) {
        try (var file = rig.io("below").open(FileLocation.of(node), 0)) {
            return OwnIoRig.text(file.read(0, 100));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName(
            "I8 (3.7): FltReissueSynchronousIo from a post-operation: below only, with changed parameters; the outcome is replaced")
    void reissue() {
        rig.own.pre(PreOperationStatus.SUCCESS_WITH_CALLBACK);
        rig.own.post((data, objects, flags) -> {
            if (data.parameters() instanceof Read && data.information() == 0) {
                unchecked(() -> objects.instance().io().reissue(data, parameters -> ((Read) parameters).setOffset(0)));
            }
            return PostOperationStatus.FINISHED_PROCESSING;
        });
        var reissued = new AtomicInteger();
        rig.below.pre((data, objects) -> {
            reissued.addAndGet(data.isReissued() && data.isGenerated() ? 1 : 0);
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });
        var handle = harness.open("a", 0).handle();
        rig.forgetSeen();

        assertThat(harness.read(handle, 1000, 10).text()).isEqualTo("of a");

        assertThat(operations(rig.above)).containsExactly("read");
        assertThat(operations(rig.own)).containsExactly("read");
        assertThat(operations(rig.below)).containsExactly("read", "read");
        assertThat(reissued.get()).isEqualTo(1);
        harness.close(handle);
    }

    @Test
    void aReissuedOpenClosesTheFirstOneAndIsThePrograms() {
        rig.own.pre(PreOperationStatus.SUCCESS_WITH_CALLBACK);
        rig.own.post((data, objects, flags) -> {
            if (data.operationName().equals("open")) {
                unchecked(() -> objects.instance().io().reissue(data, parameters -> {}));
            }
            return PostOperationStatus.FINISHED_PROCESSING;
        });

        var handle = harness.open("a", 0).orFail().handle();

        assertThat(operations(rig.below)).containsExactly("open", "cleanup", "release", "open");
        assertThat(handle.isOwn()).isFalse();
        assertThat(harness.read(handle, 0, 10).text()).isEqualTo("of a");
        harness.close(handle);
    }

    @Test
    void aReissueThatFailsFailsTheOperation() {
        rig.own.pre(PreOperationStatus.SUCCESS_WITH_CALLBACK);
        rig.own.post((data, objects, flags) -> {
            if (data.parameters() instanceof MakeDirectory) {
                unchecked(() -> objects.instance().io().reissue(data, parameters -> {}));
            }
            return PostOperationStatus.FINISHED_PROCESSING;
        });
        assertThat(harness.mkdir("new").errno()).isEqualTo(Errno.EEXIST);
    }

    @Test
    @DisplayName("I9 (3.7): FltReissueSynchronousIo: of the operation at hand only")
    void onlyTheOperationAtHandCanBeReissued() {
        var kept = new AtomicReference<CallbackData>();
        var inPre = new AtomicReference<NtStatus>();
        rig.own.pre((data, objects) -> {
            kept.set(data);
            inPre.set(status(() -> objects.instance().io().reissue(data, parameters -> {})));
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });
        harness.mkdir("new");
        assertThat(inPre.get()).isEqualTo(NtStatus.INVALID_PARAMETER);
        assertThat(status(() -> rig.io().reissue(kept.get(), parameters -> {}))).isEqualTo(NtStatus.INVALID_PARAMETER);
        assertThat(status(() -> rig.io().redirect(kept.get(), FileLocation.of("x"))))
                .isEqualTo(NtStatus.INVALID_PARAMETER);
    }

    @Test
    @DisplayName("FltCancelFileOpen in post-create: lowers see open then close, uppers a failed create; the file stays")
    void cancelOpen() {
        rig.own.pre(PreOperationStatus.SUCCESS_WITH_CALLBACK);
        rig.own.post((data, objects, flags) -> {
            if (data.operationName().equals("create")) {
                var io = objects.instance().io();
                assertThat(status(() -> io.cancelOpen(data, NtStatus.SUCCESS))).isEqualTo(NtStatus.INVALID_PARAMETER);
                unchecked(() -> io.cancelOpen(data, NtStatus.ACCESS_DENIED));
                assertThat(status(() -> io.cancelOpen(data, NtStatus.ACCESS_DENIED)))
                        .isEqualTo(NtStatus.INVALID_PARAMETER);
            }
            return PostOperationStatus.FINISHED_PROCESSING;
        });

        assertThat(harness.create("new").errno()).isEqualTo(Errno.EACCES);

        assertThat(operations(rig.below)).containsExactly("create", "cleanup", "release");
        assertThat(rig.above.seen(Seen.Callback.POST))
                .singleElement()
                .extracting(Seen::status)
                .isEqualTo(NtStatus.ACCESS_DENIED);
        assertThat(harness.list("")).contains("new");
    }

    @Test
    @DisplayName(
            "STATUS_REPARSE with a rewritten name: run again from the top; a look-up answers with the other file's identity")
    void redirectALookup() {
        rig.own.pre(redirects("a", FileLocation.of("b")));

        var found = harness.lookup("a").orFail();

        assertThat(found.attributes().size()).isEqualTo(5);
        assertThat(found.attributes().inode())
                .isEqualTo(harness.getattr("b").attributes().inode());
        assertThat(read(found.node())).isEqualTo("of b!");
        assertThat(found.node().path().text()).isEqualTo("b");
        assertThat(rig.above.seen(Seen.Callback.POST).subList(0, 2))
                .extracting(Seen::operation, Seen::path, Seen::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("lookup", "a", NtStatus.REPARSE),
                        org.assertj.core.groups.Tuple.tuple("lookup", "b", NtStatus.SUCCESS));
        assertThat(operations(rig.below)).startsWith("lookup");
    }

    @Test
    @DisplayName("I12 (3.13): reparse: the new name is looked up from the top")
    void aRedirectionLeadsToAnotherDirectory() {
        rig.own.pre(redirects("alias", FileLocation.of("dir/c")));
        assertThat(read(harness.lookup("alias").orFail().node())).isEqualTo("of c");
        assertThat(operations(rig.above)).startsWith("lookup", "lookup", "lookup");
    }

    @Test
    void aCreationIsRedirected() {
        rig.own.pre(redirects("new", FileLocation.of("dir/made")));
        var made = harness.create("new").orFail();
        harness.write(made.handle(), 0, "text");
        harness.close(made.handle());
        assertThat(harness.list("")).doesNotContain("new");
        assertThat(rig.get("dir/made")).isEqualTo("text");
        assertThat(made.node().path().text()).isEqualTo("dir/made");
    }

    @Test
    void aPostOperationRedirectsWhatIsNotThere() {
        rig.own.pre(PreOperationStatus.SUCCESS_WITH_CALLBACK);
        PostOperation<Object> fallback = (data, objects, flags) -> {
            if (data.parameters() instanceof Lookup lookup
                    && data.errno() == Errno.ENOENT
                    && lookup.name().text().equals("absent")) {
                unchecked(() -> objects.instance().io().redirect(data, FileLocation.of("a")));
            }
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        rig.own.post(fallback);
        assertThat(read(harness.lookup("absent").orFail().node())).isEqualTo("of a");
    }

    @Test
    void aPostOperationRedirectsWhatItOpened() {
        rig.own.pre(PreOperationStatus.SUCCESS_WITH_CALLBACK);
        rig.own.post((data, objects, flags) -> {
            if (name(data).equals("new")) {
                unchecked(() -> objects.instance().io().redirect(data, FileLocation.of("dir/c")));
            }
            return PostOperationStatus.FINISHED_PROCESSING;
        });
        var opened = harness.create("new").orFail();
        assertThat(harness.read(opened.handle(), 0, 10).text()).isEqualTo("of c");
        harness.close(opened.handle());
    }

    @Test
    void removingIsRedirected() {
        rig.own.pre(redirects("a", FileLocation.of("dir/c")));
        harness.lookup("dir/c");
        harness.unlink("a").orFail();
        assertThat(harness.list("")).contains("a");
        assertThat(harness.list("dir")).isEmpty();
    }

    @Test
    void aLoopEndsWithELOOP() {
        rig.own.pre((data, objects) -> {
            if (data.parameters() instanceof Lookup lookup) {
                String other = lookup.name().text().equals("a") ? "b" : "a";
                unchecked(
                        () -> objects.instance().io().redirect(data, FileLocation.in(data.node(), FileName.of(other))));
                return PreOperationStatus.COMPLETE;
            }
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });
        assertThat(harness.lookup("a").errno()).isEqualTo(Errno.ELOOP);
        assertThat(operations(rig.above)).hasSize(41);
    }

    @Test
    void whoeverIsAboveCallsItOff() {
        rig.own.pre(redirects("a", FileLocation.of("b")));
        rig.above.post((data, objects, flags) -> {
            if (data.status().equals(NtStatus.REPARSE)) {
                data.setStatus(NtStatus.ACCESS_DENIED);
            }
            return PostOperationStatus.FINISHED_PROCESSING;
        });
        assertThat(harness.lookup("a").errno()).isEqualTo(Errno.EACCES);
    }

    @Test
    void aTargetThatIsNotThereFailsAsSuch() {
        rig.own.pre(redirects("a", FileLocation.of("nowhere/x")));
        assertThat(harness.lookup("a").errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void anOpenThatIsAnsweredWithReparseIsLookedUpAgain() {
        rig.own.pre((data, objects) -> {
            if (data.operationName().equals("open")) {
                assertThat(status(() -> objects.instance().io().redirect(data, FileLocation.of("b"))))
                        .isEqualTo(NtStatus.INVALID_PARAMETER);
                data.setStatus(NtStatus.REPARSE);
                return PreOperationStatus.COMPLETE;
            }
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        });
        assertThat(harness.open("a", 0).errno()).isEqualTo(Errno.ESTALE);
    }

    @Test
    void reparseWithoutANameFails() {
        rig.own.complete(NtStatus.REPARSE);
        assertThat(harness.mkdir("x").errno()).isEqualTo(Errno.EIO);
        rig.own.pre(PreOperationStatus.SUCCESS_NO_CALLBACK);
    }

    @Test
    void ownIoOfAHigherFilterIsRedirectedToo() {
        rig.own.pre(redirects("a", FileLocation.of("dir/c")));
        var seen = new AtomicReference<String>();
        unchecked(() -> {
            try (var file = rig.io("above").open(FileLocation.of("a"), 0)) {
                seen.set(OwnIoRig.text(file.read(0, 10)));
            }
        });
        assertThat(seen.get()).isEqualTo("of c");
        assertThat(operations(rig.above)).isEmpty();
    }
}
