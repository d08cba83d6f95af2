package dev.weir.fuse;

import static dev.weir.fuse.FakeKernel.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.linux.NativeMemory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotifierTest {
    private static final int INVAL_INODE = 2;
    private static final int INVAL_ENTRY = 3;
    private static final int EXPIRE_ONLY = 1;

    private final List<Answer> sent = new CopyOnWriteArrayList<>();
    private FakeKernel kernel = new FakeKernel();
    private Notifier notifier = notifier();

    private Notifier notifier() {
        return new Notifier(
                kernel.connection,
                (address, length) -> {
                    sent.add(Answer.of(NativeMemory.bytes(address, (int) length)));
                    return length;
                },
                "notifier");
    }

    private void asOldKernel() {
        notifier.stop();
        kernel.close();
        kernel = new FakeKernel(37);
        notifier = notifier();
    }

    @AfterEach
    void stop() {
        notifier.stop();
        kernel.close();
    }

    @Test
    void makesAllNamesBeLookedUpAgain() {
        long node = kernel.create(ROOT, "a").node();

        assertThat(notifier.forgetEverything()).isTrue();

        assertThat(sent.stream().filter(message -> message.error() == INVAL_ENTRY))
                .singleElement()
                .satisfies(message -> assertThat(message.word(8) >>> 32).isEqualTo(EXPIRE_ONLY));
        assertThat(sent).allMatch(message -> message.unique() == 0 && message.length() == 16 + message.body().length);
        assertThat(sent.stream().filter(message -> message.error() == INVAL_INODE))
                .extracting(message -> message.word(0))
                .containsExactlyInAnyOrder((long) ROOT, node);
        assertThat(sent.stream().filter(message -> message.error() == INVAL_INODE))
                .allMatch(message -> message.word(8) == 0 && message.word(16) == 0);
    }

    @Test
    void throwsEachNameOutOfAnOldKernel() {
        asOldKernel();
        long directory = kernel.ask(
                        Opcode.MKDIR, ROOT, Body.empty().number(0x1ED).number(0).name("d"))
                .node();
        long node = kernel.create(directory, "file").node();
        kernel.ask(Opcode.LINK, ROOT, Body.empty().word(node).name("other"));

        assertThat(notifier.forgetEverything()).isTrue();

        assertThat(sent.stream().filter(message -> message.error() == INVAL_ENTRY))
                .allMatch(message -> message.word(8) >>> 32 == 0);
        assertThat(sent.stream().filter(message -> message.error() == INVAL_ENTRY))
                .extracting(message -> message.word(0) + " " + message.text().substring(16))
                .containsExactlyInAnyOrder(ROOT + " d\0", directory + " file\0", ROOT + " other\0");
    }

    @Test
    void waitsForALimitedTimeOnly() {
        var stuck = new CountDownLatch(1);
        var hanging = new Notifier(
                kernel.connection,
                (address, length) -> {
                    try {
                        stuck.await();
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    }
                    return length;
                },
                "hanging");

        assertThat(hanging.forgetEverything()).isFalse();

        stuck.countDown();
        hanging.stop();
        assertThat(hanging.forgetEverything())
                .as("at its end it has nothing to do")
                .isTrue();
    }
}
