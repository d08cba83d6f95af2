package dev.weir.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.linux.NativeMemory;
import java.lang.foreign.Arena;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadersTest {
    private static final int MOST = 8;
    private static final long MILLISECOND = 1_000_000;

    private final Backlog backlog = new Backlog();
    private final AtomicInteger started = new AtomicInteger();
    private final Readers readers = new Readers(backlog, () -> started.incrementAndGet() > 0);

    private void workers(int number) {
        for (int i = 0; i < number; i++) {
            assertThat(readers.joins(MOST)).isTrue();
        }
    }

    private CompletableFuture<Boolean> spare() {
        CompletableFuture<Boolean> goesOn = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().start(() -> goesOn.complete(readers.waitAsSpare()));
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING || goesOn.isDone());
        return goesOn;
    }

    /** One reader alone takes requests of this asker, as fast as it can. */
    private void takes(int requests, int asker) {
        for (int i = 0; i < requests; i++) {
            assertThat(readers.begin()).isEqualTo(Readers.Turn.READ);
            readers.end(System.nanoTime());
            readers.took(asker);
        }
    }

    @Test
    void oneReadsAlone() {
        workers(2);
        assertThat(readers.begin()).isEqualTo(Readers.Turn.READ);
        assertThat(readers.begin()).isEqualTo(Readers.Turn.SPARE);
        assertThat(readers.isAlone()).isTrue();
        assertThat(readers.busy()).isOne();
        assertThat(readers.end(1)).isTrue();
        assertThat(readers.begin()).isEqualTo(Readers.Turn.READ);
    }

    @Test
    void anotherReadsWhereTheOneIsHeldUp() {
        workers(3);
        var other = spare();
        var third = spare();
        assertThat(readers.begin()).isEqualTo(Readers.Turn.READ);
        assertThat(readers.look()).as("nothing came").isFalse();
        assertThat(readers.look()).isFalse();

        readers.end(1);
        assertThat(readers.look()).as("it has just begun").isTrue();
        assertThat(other).isNotDone();
        assertThat(third).isNotDone();
        assertThat(readers.look()).isTrue();

        CompletableFuture.anyOf(other, third).join();
        assertThat(readers.look()).as("the other is on its way").isFalse();
        assertThat(other.isDone() && third.isDone()).as("one is enough").isFalse();
        assertThat(started).hasValue(0);
        assertThat(readers.begin()).isEqualTo(Readers.Turn.READ);
        assertThat(readers.begin()).as("who was held up").isEqualTo(Readers.Turn.SPARE);
        assertThat(readers.isAlone()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"7,8,true", "7,7,false", "-1,-1,true", "7,0,false", "0,7,true"})
    void allReadWhereAnotherIsAskedForMeanwhile(int held, int next, boolean all) {
        workers(1);
        readers.begin();
        readers.end(1);
        readers.took(held);
        readers.look();
        readers.look();
        assertThat(started).as("nobody is spare").hasValue(1);

        workers(1);
        readers.begin();
        readers.end(2);
        readers.took(next);
        assertThat(readers.isAlone()).isEqualTo(!all);
    }

    @Test
    void allReadWhereNoOtherCanBeHad() {
        var none = new Readers(backlog, () -> false);
        none.joins(MOST);
        none.begin();
        none.end(1);
        none.look();
        assertThat(none.wantsLookout()).isTrue();
        none.look();
        assertThat(none.wantsLookout()).isFalse();
        assertThat(none.look()).as("it need not be looked after").isFalse();
    }

    @Test
    void whereNobodyIsSpareAnotherIsStarted() {
        workers(2);
        readers.begin();
        readers.end(1);
        readers.together();
        assertThat(started).hasValue(1);
    }

    @Test
    void whoEndsIsReplacedWhereNobodyReads() {
        workers(2);
        readers.begin();
        readers.leaves();
        assertThat(started).hasValue(0);
        readers.end(1);
        readers.leaves();
        assertThat(started).hasValue(1);
    }

    @Test
    void oneIsAloneAgainWhenRequestsDoNotOverlap() {
        workers(3);
        readers.together();
        takes(20_000, 7);
        assertThat(readers.isAlone())
                .as("one program, one thing after the other")
                .isTrue();
        readers.together();
        for (int i = 0; i < 10_000; i++) {
            takes(1, 7);
            takes(1, 8);
        }
        assertThat(readers.isAlone()).as("two programs at once").isFalse();
        takes(20_000, Asker.MANY);
        assertThat(readers.isAlone()).as("the page cache").isFalse();
        takes(20_000, 7);
        assertThat(readers.isAlone()).isTrue();
    }

    @Test
    void nobodyIsAloneWhileRequestsAreKept() {
        workers(3);
        readers.together();
        backlog.add(new DeviceSink(-1), Buffers.ofWorker(4096), 40);
        takes(20_000, 7);
        assertThat(readers.isAlone()).isFalse();
        readers.begin();
        assertThat(readers.begin()).isEqualTo(Readers.Turn.BACKLOG);
        assertThat(spare().join()).as("it is to look at them").isTrue();
    }

    @Test
    void atTheEndAllGo() {
        workers(2);
        var other = spare();
        readers.finish();
        assertThat(other.join()).isTrue();
        readers.leaves();
        readers.leaves();
        assertThat(started).hasValue(0);
        assertThat(readers.workers()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"5,5,false", "5,6,true", "-1,-1,true", "0,0,false", "5,0,false"})
    void whatIsThereAtOnceHasWaitedUnlessTheSameAsked(int one, int next, boolean isTooMuch) {
        var load = new Load();
        load.restart(0);
        boolean tooMuch = false;
        long now = 0;
        for (int i = 0; i < 20; i++) {
            now += MILLISECOND / 10;
            tooMuch |= load.took(now, now + 100, i % 2 == 0 ? one : next);
        }
        assertThat(tooMuch).isEqualTo(isTooMuch);
    }

    @Test
    void whatIsNotThereAtOnceHasNotWaited() {
        var load = new Load();
        load.restart(0);
        for (int i = 0; i < 1000; i++) {
            long now = i * MILLISECOND;
            assertThat(load.took(now + MILLISECOND / 2, now + MILLISECOND, i)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LOOKUP,77,0,77",
        "LOOKUP,0,0,-1",
        "READ,77,4096,77",
        "READ,77,131072,-1",
        "WRITE,0,1048576,-1",
        "RELEASE,0,0,0",
        "RELEASEDIR,77,0,0",
        "FORGET,0,0,0",
        "INTERRUPT,77,0,0"
    })
    void whoAsks(Opcode opcode, int thread, int size, int asker) {
        try (Arena arena = Arena.ofConfined()) {
            long request = arena.allocate(80, 8).address();
            NativeMemory.putInt(request + 4, opcode.number());
            NativeMemory.putInt(request + 32, thread);
            NativeMemory.putInt(request + 56, size);
            assertThat(Asker.of(request, 80)).isEqualTo(asker);
            assertThat(Asker.of(request, 39)).isEqualTo(Asker.NOBODY);
        }
    }
}
