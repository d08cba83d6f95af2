package dev.weir.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NoticeSinkTest {
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger idle = new AtomicInteger();

    @Test
    void letsNothingThroughOnceItIsClosed() {
        var sink = new NoticeSink((address, length) -> {
            sent.incrementAndGet();
            return length;
        });
        assertThat(sink.send(0, 16)).isEqualTo(16);
        assertThat(sink.isIdle()).isFalse();
        sink.close(idle::incrementAndGet);
        assertThat(sink.isIdle()).isTrue();
        assertThat(sink.send(0, 16)).isEqualTo(-Errno.ENODEV);
        assertThat(sent).hasValue(1);
        assertThat(sink.isIdle()).isTrue();
    }

    @Test
    void isIdleOnlyWhenTheLastIsThrough() throws Exception {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var sink = new NoticeSink((address, length) -> {
            entered.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return length;
        });
        Thread blocked = Thread.ofPlatform().daemon().start(() -> sink.send(0, 16));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        sink.close(idle::incrementAndGet);
        assertThat(sink.isIdle()).isFalse();
        assertThat(sink.send(0, 16)).isEqualTo(-Errno.ENODEV);
        assertThat(idle).hasValue(0);
        leave.countDown();
        blocked.join();
        assertThat(sink.isIdle()).isTrue();
        assertThat(idle.get()).isPositive();
    }
}
