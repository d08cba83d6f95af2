package dev.weir.manager.verify;

import dev.weir.io.OwnIoException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at callbacks that promised not to block: at the API's calls that wait, as they are made; at anything else by the state of the callback's thread, every millisecond while such a callback runs. One that is
 * seen waiting twice in a row is found. Any callback is found that stays in a system call of the file system: the kernel may hold a directory's lock for the operation that the callback is called for, so that
 * what it asks for by path never comes. Safe on any thread.
 */
final class BlockingWatch {
    private static final long PAUSE = Duration.ofMillis(1).toNanos();
    private static final long SLOW_PAUSE = Duration.ofMillis(50).toNanos();
    private static final long HANGS = Duration.ofSeconds(1).toNanos();

    /** Short: whoever looks holds the filter's classes. */
    private static final long IDLE = Duration.ofMillis(100).toNanos();

    private static final Set<String> OWN_IO_THAT_DOES_NOT_WAIT = Set.of("as", "through", "redirect", "cancelOpen");
    private static final List<String> SYSTEM_CALLS = List.of("sun.nio.", "java.io.", "java.net.", "sun.net.");

    private final Verifier verifier;
    private final AtomicBoolean looking = new AtomicBoolean();

    BlockingWatch(Verifier verifier) {
        this.verifier = verifier;
    }

    /** A callback has begun that is to be looked at. */
    void begun() {
        if (!looking.get() && looking.compareAndSet(false, true)) {
            verifier.settings().threads().execute(this::look);
        }
    }

    /** A filter calls the API on the current thread. */
    void calls(String name, Method method) {
        if (Arrays.asList(method.getExceptionTypes()).contains(OwnIoException.class)
                && !OWN_IO_THAT_DOES_NOT_WAIT.contains(method.getName())) {
            CallsInFlight.Running callback = verifier.running().promisedHere();
            if (callback != null) {
                found(callback, "called " + name + ", which waits for the file system", FilterStack.here());
            }
        }
    }

    private void look() {
        var waited = new HashMap<CallsInFlight.Running, Boolean>();
        boolean promised = true;
        long busy = System.nanoTime();
        while (System.nanoTime() - busy < IDLE) {
            LockSupport.parkNanos(this, promised ? PAUSE : SLOW_PAUSE);
            promised = lookOnce(waited);
            if (!verifier.running().all().isEmpty()) {
                busy = System.nanoTime();
            }
        }
        looking.set(false);
        if (!verifier.running().all().isEmpty()) {
            begun();
        }
    }

    /**
     * @param waited whether a callback that waited last time was found already
     * @return whether one promised
     */
    private boolean lookOnce(Map<CallsInFlight.Running, Boolean> waited) {
        boolean any = false;
        var now = new HashSet<CallsInFlight.Running>();
        for (CallsInFlight.Running callback : verifier.running().all()) {
            lookForHang(callback);
            if (!callback.promised) {
                continue;
            }
            any = true;
            if (System.nanoTime() - callback.since >= PAUSE && isWaiting(callback.thread)) {
                now.add(callback);
                Boolean known = waited.putIfAbsent(callback, false);
                if (Boolean.FALSE.equals(known)) {
                    waited.put(callback, waits(callback));
                }
            }
        }
        waited.keySet().retainAll(now);
        return any;
    }

    private void lookForHang(CallsInFlight.Running callback) {
        if (callback.hangs || callback.threadId <= 0 || System.nanoTime() - callback.since < HANGS) {
            return;
        }
        StackTraceElement[] stack = callback.thread.getStackTrace();
        if (isSystemCall(stack) && !isLinking(stack) && verifier.running().contains(callback)) {
            callback.hangs = true;
            verifier.found(
                    Rule.OWN_MOUNT,
                    "the " + callback.call.name() + " waits in " + stack[0].getClassName() + "."
                            + stack[0].getMethodName()
                            + ", perhaps for its own volume: the kernel can hold a directory for the operation",
                    callback.call.describe() + "\n" + FilterStack.of(stack));
        }
    }

    /** Whether a class is loaded or linked there, which no promise is about. */
    private static boolean isLinking(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (name.startsWith("jdk.internal.loader.")
                    || name.equals("java.lang.ClassLoader")
                    || name.equals("java.lang.invoke.MethodHandleNatives")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWaiting(Thread thread) {
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            case RUNNABLE -> isSystemCall(thread.getStackTrace());
            case NEW, TERMINATED -> false;
        };
    }

    private static boolean isSystemCall(StackTraceElement[] stack) {
        return stack.length > 0
                && stack[0].isNativeMethod()
                && SYSTEM_CALLS.stream().anyMatch(stack[0].getClassName()::startsWith);
    }

    private boolean waits(CallsInFlight.Running callback) {
        StackTraceElement[] stack = callback.thread.getStackTrace();
        if (stack.length > 0 && !isLinking(stack) && verifier.running().contains(callback)) {
            found(
                    callback,
                    "waited in " + stack[0].getClassName() + "." + stack[0].getMethodName(),
                    FilterStack.of(stack));
            return true;
        }
        return false;
    }

    private void found(CallsInFlight.Running callback, String how, String stack) {
        verifier.found(
                Rule.BLOCKING,
                "the " + callback.call.name() + " promised not to block, and " + how,
                callback.call.describe() + "\n" + stack);
    }
}
