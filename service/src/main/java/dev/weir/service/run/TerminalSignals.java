package dev.weir.service.run;

import dev.weir.linux.NativeThread;
import dev.weir.linux.ProcessCalls;
import dev.weir.linux.Signals;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Leaves a terminal's signals to the program: INT, QUIT and TSTP reach its process group, and do nothing here; when the program has stopped, this process stops too. TERM and HUP are passed on.
 *
 * <p>Nothing is ignored (SIG_IGN), since the program would inherit that. A signal that was ignored when this process was started stays so.
 */
final class TerminalSignals {
    private static final int SIGHUP = 1;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static final int SIGSTOP = 19;
    private static final long STOP_PATIENCE_MILLIS = 5000;

    private final Runnable onTermination;
    private volatile long program;
    private volatile int pending;
    private volatile boolean ended;

    /** @param onTermination called on TERM and HUP once the program has ended */
    TerminalSignals(Runnable onTermination) {
        this.onTermination = onTermination;
    }

    /** From now on; before the program is started. */
    void install() throws IOException {
        long ignored = ignored();
        if (isFree(ignored, SIGINT)) {
            handle("INT", () -> {});
        }
        if (isFree(ignored, Signals.SIGQUIT)) {
            Signals.swallow(Signals.SIGQUIT);
        }
        if (isFree(ignored, Signals.SIGTSTP)) {
            handle("TSTP", () -> Thread.ofPlatform().daemon().name("weir-stop").start(this::stopWithProgram));
        }
        if (isFree(ignored, SIGTERM)) {
            handle("TERM", () -> passOn(SIGTERM));
        }
        if (isFree(ignored, SIGHUP)) {
            handle("HUP", () -> passOn(SIGHUP));
        }
    }

    /** Tells which process is the program. A signal that came before reaches it now. */
    void program(long process) {
        program = process;
        int missed = pending;
        if (missed != 0) {
            passOn(missed);
        }
    }

    /** The program has ended: its number may be somebody else's soon. */
    void programEnded() {
        ended = true;
        program = 0;
    }

    private void passOn(int signal) {
        long process = program;
        if (ended) {
            onTermination.run();
        } else if (process > 0) {
            ProcessCalls.kill(NativeThread.current(), Math.toIntExact(process), signal);
        } else {
            pending = signal;
        }
    }

    private void stopWithProgram() {
        try {
            for (long waited = 0; waited < STOP_PATIENCE_MILLIS && program > 0; waited += 20) {
                if (isStopped(program)) {
                    NativeThread thread = NativeThread.current();
                    ProcessCalls.kill(thread, ProcessCalls.process(thread), SIGSTOP);
                    return;
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** The state is the word after the name, which is in parentheses and may hold anything. */
    private static boolean isStopped(long process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process + "/stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith("T", stat.lastIndexOf(')') + 2);
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean isFree(long ignored, int signal) {
        return (ignored >>> (signal - 1) & 1) == 0;
    }

    /** The signals that are ignored, a bit for each, 1 first. */
    private static long ignored() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findFirst()
                .orElse(0);
    }

    /** sun.misc.Signal, reached by reflection: the compiler warns of it, and there is nothing else. */
    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    TerminalSignals.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            action.run();
                            yield null;
                        }
                        case "hashCode" -> System.identityHashCode(self);
                        case "equals" -> System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                        default -> name;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
        }
    }
}
