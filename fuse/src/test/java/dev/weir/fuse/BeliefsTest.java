package dev.weir.fuse;

import static dev.weir.fuse.FakeKernel.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.FileName;
import dev.weir.linux.NativeMemory;
import dev.weir.manager.FileNodeObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the kernel is told of others' changes. */
class BeliefsTest {
    private static final int INVAL_INODE = 2;
    private static final int INVAL_ENTRY = 3;
    private static final long EXPIRE_ONLY = 1;

    private final List<Answer> sent = new CopyOnWriteArrayList<>();
    private FakeKernel kernel = new FakeKernel();
    private Notifier notifier = new Notifier(kernel.connection, this::send, "beliefs");
    private Beliefs beliefs = beliefs();

    private long send(long address, long length) {
        sent.add(Answer.of(NativeMemory.bytes(address, (int) length)));
        return length;
    }

    private Beliefs beliefs() {
        kernel.connection.beliefs().watch(this::send, notifier);
        return kernel.connection.beliefs();
    }

    @AfterEach
    void stop() {
        notifier.stop();
        kernel.close();
    }

    private FileNodeObject root() {
        return kernel.connection.volume().root();
    }

    private List<Answer> sent(int code) {
        return sent.stream().filter(message -> message.error() == code).toList();
    }

    private void awaitSent(int code, int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> sent(code).size() >= count);
    }

    @Test
    void aNameExpiresAndOnceMoreASecondLater() {
        beliefs.nameChanged(root(), FileName.of("name"));
        beliefs.nameChanged(root(), FileName.of("other"));
        assertThat(sent(INVAL_INODE).getFirst().word(0)).isEqualTo(ROOT);
        assertThat(sent(INVAL_INODE).getFirst().word(8))
                .as("attributes alone, at once")
                .isEqualTo(-1);
        awaitSent(INVAL_ENTRY, 2);
        assertThat(sent(INVAL_ENTRY)).allMatch(message -> message.word(8) >>> 32 == EXPIRE_ONLY);
        assertThat(sent(INVAL_ENTRY))
                .extracting(message -> message.text().substring(16))
                .containsExactly("name\0", "other\0");
        await().atMost(Duration.ofSeconds(20)).until(() -> expired("name") >= 2 && expired("other") >= 2);
        beliefs.nameChanged(root(), FileName.of("third"));
        await().atMost(Duration.ofSeconds(20)).until(() -> expired("third") >= 2);
        assertThat(expired("name")).isLessThanOrEqualTo(3);
    }

    private long expired(String name) {
        return sent(INVAL_ENTRY).stream()
                .filter(message -> message.text().substring(16).equals(name + "\0"))
                .count();
    }

    @Test
    void attributesAndDataAreForgottenApart() {
        long id = kernel.create(ROOT, "file").node();
        FileNodeObject file = kernel.connection.volume().nodes().byId(id);
        assertThat(file).isNotNull();
        beliefs.attributesChanged(file);
        assertThat(sent(INVAL_INODE)).singleElement().satisfies(message -> {
            assertThat(message.word(0)).isEqualTo(id);
            assertThat(message.word(8)).isEqualTo(-1);
        });
        beliefs.dataChanged(file, false);
        awaitSent(INVAL_INODE, 3);
        assertThat(sent(INVAL_INODE).getLast().word(8)).isZero();
    }

    @Test
    void whatTheKernelDoesNotKnowItIsNotToldOf() {
        long id = kernel.create(ROOT, "file").node();
        FileNodeObject file = kernel.connection.volume().nodes().byId(id);
        assertThat(file).isNotNull();
        NodeState.of(file).forgotten(Long.MAX_VALUE);
        beliefs.attributesChanged(file);
        beliefs.dataChanged(file, true);
        beliefs.nameChanged(file, FileName.of("name"));
        assertThat(sent).isEmpty();
    }

    @Test
    void whereEventsWereLostEverythingIsForgotten() {
        long id = kernel.create(ROOT, "file").node();
        beliefs.eventsLost();
        awaitSent(INVAL_INODE, 2);
        awaitSent(INVAL_ENTRY, 1);
        assertThat(sent(INVAL_ENTRY))
                .extracting(message -> message.text().substring(16))
                .containsExactly("file\0");
        assertThat(sent(INVAL_INODE)).extracting(message -> message.word(0)).contains((long) ROOT, id);
        assertThat(sent(INVAL_INODE)).allMatch(message -> message.word(8) == 0);
    }

    @Test
    void aMountMakesAllNamesBeLookedAtAgain() {
        kernel.create(ROOT, "file");
        beliefs.absentNames().add(root(), FileName.of("absent"));
        beliefs.mountsChanged();
        awaitSent(INVAL_ENTRY, 2);
        assertThat(sent(INVAL_ENTRY)).allMatch(message -> message.word(8) >>> 32 == EXPIRE_ONLY);
        assertThat(sent(INVAL_ENTRY))
                .extracting(message -> message.text().substring(16))
                .containsExactlyInAnyOrder("file\0", "absent\0");
    }

    @Test
    void anOldKernelIsNotToldOfMounts() {
        notifier.stop();
        kernel.close();
        kernel = new FakeKernel(37);
        notifier = new Notifier(kernel.connection, this::send, "beliefs");
        beliefs = beliefs();
        beliefs.mountsChanged();
        assertThat(sent).isEmpty();
    }

    @Test
    void whatIsNoDirectoryOfThisHostIsNotWatched() {
        assertThat(beliefs.refusal()).isEqualTo("not a directory of this host");
        assertThat(beliefs.ofName(root())).isEqualTo(beliefs.ofAttributes(root()));
        assertThat(beliefs.ofName(root()).entrySeconds()).isEqualTo(1);
        assertThat(beliefs.ofListing(root())).isZero();
    }
}
