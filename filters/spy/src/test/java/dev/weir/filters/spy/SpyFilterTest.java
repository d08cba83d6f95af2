package dev.weir.filters.spy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.Errno;
import dev.weir.FilterException;
import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import dev.weir.OperationEvent;
import dev.weir.manager.OperationKind;
import dev.weir.manager.Totals;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.RecordingFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SpyFilterTest {
    private static void load(FilterHarness harness, boolean data, String... only) throws FilterException {
        harness.load("spy", "385100", SpyFilter::new, Map.of("data", data, "only", List.of(only)));
    }

    @Test
    void showsWhoDidWhatToWhichFileAndHowItEnded() throws FilterException {
        try (var harness = new FilterHarness()) {
            load(harness, true);
            var handle = harness.create("a", 0x241).handle();
            harness.write(handle, 5, "text");
            harness.rename("a", "b");
            harness.rmdir("b");

            List<OperationEvent> seen = harness.events().seen();
            assertThat(seen)
                    .extracting(OperationEvent::operation, OperationEvent::path, OperationEvent::detail)
                    .containsExactly(
                            tuple("create", "a", "flags=O_WRONLY|O_CREAT|O_TRUNC mode=0644"),
                            tuple("write", "a", "offset=5 length=4"),
                            tuple("rename", "a", "to=b"),
                            tuple("rmdir", "b", ""));
            assertThat(seen)
                    .extracting(OperationEvent::status, OperationEvent::errno, OperationEvent::information)
                    .containsExactly(
                            tuple(NtStatus.SUCCESS, 0, 0L),
                            tuple(NtStatus.SUCCESS, 0, 4L),
                            tuple(NtStatus.SUCCESS, 0, 0L),
                            tuple(NtStatus.ofErrno(Errno.ENOTDIR), Errno.ENOTDIR, 0L));
            assertThat(seen).allSatisfy(event -> {
                assertThat(event.process()).isEqualTo(4242);
                assertThat(event.thread()).isEqualTo(4243);
                assertThat(event.program()).isEqualTo("program");
                assertThat(event.volume()).isEqualTo("test");
                assertThat(event.timeMillis()).isPositive();
                assertThat(event.durationNanos()).isNotNegative();
            });
        }
    }

    @Test
    void aLinkIsShownUnderTheNameThatTheFileHadBefore() throws FilterException {
        try (var harness = new FilterHarness()) {
            harness.mknod("old", 0x8000 | 0644, 0);
            load(harness, true);
            harness.link("old", "new");
            assertThat(harness.events().seen())
                    .extracting(OperationEvent::path, OperationEvent::detail)
                    .containsExactly(tuple("old", "to=new"));
        }
    }

    @Test
    void whatIsDrainedIsShownWithoutAnEnd() throws FilterException {
        try (var harness = new FilterHarness()) {
            var handle = harness.create("a").handle();
            load(harness, true);
            harness.base().stall(OperationKind.FSYNC);
            var syncing = harness.background(() -> harness.fsync(handle));
            Awaitility.await().until(() -> harness.base().stuck(OperationKind.FSYNC) == 1);
            assertThat(harness.unload("spy").drained()).isEqualTo(1);
            assertThat(harness.events().seen())
                    .extracting(OperationEvent::operation, OperationEvent::status, OperationEvent::durationNanos)
                    .containsExactly(tuple("fsync", NtStatus.PENDING, -1L));
            harness.base().release();
            assertThat(syncing.await().succeeded()).isTrue();
        }
    }

    @Test
    void seenAndDroppedAreAllThatWereSent() throws Exception {
        try (var harness = new FilterHarness()) {
            load(harness, true);
            harness.events().capacity(1000);
            var programs = new ArrayList<Thread>();
            for (int program = 0; program < 4; program++) {
                String name = "file" + program;
                programs.add(Thread.ofPlatform().start(() -> {
                    var handle = harness.create(name).handle();
                    for (int i = 0; i < 500; i++) {
                        harness.write(handle, i, "x");
                        harness.getattr(name);
                    }
                    harness.close(handle);
                }));
            }
            for (Thread program : programs) {
                program.join();
            }
            long sent = harness.volume().totals().values().stream()
                    .mapToLong(Totals::count)
                    .sum();
            assertThat(sent).isEqualTo(4 * (1 + 2 * 500 + 3));
            assertThat(harness.events().seen()).hasSize(1000);
            assertThat(harness.events().seen().size() + harness.events().dropped())
                    .isEqualTo(sent);
        }
    }

    @Test
    void dataCanBeLeftOut() throws FilterException {
        try (var harness = new FilterHarness()) {
            load(harness, false);
            assertThat(harness.volume().wantsData()).isFalse();
            var handle = harness.create("a").handle();
            harness.write(handle, 0, "x");
            harness.read(handle, 0, 1);
            harness.fsync(handle);
            assertThat(harness.events().seen())
                    .extracting(OperationEvent::operation)
                    .containsExactly("create", "fsync");
        }
    }

    @Test
    void onlyWhatIsNamedIsShown() throws FilterException {
        try (var harness = new FilterHarness()) {
            load(harness, true, "*XATTR", "mkdir");
            assertThat(harness.volume().wants(MajorFunction.QUERY_INFORMATION)).isFalse();
            assertThat(harness.volume().wantsData()).isFalse();
            harness.mkdir("d");
            harness.getattr("d");
            harness.create("d/f");
            harness.setxattr("d", "user.a", new byte[3]);
            harness.listxattr("d");
            assertThat(harness.events().seen())
                    .extracting(OperationEvent::operation)
                    .containsExactly("mkdir", "setxattr", "listxattr");
        }
    }

    @Test
    void aNameOfNoOperationIsRefusedWithTheNamesThatThereAre() {
        try (var harness = new FilterHarness()) {
            assertThatThrownBy(() -> load(harness, true, "opne"))
                    .isInstanceOf(FilterException.class)
                    .hasMessageContaining("opne")
                    .hasMessageContaining("opendir");
            assertThat(harness.manager().filters()).isEmpty();
        }
    }

    @Test
    void aShutdownIsShown() throws FilterException {
        try (var harness = new FilterHarness()) {
            load(harness, true);
            harness.manager().shutdown();
            assertThat(harness.events().seen())
                    .extracting(OperationEvent::operation)
                    .containsExactly("shutdown");
        }
    }

    @Test
    void whatAFilterBelowAnswersIsShownToo() throws FilterException {
        try (var harness = new FilterHarness()) {
            load(harness, true);
            harness.load(
                    new RecordingFilter("below").only(MajorFunction.CREATE).complete(NtStatus.of(0xC0FFEE01)), "1000");
            harness.mkdir("a");
            assertThat(harness.events().seen())
                    .extracting(OperationEvent::operation, OperationEvent::status, OperationEvent::errno)
                    .containsExactly(tuple("mkdir", NtStatus.of(0xC0FFEE01), Errno.EIO));
        }
    }

    @Test
    void knowsEveryOperationThatThereIs() {
        assertThat(OperationNames.MAJOR_FUNCTIONS)
                .isEqualTo(Arrays.stream(OperationKind.values())
                        .collect(Collectors.toMap(OperationKind::operationName, OperationKind::major)));
    }
}
