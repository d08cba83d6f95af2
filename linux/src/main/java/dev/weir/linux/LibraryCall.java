package dev.weir.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The few functions of the C library that are no system calls (posix_spawn, signal), through one handle shape: up to
 * six words in, one word out. Both supported ABIs pass an int or a pointer as such a word. Not for hot paths.
 */
final class LibraryCall {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle CALL = link();

    private LibraryCall() {}

    private static MethodHandle link() {
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        return LINKER.downcallHandle(FunctionDescriptor.of(word, word, word, word, word, word, word));
    }

    /** The address of a function. */
    static MemorySegment function(String name) {
        return LINKER.defaultLookup().findOrThrow(name);
    }

    /** Calls a function that returns an int. */
    static int call(String name, long a, long b, long c, long d, long e, long f) {
        try {
            return (int) (long) CALL.invokeExact(function(name), a, b, c, d, e, f);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new AssertionError("a downcall threw a checked exception", impossible);
        }
    }
}
