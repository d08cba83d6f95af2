package pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.Minifilter;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.UnloadResult.Outcome;
import dev.weir.testkit.Background;
import dev.weir.testkit.FilterHarness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filters on the pages about pending and buffers are these, and do what the pages say. */
class PagesTest {
    private final FilterHarness harness = new FilterHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    private void load(Supplier<? extends Minifilter> filter) throws Exception {
        harness.load("page", "140000", filter, Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "pending.md, HoldFilter.java",
        "pending.md, ScanFilter.java",
        "buffers.md, XorFilter.java",
        "buffers.md, HideFilter.java"
    })
    void aPageShowsCodeThatRuns(String page, String file) throws IOException {
        String text = Files.readString(Path.of("../docs", page));
        assertThat(text).contains("```java\n" + Files.readString(Path.of("src/test/java/pages", file)) + "```\n");
    }

    @Test
    void removalsAreHeldUntilTheyAreApprovedOrTheFilterGoes() throws Exception {
        var filter = new HoldFilter();
        harness.create("a");
        harness.create("b");
        load(() -> filter);
        Background first = harness.background(() -> harness.unlink("a"));
        await(filter, 1);
        Background second = harness.background(() -> harness.unlink("b"));
        await(filter, 2);
        assertThat(harness.list("")).containsExactly("a", "b");
        assertThat(filter.approve()).isTrue();
        assertThat(first.await().succeeded()).isTrue();
        assertThat(harness.unload("page").outcome()).isEqualTo(Outcome.UNLOADED);
        assertThat(second.await().succeeded()).isTrue();
        assertThat(harness.list("")).isEmpty();
    }

    private static void await(HoldFilter filter, int held) throws InterruptedException {
        for (int i = 0; i < 3000 && filter.size() < held; i++) {
            Thread.sleep(10);
        }
        assertThat(filter.size()).isEqualTo(held);
    }

    @Test
    void aWordIsFoundOnAnotherThread() throws Exception {
        load(ScanFilter::new);
        FileHandleObject handle = harness.create("a").handle();
        assertThat(harness.write(handle, 0, "a virus").errno()).isNotZero();
        assertThat(harness.write(handle, 0, "harmless").information()).isEqualTo(8);
        harness.close(handle);
    }

    @Test
    void contentIsKeptInAnotherForm() throws Exception {
        load(XorFilter::new);
        FileHandleObject handle = harness.create("a").handle();
        assertThat(harness.write(handle, 0, "plain").information()).isEqualTo(5);
        assertThat(harness.read(handle, 0, 10).bytes()).isEqualTo("plain".getBytes(StandardCharsets.UTF_8));
        harness.unload("page");
        assertThat(harness.read(handle, 0, 10).bytes()).isEqualTo(new byte[] {0x2a, 0x36, 0x3b, 0x33, 0x34});
        harness.close(handle);
    }

    @Test
    void namesAreHiddenAndAdded() throws Exception {
        harness.create("a");
        harness.create("b.secret");
        load(HideFilter::new);
        assertThat(harness.list("")).containsExactly("README", "a");
        assertThat(harness.lookup("b.secret").errno()).isEqualTo(Errno.ENOENT);
    }
}
