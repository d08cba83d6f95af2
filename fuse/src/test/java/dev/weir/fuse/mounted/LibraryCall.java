package dev.weir.fuse.mounted;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/** A function of the C library that takes numbers and addresses, as programs call it. */
final class LibraryCall {
    private static final int ARGUMENTS = 6;
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final long ERRNO = CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private final MethodHandle function;
    private final boolean returnsInt;

    private LibraryCall(String name, boolean returnsInt) {
        var types = new MemoryLayout[ARGUMENTS];
        Arrays.fill(types, ValueLayout.JAVA_LONG);
        Linker linker = Linker.nativeLinker();
        function = linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, types),
                Linker.Option.captureCallState("errno"));
        this.returnsInt = returnsInt;
    }

    static LibraryCall ofInt(String name) {
        return new LibraryCall(name, true);
    }

    static LibraryCall ofLong(String name) {
        return new LibraryCall(name, false);
    }

    /** The result, or the negated error number. Made as whom {@link ThreadIdentity} says. */
    long call(long... arguments) {
        return ThreadIdentity.during(() -> callAsThis(arguments));
    }

    /** The same as whom this thread is now. */
    long callAsThis(long... arguments) {
        long[] all = Arrays.copyOf(arguments, ARGUMENTS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(CAPTURE);
            long result = (long) function.invokeExact(capture, all[0], all[1], all[2], all[3], all[4], all[5]);
            long value = returnsInt ? (int) result : result;
            return value == -1 ? -capture.get(ValueLayout.JAVA_INT, ERRNO) : value;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Numbers in memory, as long as a call takes. */
    static long with(int[] numbers, LongUnaryOperator call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(ValueLayout.JAVA_INT, numbers.length + 1L);
            MemorySegment.copy(numbers, 0, memory, ValueLayout.JAVA_INT, 0, numbers.length);
            return call.applyAsLong(memory.address());
        }
    }

    /** A string of bytes with its end. */
    static long text(Arena arena, String bytes) {
        return arena.allocateFrom(bytes, StandardCharsets.ISO_8859_1).address();
    }
}
