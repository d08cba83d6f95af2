package dev.weir.linux;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/** Paths as the kernel knows them: bytes, absolute, without links. Any thread; blocks as a look-up does. */
public final class RealPath {
    private RealPath() {}

    /**
     * The path of a directory.
     *
     * @param path absolute, or from this process's working directory
     * @throws SystemCallException ENOENT, ENOTDIR, EACCES or whatever keeps it from being found
     */
    public static byte[] ofDirectory(byte[] path) throws SystemCallException {
        NativeThread thread = NativeThread.current();
        int directory = (int) SystemCallException.check(
                "open " + FuseMount.text(path),
                FileCalls.open(
                        thread,
                        OpenFlags.AT_FDCWD,
                        thread.name(path),
                        OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC,
                        0));
        try {
            return read(thread, thread.descriptorPath(directory));
        } finally {
            FileCalls.close(thread, directory);
        }
    }

    /** The path of this process's working directory. */
    public static byte[] ofWorkingDirectory() throws SystemCallException {
        return read(NativeThread.current(), "/proc/self/cwd".getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] read(NativeThread thread, byte[] link) throws SystemCallException {
        return read(thread, thread.name(link));
    }

    private static byte[] read(NativeThread thread, long link) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            long buffer = arena.allocate(NativeThread.PATH_MAX).address();
            long length = SystemCallException.check(
                    "readlinkat",
                    RawSyscall.call(
                            thread,
                            SyscallNumbers.READLINKAT,
                            OpenFlags.AT_FDCWD,
                            link,
                            buffer,
                            NativeThread.PATH_MAX));
            return NativeMemory.bytes(buffer, (int) length);
        }
    }
}
