package dev.weir.linux;

import dev.weir.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A short-lived program started with posix_spawn(3) that inherits one descriptor, which {@code ProcessBuilder} would
 * close, as its descriptor {@value #PASSED}. Blocks until the program has ended.
 *
 * @param status the exit status, 128 + N if signal N ended it
 * @param output what it printed on both outputs
 */
record HelperProcess(int status, String output) {
    /** The number under which the program finds the descriptor. */
    static final int PASSED = 3;

    /** More than any C library's posix_spawn_file_actions_t. */
    private static final int ACTIONS_SIZE = 256;

    private static final int OUTPUT_LIMIT = 8192;

    /** Runs a program by its absolute path; {@code descriptor} -1 passes none. */
    static HelperProcess run(List<byte[]> command, Map<String, String> environment, int descriptor)
            throws SystemCallException {
        NativeThread thread = NativeThread.current();
        long pipe = SystemCallException.check("pipe2", ChannelCalls.pipe(thread));
        int pid;
        try {
            pid = spawn(command, environment, descriptor, ChannelCalls.second(pipe));
        } catch (SystemCallException failure) {
            FileCalls.close(thread, ChannelCalls.first(pipe));
            throw failure;
        } finally {
            FileCalls.close(thread, ChannelCalls.second(pipe));
        }
        String output = readAll(thread, ChannelCalls.first(pipe));
        FileCalls.close(thread, ChannelCalls.first(pipe));
        int status = (int) SystemCallException.check("wait4", ProcessCalls.await(thread, pid));
        return new HelperProcess(status, output.strip());
    }

    private static int spawn(List<byte[]> command, Map<String, String> environment, int passed, int output)
            throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            long actions = arena.allocate(ACTIONS_SIZE, 16).address();
            long path = string(arena, command.getFirst());
            long nothing = string(arena, "/dev/null".getBytes(StandardCharsets.US_ASCII));
            long pid = arena.allocate(ValueLayout.JAVA_LONG).address();
            long arguments = array(arena, command);
            long variables = array(
                    arena,
                    environment.entrySet().stream()
                            .map(e -> (e.getKey() + "=" + e.getValue()).getBytes(StandardCharsets.UTF_8))
                            .toList());
            require(LibraryCall.call("posix_spawn_file_actions_init", actions, 0, 0, 0, 0, 0));
            try {
                require(LibraryCall.call("posix_spawn_file_actions_addopen", actions, 0, nothing, 0, 0, 0));
                duplicate(actions, output, 1);
                duplicate(actions, output, 2);
                if (passed >= 0) {
                    duplicate(actions, passed, PASSED);
                }
                require(LibraryCall.call("posix_spawn", pid, path, actions, 0, arguments, variables));
                return NativeMemory.getInt(pid);
            } finally {
                LibraryCall.call("posix_spawn_file_actions_destroy", actions, 0, 0, 0, 0, 0);
            }
        }
    }

    private static void duplicate(long actions, int from, int to) throws SystemCallException {
        require(LibraryCall.call("posix_spawn_file_actions_adddup2", actions, from, to, 0, 0, 0));
    }

    /** These functions return an error number, positive. */
    private static void require(int errno) throws SystemCallException {
        SystemCallException.check("posix_spawn", -errno);
    }

    static long array(Arena arena, List<byte[]> strings) {
        MemorySegment array = arena.allocate(ValueLayout.JAVA_LONG, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(ValueLayout.JAVA_LONG, i, string(arena, strings.get(i)));
        }
        return array.address();
    }

    static long string(Arena arena, byte[] bytes) {
        long address = arena.allocate(bytes.length + 1L).address();
        NativeMemory.copyIn(bytes, 0, address, bytes.length);
        return address;
    }

    /** Reads until the program and its children have closed their ends; what is past the limit is dropped. */
    private static String readAll(NativeThread thread, int descriptor) {
        StringBuilder text = new StringBuilder();
        long buffer = thread.struct();
        long count;
        while ((count = FileCalls.read(thread, descriptor, buffer, NativeThread.STRUCT_SIZE)) > 0
                || count == -Errno.EINTR) {
            if (count > 0 && text.length() < OUTPUT_LIMIT) {
                text.append(new String(NativeMemory.bytes(buffer, (int) count), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }
}
