package dev.weir.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * syscall(2), through the one downcall handle that all system calls share: linking a handle costs milliseconds, so
 * there is one shape, linked when this class is first used.
 *
 * <p>The C library's wrappers are avoided on purpose: those for identity change all threads of the process. May block
 * as the system call does; the JVM can reach safepoints meanwhile.
 */
final class RawSyscall {
    /** Where the downcall leaves errno, and how much room that takes. */
    static final StructLayout CAPTURE = Linker.Option.captureStateLayout();

    private static final long ERRNO_OFFSET = CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    /**
     * Not final on purpose. A constant handle is compiled into its callers, and where they are deep the compiler gives
     * up half-way: then the slice that the linker takes of the capture segment costs 40 bytes a call. One that is no
     * constant is compiled on its own, where the slice always goes away.
     */
    private static MethodHandle syscall = link();

    private RawSyscall() {}

    private static MethodHandle link() {
        ValueLayout.OfLong number = ValueLayout.JAVA_LONG;
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(number, number, number, number, number, number, number, number),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
    }

    static long call(NativeThread thread, int number) {
        return call(thread, number, 0, 0, 0, 0, 0, 0);
    }

    static long call(NativeThread thread, int number, long a) {
        return call(thread, number, a, 0, 0, 0, 0, 0);
    }

    static long call(NativeThread thread, int number, long a, long b) {
        return call(thread, number, a, b, 0, 0, 0, 0);
    }

    static long call(NativeThread thread, int number, long a, long b, long c) {
        return call(thread, number, a, b, c, 0, 0, 0);
    }

    static long call(NativeThread thread, int number, long a, long b, long c, long d) {
        return call(thread, number, a, b, c, d, 0, 0);
    }

    static long call(NativeThread thread, int number, long a, long b, long c, long d, long e) {
        return call(thread, number, a, b, c, d, e, 0);
    }

    /** The kernel's result: 0 or more, or a negated error number. */
    static long call(NativeThread thread, int number, long a, long b, long c, long d, long e, long f) {
        MemorySegment capture = thread.capture;
        long result;
        try {
            result = (long) syscall.invokeExact(capture, (long) number, a, b, c, d, e, f);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new AssertionError("a downcall threw a checked exception", impossible);
        }
        return result == -1 ? -capture.get(ValueLayout.JAVA_INT, ERRNO_OFFSET) : result;
    }
}
