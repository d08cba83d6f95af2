package dev.weir.manager.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterStackTest {
    private static final StackTraceElement MANAGER =
            new StackTraceElement("dev.weir.manager.OperationFlight", "callPre", "OperationFlight.java", 7);
    private static final StackTraceElement FILTER = new StackTraceElement("org.example.F", "pre", "F.java", 3);

    private static StackTraceElement frame(String type, String method) {
        return new StackTraceElement(type, method, "X.java", 1);
    }

    private static String of(StackTraceElement... frames) {
        return FilterStack.of(frames);
    }

    @Test
    void itIsWhatTheFilterCalledInTheJdkAndTheFilterUpToWhoCalledIt() {
        assertThat(of(
                        frame("java.lang.Thread", "getStackTrace"),
                        frame("dev.weir.manager.verify.ApiProxy", "invoke"),
                        frame("jdk.proxy2.$Proxy9", "node"),
                        frame("jdk.internal.reflect.DirectMethodHandleAccessor", "invoke"),
                        frame("java.lang.reflect.Method", "invoke"),
                        frame("java.util.ArrayList", "forEach"),
                        FILTER,
                        frame("org.example.G", "help"),
                        MANAGER,
                        frame("org.example.Caller", "main")))
                .isEqualTo("at java.util.ArrayList.forEach(X.java:1)\nat org.example.F.pre(F.java:3)\n"
                        + "at org.example.G.help(X.java:1)");
    }

    @Test
    void whatIsCalledThreadIsLeftOutOnlyWhereItTakesTheTrace() {
        assertThat(of(frame("java.lang.Thread", "sleep"), FILTER, MANAGER))
                .isEqualTo("at java.lang.Thread.sleep(X.java:1)\nat org.example.F.pre(F.java:3)");
    }

    @Test
    void theJdksFramesBelowTheMachineryDoNotEndIt() {
        assertThat(of(frame("sun.nio.ch.X", "a"), MANAGER, frame("jdk.internal.Y", "b"), MANAGER, FILTER))
                .endsWith("at org.example.F.pre(F.java:3)");
    }

    @Test
    void whereFileAndLineAreNotKnownItSaysWhatIs() {
        assertThat(of(new StackTraceElement("org.example.F", "a", null, -1)))
                .isEqualTo("at org.example.F.a(Unknown Source)");
        assertThat(of(new StackTraceElement("org.example.F", "a", "F.java", -2)))
                .isEqualTo("at org.example.F.a(F.java)");
        assertThat(of(new StackTraceElement("org.example.F", "a", "F.java", 0)))
                .isEqualTo("at org.example.F.a(F.java:0)");
    }

    @Test
    void itHasTwentyFourLinesAtMost() {
        List<StackTraceElement> deep = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            deep.add(new StackTraceElement("org.example.F", "m" + i, "F.java", i));
        }
        assertThat(FilterStack.of(deep.toArray(StackTraceElement[]::new)).lines())
                .hasSize(24)
                .last()
                .isEqualTo("at org.example.F.m23(F.java:23)");
    }

    @Test
    void ofTheCurrentThreadItHasNoFrameOfTheManagersPackages() {
        assertThat(FilterStack.here()).doesNotContain("dev.weir.manager.");
    }
}
