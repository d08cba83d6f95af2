package dev.weir.fuse;

import static dev.weir.fuse.FakeKernel.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import dev.weir.OperationFlag;
import dev.weir.PreOperationStatus;
import dev.weir.manager.OperationKind;
import dev.weir.operation.Unlink;
import dev.weir.testkit.RecordingFilter;
import dev.weir.testkit.Seen;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestHandlerTest {
    private final FakeKernel kernel = new FakeKernel();

    @AfterEach
    void nothingThrew() {
        long failures = kernel.connection.failures();
        kernel.close();
        assertThat(failures).as("exceptions in handlers").isZero();
    }

    @Test
    void writesAndReadsAFile() {
        Answer made = kernel.create(ROOT, "a");
        long node = made.node();
        long handle = made.word(Entries.ENTRY);

        assertThat(kernel.write(node, handle, 0, "hello").number(0)).isEqualTo(5);
        assertThat(kernel.read(node, handle, 1, 100).text()).isEqualTo("ello");
        Answer attributes = kernel.ask(
                Opcode.GETATTR, node, Body.empty().number(0).number(0).word(0));
        assertThat(attributes.body()).hasSize(Entries.ATTRIBUTES);
        assertThat(attributes.word(16 + 8)).as("size").isEqualTo(5);
        assertThat(kernel.lookup(ROOT, "a").node()).isEqualTo(node);
        assertThat(kernel.lookup(ROOT, "b").error()).isEqualTo(-Errno.ENOENT);
        assertThat(kernel.release(node, handle).error()).isZero();
    }

    @Test
    void keepsANodeAsLongAsTheKernelKnowsIt() {
        int before = kernel.harness.volume().nodes().size();
        Answer made = kernel.create(ROOT, "a");
        long node = made.node();
        kernel.lookup(ROOT, "a");
        kernel.lookup(ROOT, "a");
        kernel.release(node, made.word(Entries.ENTRY));

        kernel.forget(node, 2);
        assertThat(kernel.harness.volume().nodes().byId(node)).isNotNull();
        kernel.forget(node, 1);
        assertThat(kernel.harness.volume().nodes().byId(node)).isNull();
        assertThat(kernel.harness.volume().nodes().size()).isEqualTo(before);
    }

    @Test
    void forgetsNoMoreThanWasLookedUp() {
        long node = kernel.create(ROOT, "a").node();

        kernel.forget(node, Long.MAX_VALUE);
        kernel.forget(node, 5);
        kernel.forget(ROOT, 7);
        kernel.forget(999, 1);

        assertThat(kernel.lookup(ROOT, "a").error()).isZero();
    }

    @Test
    void forgetsManyNodesAtOnce() {
        long first = kernel.ask(
                        Opcode.MKDIR, ROOT, Body.empty().number(0x1ED).number(0).name("x"))
                .node();
        long second = kernel.ask(
                        Opcode.MKDIR, ROOT, Body.empty().number(0x1ED).number(0).name("y"))
                .node();

        kernel.send(
                Opcode.BATCH_FORGET.number(),
                0,
                Body.empty()
                        .number(2)
                        .number(0)
                        .word(first)
                        .word(1)
                        .word(second)
                        .word(1)
                        .bytes());

        assertThat(kernel.harness.volume().nodes().byId(first)).isNull();
        assertThat(kernel.harness.volume().nodes().byId(second)).isNull();
    }

    @Test
    void closesEachOpenExactlyOnce() throws Exception {
        var filter = new RecordingFilter("watch").only(MajorFunction.CLEANUP, MajorFunction.CLOSE);
        kernel.harness.load(filter, "300000");
        Answer made = kernel.create(ROOT, "a");

        kernel.release(made.node(), made.word(Entries.ENTRY));

        assertThat(filter.seen(Seen.Callback.PRE)).extracting("operation").containsExactly("cleanup", "release");
        assertThat(kernel.harness.volume().handles().size()).isZero();
        assertThat(kernel.release(made.node(), made.word(Entries.ENTRY)).error())
                .isEqualTo(-Errno.EBADF);
    }

    @Test
    void knowsNothingOfNodesAndHandlesThatAreNotThere() {
        assertThat(kernel.lookup(77, "a").error()).isEqualTo(-Errno.ESTALE);
        assertThat(kernel.read(ROOT, 88, 0, 10).error()).isEqualTo(-Errno.EBADF);
    }

    @Test
    void refusesOnlyByTheTable() {
        for (Opcode opcode : Opcode.values()) {
            if (opcode.refusal() != 0) {
                assertThat(kernel.ask(opcode, ROOT, Body.empty().zeros(64)).error())
                        .isEqualTo(-opcode.refusal());
            }
        }
        long unique = kernel.send(60, ROOT, new byte[16]);
        assertThat(kernel.answersTo(unique).getFirst().error()).isEqualTo(-Errno.ENOSYS);
    }

    @Test
    void listsWithLookUpsThatTheKernelThenKnows() {
        kernel.ask(Opcode.MKDIR, ROOT, Body.empty().number(0x1ED).number(0).name("sub"));
        long directory = kernel.ask(Opcode.OPENDIR, ROOT, Body.empty().number(0).number(0))
                .handle();

        Answer listed = kernel.ask(Opcode.READDIRPLUS, ROOT, FakeKernel.data(directory, 0, 4096));

        int at = 0;
        while (at < listed.body().length) {
            int length = listed.number(at + Entries.ENTRY + 16);
            String name = new String(listed.body(), at + Entries.ENTRY + 24, length, StandardCharsets.UTF_8);
            long node = listed.word(at);
            assertThat(node == 0).as("no node for %s", name).isEqualTo(name.startsWith("."));
            if (node != 0) {
                kernel.forget(node, 2);
                assertThat(kernel.harness.volume().nodes().byId(node)).isNull();
            }
            at += Entries.ENTRY + (24 + length + 7 & ~7);
        }
        assertThat(at).isGreaterThan(0);
    }

    @Test
    void listsWithoutLookUpsWhereAFilterWantsToSeeThem() throws Exception {
        kernel.harness.load(new RecordingFilter("watch").only(MajorFunction.QUERY_OPEN), "300000");
        kernel.ask(Opcode.MKDIR, ROOT, Body.empty().number(0x1ED).number(0).name("sub"));
        long directory = kernel.ask(Opcode.OPENDIR, ROOT, Body.empty().number(0).number(0))
                .handle();

        Answer listed = kernel.ask(Opcode.READDIRPLUS, ROOT, FakeKernel.data(directory, 0, 4096));

        assertThat(listed.text()).contains("sub");
        for (int at = 0; at < listed.body().length; ) {
            assertThat(listed.word(at)).isZero();
            at += Entries.ENTRY + (24 + listed.number(at + Entries.ENTRY + 16) + 7 & ~7);
        }
    }

    @Test
    void sendsEachReadAndWriteToAFilterThatWantsThem() throws Exception {
        Answer made = kernel.create(ROOT, "a");
        assertThat(made.number(Entries.ENTRY + 8) & OpenFlag.DIRECT_IO).isZero();

        kernel.harness.load(new RecordingFilter("all").only(MajorFunction.READ), "300000");
        assertThat(kernel.open(made.node()).number(8) & OpenFlag.DIRECT_IO).isNotZero();
        kernel.harness.unload("all");
        kernel.harness.load(
                new RecordingFilter("some").only(MajorFunction.READ).operationFlags(OperationFlag.SKIP_CACHED_IO),
                "300000");
        assertThat(kernel.open(made.node()).number(8) & OpenFlag.DIRECT_IO).isZero();
    }

    @Test
    void keepsCachedDataOfAFileThatHasNotChanged() {
        Answer made = kernel.create(ROOT, "a");
        long handle = made.word(Entries.ENTRY);

        assertThat(kernel.open(made.node()).number(8)).isEqualTo(OpenFlag.KEEP_CACHE);
        kernel.write(made.node(), handle, 0, "changed");
        assertThat(kernel.open(made.node()).number(8)).isZero();
        assertThat(kernel.open(made.node()).number(8)).isEqualTo(OpenFlag.KEEP_CACHE);
        kernel.connection.stackChanged();
        assertThat(kernel.open(made.node()).number(8)).isZero();
    }

    @Test
    void answersSafelyForAFilterThatSaysSuccessAndNothingElse() throws Exception {
        Answer made = kernel.create(ROOT, "a");
        kernel.harness.load(new RecordingFilter("liar").pre((data, objects) -> PreOperationStatus.COMPLETE), "300000");

        assertThat(kernel.lookup(ROOT, "a").error()).isEqualTo(-Errno.EIO);
        assertThat(kernel.create(ROOT, "b").error()).isEqualTo(-Errno.EIO);
        assertThat(kernel.ask(Opcode.GETATTR, ROOT, Body.empty().zeros(16)).error())
                .isEqualTo(-Errno.EIO);
        Answer opened = kernel.open(made.node());
        assertThat(opened.error()).isZero();
        assertThat(kernel.read(made.node(), opened.handle(), 0, 10).body()).isEmpty();
        assertThat(kernel.release(made.node(), opened.handle()).error()).isZero();
    }

    @Test
    void neverTellsTheKernelThatARequestIsUnknown() throws Exception {
        kernel.harness.load(new RecordingFilter("refuser").complete(NtStatus.NOT_IMPLEMENTED), "300000");

        assertThat(kernel.lookup(ROOT, "a").error()).isNotIn(0, -Errno.ENOSYS);
        assertThat(kernel.create(ROOT, "a").error()).isNotIn(0, -Errno.ENOSYS);
    }

    @Test
    void leavesTheFallbackToTheKernelWhileDataIsWanted() throws Exception {
        Answer made = kernel.create(ROOT, "a");
        long handle = made.word(Entries.ENTRY);
        Body copy = Body.empty()
                .word(handle)
                .word(0)
                .word(made.node())
                .word(handle)
                .word(100)
                .word(5)
                .word(0);
        kernel.write(made.node(), handle, 0, "hello");

        assertThat(kernel.ask(Opcode.COPY_FILE_RANGE, made.node(), copy).number(0))
                .isEqualTo(5);
        assertThat(kernel.ask(Opcode.COPY_FILE_RANGE_64, made.node(), copy).word(0))
                .isEqualTo(5);
        kernel.harness.load(new RecordingFilter("watch").only(MajorFunction.WRITE), "300000");
        assertThat(kernel.ask(Opcode.COPY_FILE_RANGE, made.node(), copy).error())
                .isEqualTo(-Errno.EOPNOTSUPP);
    }

    @Test
    void tellsAFilterWhichFileGoes() throws Exception {
        kernel.create(ROOT, "a");
        var removed = new AtomicReference<String>();
        kernel.harness.load(
                new RecordingFilter("watch").only(MajorFunction.SET_INFORMATION).pre((data, objects) -> {
                    if (data.parameters() instanceof Unlink unlink) {
                        removed.set(unlink.removed().orElseThrow().path().text());
                    }
                    return PreOperationStatus.SUCCESS_NO_CALLBACK;
                }),
                "300000");

        assertThat(kernel.ask(Opcode.UNLINK, ROOT, Body.empty().name("a")).error())
                .isZero();

        assertThat(removed.get()).isEqualTo("a");
    }

    @Test
    void passesAFailureOfTheBaseOn() {
        kernel.harness.base().fail(OperationKind.MKDIR, Errno.EDQUOT);

        Answer refused = kernel.ask(
                Opcode.MKDIR, ROOT, Body.empty().number(0x1ED).number(0).name("x"));

        assertThat(refused.error()).isEqualTo(-Errno.EDQUOT);
        assertThat(refused.length()).isEqualTo(16);
    }
}
