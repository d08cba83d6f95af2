package dev.weir.linux;

import dev.weir.Errno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that is started with exactly the bytes that it is given: arguments, environment and directory need not be
 * text in this process's encoding, as {@code ProcessBuilder} wants them. It has this process's three standard streams
 * and no other descriptor, blocks no signal, and lives in the mount namespace of the thread that starts it.
 *
 * <p>Safe on any thread; its end must be waited for, by one thread.
 */
public final class ChildProgram {
    /** What {@link SystemCallException#call} is where the program did not start. */
    public static final String EXEC = "exec";

    private static final int ACTIONS_SIZE = 256;

    /** More than any C library's posix_spawnattr_t; behind it the empty signal set. */
    private static final int ATTRIBUTES_SIZE = 512;

    private static final int SIGNAL_SET_SIZE = 128;
    private static final int POSIX_SPAWN_SETSIGMASK = 8;
    private static final int FIRST_OTHER_DESCRIPTOR = 3;

    private final int process;
    private volatile int status = -Errno.EAGAIN;

    private ChildProgram(int process) {
        this.process = process;
    }

    /** The strings of a file such as {@code /proc/self/environ}: NUL after each. */
    public static List<byte[]> strings(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        List<byte[]> strings = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == 0) {
                strings.add(java.util.Arrays.copyOfRange(all, begin, i));
                begin = i + 1;
            }
        }
        return strings;
    }

    /**
     * Starts a program, looked up as execvp(3) does; a file that the kernel can't execute is given to {@code /bin/sh}.
     * Returns when the kernel has loaded it.
     *
     * @param directory its working directory, entered in the calling thread's mount namespace
     * @throws SystemCallException ENOENT where there is no such program (or its interpreter, or the directory), EACCES
     *     where it can't be executed
     */
    public static ChildProgram start(List<byte[]> command, List<byte[]> environment, byte[] directory)
            throws SystemCallException {
        try {
            return new ChildProgram(spawn(command, environment, directory));
        } catch (SystemCallException failed) {
            if (failed.errno() != Errno.ENOEXEC) {
                throw failed;
            }
            List<byte[]> shell = new ArrayList<>(command);
            shell.addFirst("/bin/sh".getBytes(StandardCharsets.US_ASCII));
            return new ChildProgram(spawn(shell, environment, directory));
        }
    }

    private static int spawn(List<byte[]> command, List<byte[]> environment, byte[] directory)
            throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            long actions = arena.allocate(ACTIONS_SIZE, 16).address();
            long attributes = arena.allocate(ATTRIBUTES_SIZE, 16).address();
            long noSignals = arena.allocate(SIGNAL_SET_SIZE, 16).address();
            MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
            long program = HelperProcess.string(arena, command.getFirst());
            long arguments = HelperProcess.array(arena, command);
            long variables = HelperProcess.array(arena, environment);
            require(LibraryCall.call("posix_spawn_file_actions_init", actions, 0, 0, 0, 0, 0));
            require(LibraryCall.call("posix_spawnattr_init", attributes, 0, 0, 0, 0, 0));
            try {
                require(LibraryCall.call("posix_spawnattr_setsigmask", attributes, noSignals, 0, 0, 0, 0));
                require(LibraryCall.call("posix_spawnattr_setflags", attributes, POSIX_SPAWN_SETSIGMASK, 0, 0, 0, 0));
                require(LibraryCall.call(
                        "posix_spawn_file_actions_addchdir_np",
                        actions,
                        HelperProcess.string(arena, directory),
                        0,
                        0,
                        0,
                        0));
                require(LibraryCall.call(
                        "posix_spawn_file_actions_addclosefrom_np", actions, FIRST_OTHER_DESCRIPTOR, 0, 0, 0, 0));
                require(LibraryCall.call(
                        "posix_spawnp", pid.address(), program, actions, attributes, arguments, variables));
                return pid.get(ValueLayout.JAVA_INT, 0);
            } finally {
                LibraryCall.call("posix_spawnattr_destroy", attributes, 0, 0, 0, 0, 0);
                LibraryCall.call("posix_spawn_file_actions_destroy", actions, 0, 0, 0, 0, 0);
            }
        }
    }

    /** These functions return an error number, positive. */
    private static void require(int errno) throws SystemCallException {
        SystemCallException.check(EXEC, -errno);
    }

    /** Its number, which is nobody else's before it was waited for. */
    public int process() {
        return process;
    }

    /** Whether it runs; does not block. */
    public synchronized boolean isAlive() {
        if (status == -Errno.EAGAIN) {
            status = ProcessCalls.poll(NativeThread.current(), process);
        }
        return status == -Errno.EAGAIN;
    }

    /** Sends it a signal, unless it has been waited for. */
    public void signal(int signal) {
        if (status == -Errno.EAGAIN) {
            ProcessCalls.kill(NativeThread.current(), process, signal);
        }
    }

    /** Blocks until it has ended. Returns its exit status, 128 + N if signal N ended it. */
    public int await() throws SystemCallException {
        int known = status;
        if (known == -Errno.EAGAIN) {
            known = ProcessCalls.await(NativeThread.current(), process);
            status = known;
        }
        return (int) SystemCallException.check("wait4", known);
    }
}
