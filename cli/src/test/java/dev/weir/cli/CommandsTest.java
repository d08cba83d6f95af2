package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.port.PortClient;
import dev.weir.service.Settings;
import dev.weir.service.Weir;
import dev.weir.service.control.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the verbs print and how they end, against a service without volumes: no root, no mount. */
class CommandsTest {
    private static final String TABLE = """
            Filter Name                     Num Instances    Altitude    Frame
            ------------------------------  -------------  ------------  -----
            """;

    @TempDir
    Path folder;

    private Path socket;
    private Weir weir;

    private record Result(int status, String out, String err) {}

    @BeforeEach
    void aService() throws Exception {
        Path home = TestHome.make(folder.resolve("home"));
        weir = Weir.start(new Settings(home, folder.resolve("own"), true));
        socket = folder.resolve("run/control.sock");
        weir.listen(socket);
    }

    @AfterEach
    void stop() throws Exception {
        weir.close();
    }

    @Test
    void filtersHasFltmcsColumnsHighestAltitudeFirst() {
        run("load", "protect", "globs=*.key");
        run("load", "spy");
        run("load", "null");

        assertThat(run("filters").out()).isEqualTo(TABLE + """
                        spy                                    0        385100         0
                        null                                   0        370020         0
                        protect                                0        320000         0
                        """);
    }

    @Test
    void filtersTellsTheStateOfThoseThatDoNotRun() {
        run("load", "spy");
        run("unload", "spy");

        assertThat(run("filters").out()).isEqualTo("""
                        Filter Name                     Num Instances    Altitude    Frame  State
                        ------------------------------  -------------  ------------  -----  ---------
                        spy                                    0        385100         0    Stopped
                        """);
    }

    @Test
    void anUnloadProvesThatTheLoaderIsGone() {
        run("load", "spy");

        Result unload = run("unload", "SPY");

        assertThat(unload.status()).isZero();
        assertThat(unload.out())
                .matches(
                        "SPY unloaded: 0 operations drained, 0 waited for, 0 reissued, 0 contexts freed; class loader collected after [0-9.]+ s\n");
    }

    @Test
    void aRefusedUnloadNamesTheFilterTheStatusAndTheRemedyOnOneLineAndExitsOne() {
        run("load", "protect", "globs=*.key", "sealed=true");

        Result refused = run("unload", "protect");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .startsWith("protect refused: STATUS_FLT_DO_NOT_DETACH (0xC01C0010)")
                .contains("weir stop protect")
                .hasLineCount(1);
        assertThat(run("filters").out()).contains("protect").doesNotContain("Stopped");
    }

    @Test
    void aStopPrintsWhatItIgnored() {
        run("load", "protect", "globs=*.key", "sealed=true");

        Result stopped = run("stop", "protect");

        assertThat(stopped.status()).isZero();
        assertThat(stopped.out().lines())
                .startsWith("protect answered STATUS_FLT_DO_NOT_DETACH (0xC01C0010); ignored: stop is mandatory");
    }

    @Test
    void aFilterThatDoesNotSupportStopIsNotStopped() {
        run("load", "protect", "globs=*.key", "strict=true");

        Result stop = run("stop", "protect");
        Result unload = run("unload", "protect");

        assertThat(stop.status()).isEqualTo(1);
        assertThat(stop.err())
                .contains("STATUS_INVALID_DEVICE_REQUEST (0xC0000010)")
                .hasLineCount(1);
        assertThat(unload.status()).isEqualTo(1);
        assertThat(unload.err())
                .contains("0xC01C0010", "can't be stopped either")
                .doesNotContain("weir stop");
    }

    @Test
    void aStoppedFilterStartsAgainWithItsConfigurationAndIsRemoved() {
        run("load", "protect", "globs=*.key", "-a", "320001.5");
        run("stop", "protect");

        assertThat(run("start", "protect").out()).isEqualTo("protect loaded at altitude 320001.5, 0 instances\n");
        assertThat(run("remove", "protect").status()).isEqualTo(1);
        run("stop", "protect");
        assertThat(run("remove", "protect").out()).isEqualTo("protect removed\n");
        assertThat(run("filters").out()).isEqualTo(TABLE);
    }

    /** Agrees to go as soon as a file is there, and waits for that in its callback. */
    private Path slowFilter(Path file) throws Exception {
        return TestHome.compile(folder, "Slow", """
                package sample;
                import dev.weir.*;
                public final class Slow implements Minifilter {
                    public Registration registration(FilterManager manager) {
                        return Registration.builder().unload(Slow::unload).build();
                    }
                    private static NtStatus unload(Filter filter, java.util.Set<FilterUnloadFlag> flags) {
                        while (!java.nio.file.Files.exists(java.nio.file.Path.of("FILE"))) {
                            try {
                                Thread.sleep(10);
                            } catch (InterruptedException e) {
                                return NtStatus.UNSUCCESSFUL;
                            }
                        }
                        filter.unregister();
                        return NtStatus.SUCCESS;
                    }
                }
                """.replace("FILE", file.toString()));
    }

    @Test
    void anUnloadThatTakesTooLongExitsFourNamesTheHolderAndGoesOn() throws Exception {
        Path file = folder.resolve("go");
        run("load", slowFilter(file).toString());

        Result unload = run("unload", "slow", "--timeout", "0.2");

        assertThat(unload.status()).isEqualTo(4);
        assertThat(unload.err()).contains("slow: its unload callback is running in ", "--abandon");
        assertThat(run("filters").out()).contains("Deciding");
        assertThat(run("why", "slow").out()).contains("runs sample.Slow.unload");
        Files.createFile(file);
        Awaitility.await().untilAsserted(() -> assertThat(run("filters").out()).contains("Stopped"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(run("why", "slow").out()).contains("is collected"));
        assertThat(run("start", "slow").status()).isZero();
    }

    @Test
    void anUnloadThatNeverEndsCanBeAbandoned() throws Exception {
        Path file = folder.resolve("go");
        run("load", slowFilter(file).toString());
        run("stop", "slow", "--timeout", "0.2");

        Result abandoned = run("unload", "slow", "--abandon");

        assertThat(abandoned.status()).isZero();
        assertThat(abandoned.out()).contains("slow is removed, not proved").hasLineCount(1);
        assertThat(run("filters").out()).contains("Abandoned");
        assertThat(run("start", "slow").status()).isZero();
        Files.createFile(file);
    }

    @Test
    void badRequestsAreOneLineWithTheStatusAndChangeNothing() throws Exception {
        run("load", "spy");
        Path notAJar = Files.writeString(folder.resolve("x.jar"), "hello");

        assertRefused("STATUS_IMAGE_ALREADY_LOADED (0xC000010E)", "load", "spy");
        assertRefused("is not a jar", "load", notAJar.toString());
        assertRefused("'nothing' is bundled (there are null, passall, protect, spy)", "load", "nothing");
        assertRefused("protect has no key 'colour'", "load", "protect", "colour=red");
        assertRefused("STATUS_FAILED_DRIVER_ENTRY", "load", "protect");
        assertRefused("'abc' is not an altitude", "load", "null", "-a", "abc");
        assertRefused("STATUS_FLT_FILTER_NOT_FOUND (0xC01C0013)", "unload", "nothing");
        assertRefused("STATUS_FLT_FILTER_NOT_FOUND (0xC01C0013)", "start", "nothing");
        assertRefused("STATUS_FLT_VOLUME_NOT_FOUND (0xC01C0014)", "attach", "spy", "/nowhere");
        assertRefused("STATUS_FLT_VOLUME_NOT_FOUND (0xC01C0014)", "instances", "-v", "7");
        assertRefused("STATUS_FLT_FILTER_NOT_FOUND (0xC01C0013)", "instances", "-f", "nothing");
        assertThat(run("filters").out())
                .isEqualTo(TABLE + "spy                                    0        385100         0\n");
    }

    private void assertRefused(String said, String... arguments) {
        Result result = run(arguments);
        assertThat(result.status()).as(String.join(" ", arguments)).isEqualTo(1);
        assertThat(result.err()).contains(said).hasLineCount(1);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void whatListsGivesJsonToo() {
        run("load", "spy", "data=false");

        assertThat(run("filters", "-o", "json").out())
                .startsWith(
                        "{\"filters\":[{\"name\":\"spy\",\"instances\":0,\"altitude\":\"385100\",\"frame\":0,\"state\":\"Running\"")
                .contains("\"configuration\":{\"data\":\"false\"}")
                .hasLineCount(1);
        assertThat(run("volumes", "-o", "json").out()).startsWith("{\"volumes\":[],");
        assertThat(run("instances", "-o", "json").out()).isEqualTo("{\"instances\":[]}\n");
        assertThat(run("ps", "-o", "json").out()).isEqualTo("{\"operations\":[]}\n");
        assertThat(run("why", "spy", "-o", "json").out()).startsWith("{\"filter\":\"spy\",\"lines\":[\"spy is loaded");
    }

    @Test
    void eachVerbsAnswerIsOneJsonObjectOnOneLine() throws Exception {
        assertThat(json("load", "protect", "globs=*.key", "sealed=true").show("name"))
                .isEqualTo("protect");
        assertThat(json("filters").objects("filters")).hasSize(1);
        assertThat(json("instances").has("instances")).isTrue();
        assertThat(json("volumes").has("volumes")).isTrue();
        assertThat(json("ps").has("operations")).isTrue();
        assertThat(json("why", "protect").texts("lines")).isNotEmpty();
        assertThat(json("doctor").objects("checks")).isNotEmpty();
        assertThat(json("stop", "protect").show("ignored")).contains("STATUS_FLT_DO_NOT_DETACH (0xC01C0010)");
        assertThat(json("start", "protect").show("state")).isEqualTo("Running");
        json("stop", "protect");
        assertThat(json("remove", "protect").show("filter")).isEqualTo("protect");
        json("load", "null");
        assertThat(json("unload", "null").show("outcome")).isEqualTo("unloaded");
    }

    private JsonObject json(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        Result result = run(all.toArray(String[]::new));
        assertThat(result.out()).as(result.err()).hasLineCount(1);
        return JsonObject.parse(result.out());
    }

    @Test
    void aValueThatIsTooLongIsUsage() {
        Result result = run("load", "protect", "globs=" + "x".repeat(100_000));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("shorten the values").hasLineCount(1);
    }

    @Test
    void aFilterThatRegistersNothingIsToldWhatToReturn() throws Exception {
        Path jar = TestHome.compile(folder, "Nothing", """
                package sample;
                import dev.weir.*;
                public final class Nothing implements Minifilter {
                    public Registration registration(FilterManager manager) { return null; }
                }
                """);

        assertRefused(
                "its registration is null: return one that Registration.builder() has built", "load", jar.toString());
    }

    @Test
    void aFilterThatThrowsIsNamedWithTheLineThatThrew() throws Exception {
        Path jar = TestHome.compile(folder, "Thrower", """
                package sample;
                import dev.weir.*;
                public final class Thrower implements Minifilter {
                    private String text;
                    public Registration registration(FilterManager manager) {
                        text.length();
                        return null;
                    }
                }
                """);

        assertRefused("at sample.Thrower.registration(Thrower.java:6)", "load", jar.toString());
    }

    @Test
    void portsAreListedAndNamedByWhy() throws Exception {
        Path jar = TestHome.compile(folder, "Ported", """
                package sample;
                import dev.weir.*;
                public final class Ported implements Minifilter {
                    public NtStatus entry(FilterManager manager) throws FilterException {
                        Filter filter = manager.register(registration(manager));
                        filter.createCommunicationPort(
                            PortDefinition.<ClientPort>of("scan", (client, context) -> client, client -> {})
                                .withMaximumConnections(7));
                        filter.startFiltering();
                        return NtStatus.SUCCESS;
                    }
                    public Registration registration(FilterManager manager) {
                        return Registration.builder().unload(FilterUnloadCallback.ALWAYS).build();
                    }
                }
                """);
        assertThat(run("ports", "-o", "json").out()).isEqualTo("{\"ports\":[]}\n");
        run("load", jar.toString());

        assertThat(run("ports").out()).matches("""
                        Port                    Filter                Clients  Owner             Mode
                        ----------------------  --------------------  -------  ----------------  ----
                        scan                    ported                0/7      \\S+:\\S+ +0600
                        """);
        Path port = folder.resolve("own/ports/scan");
        assertThat(run("ports", "-o", "json").out())
                .contains(
                        "\"connections\":0,\"maximumConnections\":7",
                        "\"socket\":\"" + port + "\"",
                        "\"mode\":\"0600\"");
        try (PortClient client = PortClient.connect(port, ByteBuffer.allocate(0))) {
            assertThat(client.isClosed()).isFalse();
            assertThat(run("why", "ported").out())
                    .contains("has port scan: 1 of 7 clients")
                    .contains("port scan: client process "
                            + ProcessHandle.current().pid());
            assertThat(run("ports").out()).contains("1/7");
            assertThat(run("unload", "ported").status()).isZero();
        }
        assertThat(run("ports").out()).hasLineCount(2);
    }

    @Test
    void aDirectoryThatIsNotThereIsTheSystemsNo() {
        Result result = run("mount", folder.resolve("none").toString());

        assertThat(result.status()).isEqualTo(5);
        assertThat(result.err()).isEqualTo("weir: " + folder.resolve("none") + ": No such file or directory\n");
    }

    @Test
    void mountingOverWhatTheServiceNeedsIsRefused() {
        Result result = run("mount", System.getProperty("java.home"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("the JDK", "which the service itself needs")
                .hasLineCount(1);
    }

    @Test
    void wrongUsageExitsTwoAndTouchesNothing() {
        assertThat(run("dance").status()).isEqualTo(2);
        assertThat(run("load").status()).isEqualTo(2);
        assertThat(run("load", "spy", "colour").status()).isEqualTo(2);
        assertThat(run("unload", "spy", "--timeout", "soon").status()).isEqualTo(2);
        assertThat(run("unload", "spy", "--timeout=-1").status()).isEqualTo(2);
        assertThat(run("stop", "spy", "--timeout=NaN").status()).isEqualTo(2);
        assertThat(run("mount", folder.toString(), "--timeout=-0.1").err())
                .isEqualTo("weir: --timeout=-0.1: give seconds from 0 up, such as 30 or 0.5\n");
        assertThat(run("instances", "-f", "spy", "-v", "1").status()).isEqualTo(2);
        assertThat(run("filters", "-o", "xml").status()).isEqualTo(2);
        assertThat(run().status()).isEqualTo(2);
    }

    @Test
    void noServiceExitsThreeNamingThePlaceAndTheRemedy() {
        StringWriter err = new StringWriter();
        int status = Main.run(
                new PrintWriter(new StringWriter(), true),
                new PrintWriter(err, true),
                "filters",
                "--socket",
                folder.resolve("none.sock").toString());

        assertThat(status).isEqualTo(3);
        assertThat(err.toString()).contains("none.sock", "weir serve").hasLineCount(1);
    }

    @Test
    void helpAndVersionNeedNoService() {
        StringWriter out = new StringWriter();
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(new StringWriter(), true), "--help"))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "run", "demo", "serve", "mount", "umount", "volumes", "load", "start", "unload", "stop",
                        "remove")
                .contains(
                        "filters", "instances", "attach", "detach", "tail", "ps", "ports", "why", "doctor", "version");
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(new StringWriter(), true), "version"))
                .isZero();
        assertThat(out.toString()).containsPattern("\nweir \\S+\n$");
    }

    private Result run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.isEmpty() && !all.getFirst().equals("dance")) {
            all.addAll(1, List.of("--socket", socket.toString()));
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
        return new Result(status, out.toString(), err.toString());
    }
}
