package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.service.control.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code weir verify} on jars, with class loaders of their own: no service, no mount. */
@Timeout(120)
class VerifyCommandTest {
    @TempDir
    Path folder;

    private Path home;

    private record Ended(int status, String out, String err) {}

    @BeforeEach
    void aDistribution() throws Exception {
        home = TestHome.make(folder.resolve("home"));
    }

    private static Ended run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Ended(status, out.toString(), err.toString());
    }

    private Path jar(String name, String before, String answer) throws Exception {
        String source = """
                package sample;
                import dev.weir.*;
                import java.util.*;
                public final class %s implements Minifilter {
                    public Registration registration(FilterManager manager) throws FilterException {
                        %s
                        return Registration.builder()
                                .unload(FilterUnloadCallback.ALWAYS)
                                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                                .preOperation(MajorFunction.READ, (data, objects) -> PreOperationStatus.%s)
                                .build();
                    }
                }
                """.formatted(name, before, answer);
        return TestHome.compile(folder, name, source);
    }

    @ParameterizedTest
    @CsvSource({"null,", "passall,", "spy,", "protect,globs=*.key"})
    void theFiltersThatWeirBringsAreGood(String name, String configuration) {
        String jar = home.resolve("filters/" + name + ".jar").toString();
        Ended ended = configuration == null ? run("verify", jar) : run("verify", jar, configuration);
        assertThat(ended.out() + ended.err()).startsWith(name + ": no findings in ");
        assertThat(ended.status()).isZero();
    }

    @Test
    void aBadFilterIsReportedWithItsRuleAndItsClassAndExitStatusOne() throws Exception {
        Path bad = jar("Bad", "", "SUCCESS_WITH_CALLBACK");
        Ended ended = run("verify", bad.toString());
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out())
                .startsWith("bad: 1 finding in ")
                .contains("\nstatus-without-post: the pre-operation of read answered SUCCESS_WITH_CALLBACK")
                .contains("    callback of sample.Bad, on 'folder/file.txt' of test\n")
                .contains("    -> register a post-operation, or answer SUCCESS_NO_CALLBACK\n");
    }

    @Test
    void theReportIsAlsoAnObject() throws Exception {
        Path bad = jar("Bad", "", "SUCCESS_WITH_CALLBACK");
        Ended ended = run("verify", "-o", "json", bad.toString());
        assertThat(ended.status()).isEqualTo(1);
        List<JsonObject> findings = JsonObject.parse(ended.out()).objects("findings");
        assertThat(findings).singleElement().satisfies(found -> {
            assertThat(found.show("rule")).isEqualTo("status-without-post");
            assertThat(found.texts("detail")).isNotEmpty();
        });
    }

    @Test
    void aFilterThatStaysReachableIsFound() throws Exception {
        Path bad = jar(
                "Stays",
                "Runtime.getRuntime().addShutdownHook(new Thread(() -> manager.volumes()));",
                "SUCCESS_NO_CALLBACK");
        Ended ended = run("verify", bad.toString());
        assertThat(ended.out()).contains("\nloader-left: the filter's class loader is not collected");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void anExecutorThatIsNotShutDownIsFound() throws Exception {
        Path bad = jar(
                "Pool",
                "java.util.concurrent.Executors.newFixedThreadPool(1, Thread.ofPlatform().daemon().name(\"pool of bad\").factory()).execute(() -> {});",
                "SUCCESS_NO_CALLBACK");
        Ended ended = run("verify", bad.toString());
        assertThat(ended.out()).contains("\nthread-left: thread 'pool of bad' goes on after the unload");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void whatIsNoFilterIsRefusedInOneLineAsALoadDoes() throws Exception {
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
        Ended ended = run("verify", text.toString());
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(run("verify").status()).isEqualTo(2);
        assertThat(run("verify", folder.resolve("missing.jar").toString()).status())
                .isEqualTo(5);
        assertThat(run("verify", jar("Plain", "", "SUCCESS_NO_CALLBACK").toString(), "nothing")
                        .status())
                .isEqualTo(2);
    }
}
