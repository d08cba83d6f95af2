package dev.weir.service.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.NtStatus;
import dev.weir.OperationEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventHubTest {
    private static final long SECOND = 1_000_000_000L;

    private final EventHub hub = new EventHub();

    @Test
    void whatAFilterPublishesReachesEveryWatcher() {
        EventSource source = hub.open("spy");
        try (EventSubscription first = hub.subscribe(8, event -> true);
                EventSubscription second =
                        hub.subscribe(8, event -> event.operation().equals("read"))) {
            assertThat(source.publish(event("read", 1))).isTrue();
            assertThat(source.publish(event("write", 2))).isTrue();

            assertThat(operations(first)).containsExactly("read", "write");
            assertThat(operations(second)).containsExactly("read");
        }
    }

    @Test
    void aFullRingDropsAndCounts() {
        EventSource source = hub.open("spy");
        EventSubscription watcher = hub.subscribe(4, event -> true);
        for (int i = 0; i < 10; i++) {
            assertThat(source.publish(event("read", i))).isEqualTo(i < 4);
        }
        watcher.close();

        assertThat(operations(watcher)).hasSize(4);
        assertThat(watcher.sent()).isEqualTo(10);
        assertThat(watcher.seen()).isEqualTo(4);
        assertThat(watcher.dropped()).isEqualTo(6);
    }

    @Test
    void aFilterThatComesLaterIsWatchedTooAndOneThatWentIsNot() {
        try (EventSubscription watcher = hub.subscribe(8, event -> true)) {
            EventSource source = hub.open("spy");
            source.publish(event("read", 1));
            hub.close(source);
            source.publish(event("write", 2));

            assertThat(operations(watcher)).containsExactly("read");
        }
    }

    @Test
    void seenAndDroppedAreWhatWasSentWhileManyThreadsPublish() throws Exception {
        EventSource source = hub.open("spy");
        EventSubscription watcher = hub.subscribe(64, event -> true);
        List<Thread> publishers = new ArrayList<>();
        long[] accepted = new long[4];
        for (int p = 0; p < accepted.length; p++) {
            int publisher = p;
            publishers.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 20_000; i++) {
                    accepted[publisher] += source.publish(event("p" + publisher, i)) ? 1 : 0;
                }
            }));
        }
        Thread reader = Thread.ofPlatform().start(() -> {
            long[] last = {-1, -1, -1, -1};
            Optional<EventSubscription.Published> next;
            do {
                next = watcher.next(SECOND);
                next.ifPresent(published -> {
                    int publisher = published.event().operation().charAt(1) - '0';
                    assertThat(published.event().information()).isGreaterThan(last[publisher]);
                    last[publisher] = published.event().information();
                });
            } while (next.isPresent() || !watcher.isClosed());
        });
        for (Thread publisher : publishers) {
            publisher.join();
        }
        watcher.close();
        reader.join();

        assertThat(watcher.sent()).isEqualTo(80_000);
        assertThat(watcher.seen()).isEqualTo(accepted[0] + accepted[1] + accepted[2] + accepted[3]);
        assertThat(watcher.seen() + watcher.dropped()).isEqualTo(watcher.sent());
    }

    private static List<String> operations(EventSubscription watcher) {
        List<String> operations = new ArrayList<>();
        for (var next = watcher.next(0); next.isPresent(); next = watcher.next(0)) {
            operations.add(next.get().event().operation());
        }
        return operations;
    }

    private static OperationEvent event(String operation, long number) {
        return new OperationEvent(0, "/v", 1, 1, "cat", operation, "a", "", NtStatus.SUCCESS, 0, number, 10);
    }
}
