package dev.weir.testkit;

import dev.weir.manager.FileHandleObject;
import java.time.Duration;

/** Every operation that a program can ask for, at least once, on files of its own; nothing is expected of the answers, which are the filter's business. */
final class VerificationScript {
    private static final int MODE_OF_A_FIFO = 0010644;
    private static final int READ_WRITE = 2;
    private static final int SEEK_DATA = 3;
    private static final int IOCTL_GET_FLAGS = 0x80086601;

    private final FilterHarness harness;
    private volatile String step = "";
    private volatile int steps;

    VerificationScript(FilterHarness harness) {
        this.harness = harness;
    }

    /**
     * Runs it on a thread of its own.
     *
     * @param patience how long a step may take
     * @return the step that has not ended in that time; empty where all have
     */
    String run(Duration patience) {
        Background running = harness.background(() -> {
            all();
            return harness.statfs();
        });
        while (true) {
            int before = steps;
            if (running.isDoneWithin(patience)) {
                return "";
            }
            if (steps == before) {
                return step;
            }
        }
    }

    private void all() {
        step("mkdir", () -> harness.mkdir("folder"));
        step("create", () -> withFile("folder/file.txt", this::data));
        step("names", this::names);
        step("attributes", this::attributes);
        step(
                "opendir",
                () -> with(harness.opendir("folder"), handle -> {
                    harness.readdir(handle, 0, 4096);
                    harness.fsyncdir(handle);
                }));
        step("tmpfile", () -> with(harness.tmpfile("folder"), handle -> harness.write(handle, 0, "no name")));
        step("statfs", harness::statfs);
        step("syncfs", harness::syncfs);
        step("unlink", () -> harness.unlink("folder/renamed.txt"));
        step("unlink", () -> harness.unlink("folder/file.txt"));
        step("unlink", () -> harness.unlink("folder/link.txt"));
        step("unlink", () -> harness.unlink("folder/symlink"));
        step("unlink", () -> harness.unlink("folder/fifo"));
        step("rmdir", () -> harness.rmdir("folder"));
    }

    private void data(FileHandleObject handle) {
        step("write", () -> harness.write(handle, 0, "the quick brown fox"));
        step("read", () -> harness.read(handle, 4, 5));
        step("read", () -> harness.read(handle, 0, 1 << 16));
        step("truncate", () -> harness.truncate(handle, 9));
        step("fallocate", () -> harness.fallocate(handle, 0, 4096, 0));
        step("lseek", () -> harness.lseek(handle, 0, SEEK_DATA));
        step("ioctl", () -> harness.ioctl(handle, IOCTL_GET_FLAGS, new byte[0], 8));
        step("fsync", () -> harness.fsync(handle));
        step("getlk", () -> harness.getlock(handle, 1, 0, 9, HandleCalls.WRITE_LOCK));
        step("setlk", () -> harness.lock(handle, 1, 0, 9, HandleCalls.WRITE_LOCK, false));
        step("setlk", () -> harness.lock(handle, 1, 0, 9, HandleCalls.UNLOCK, false));
        step("flock", () -> harness.flock(handle, HandleCalls.WRITE_LOCK, false));
        step("flock", () -> harness.flock(handle, HandleCalls.UNLOCK, false));
        step(
                "copy_file_range",
                () -> with(harness.create("folder/copy.txt"), other -> harness.copyRange(handle, 0, other, 0, 4)));
    }

    private void names() {
        step("lookup", () -> harness.lookup("folder/file.txt"));
        step("lookup", () -> harness.lookup("folder/not there"));
        step("link", () -> harness.link("folder/file.txt", "folder/link.txt"));
        step("symlink", () -> harness.symlink("file.txt", "folder/symlink"));
        step("readlink", () -> harness.readlink("folder/symlink"));
        step("mknod", () -> harness.mknod("folder/fifo", MODE_OF_A_FIFO, 0));
        step("rename", () -> harness.rename("folder/copy.txt", "folder/renamed.txt"));
        step("open", () -> with(harness.open("folder/file.txt", READ_WRITE), handle -> harness.read(handle, 0, 64)));
        step("open", () -> harness.open("folder/not there", READ_WRITE));
    }

    private void attributes() {
        String file = "folder/file.txt";
        step("getattr", () -> harness.getattr(file));
        step("chmod", () -> harness.chmod(file, 0600));
        step("chown", () -> harness.chown(file, 1000, 1000));
        step("utimens", () -> harness.utimens(file, 1_000_000_000, 1_000_000_000));
        step("truncate", () -> harness.truncate(file, 3));
        step("setxattr", () -> harness.setxattr(file, "user.a", new byte[] {1, 2, 3}));
        step("getxattr", () -> harness.getxattr(file, "user.a"));
        step("listxattr", () -> harness.listxattr(file));
        step("removexattr", () -> harness.removexattr(file, "user.a"));
    }

    /** What a filter refuses leads to further failures here, which are nobody's fault. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread
    private void step(String name, Runnable operation) {
        step = name;
        steps++;
        try {
            operation.run();
        } catch (AssertionError | IllegalStateException refused) {
            // Not this file, then.
        }
    }

    private interface Use {
        void of(FileHandleObject handle);
    }

    private void withFile(String path, Use use) {
        with(harness.create(path), use);
    }

    private void with(Result opened, Use use) {
        if (!opened.hasHandle()) {
            return;
        }
        FileHandleObject handle = opened.handle();
        try {
            use.of(handle);
        } finally {
            step("close", () -> harness.closeDescriptor(handle, 1));
            step("release", () -> harness.release(handle));
        }
    }
}
