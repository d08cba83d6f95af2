package dev.weir.service.run;

import dev.weir.linux.ChildProgram;
import dev.weir.linux.FileCalls;
import dev.weir.linux.NativeThread;
import dev.weir.linux.ProcessCalls;
import dev.weir.linux.SystemCallException;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Without root and without fusermount3: the program's namespace mounts by itself, and this process takes the device's descriptor out of it. Files of users that the namespace does not map can't be
 * written then.
 */
final class OwnMountStage implements Stage {
    private static final int DESCRIPTOR = 9;
    private static final long PATIENCE_MILLIS = 10_000;

    private static final int SIGKILL = 9;

    private final byte[] directory;
    private final Path folder;
    private final UserNamespace namespace;

    OwnMountStage(byte[] directory, Path folder) {
        this.directory = directory;
        this.folder = folder;
        this.namespace = new UserNamespace(folder);
    }

    @Override
    public String caveat() {
        return "fusermount3 is not installed: files of other users in " + Launch.text(directory)
                + " can't be changed in this run";
    }

    /** The shell mounts, makes the file "mounted", and waits for the file "served" to be taken away. */
    private static String mounting() throws IOException {
        return "exec " + DESCRIPTOR + "<>/dev/fuse && mount -i -t fuse.weir -o fd=" + DESCRIPTOR
                + ",rootmode=40000,user_id=" + MountIdentity.user() + ",group_id=" + MountIdentity.group()
                + ",default_permissions weir \"$2\" && : >\"$1/mounted\""
                + " && while [ -e \"$1/waiting\" ]; do sleep 0.02; done && exec " + DESCRIPTOR + ">&-";
    }

    @Override
    public ChildProgram start(Launch program, Serving serving) throws Refusal, IOException, InterruptedException {
        Path waiting = Files.createFile(folder.resolve("waiting"));
        ChildProgram process = namespace.wrap(program, mounting(), directory).start();
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            while (!Files.exists(folder.resolve("mounted"))) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    process.signal(SIGKILL);
                    throw new IOException(
                            "the program's namespace could not mount " + Launch.text(directory) + " by itself");
                }
                Thread.sleep(5);
            }
            serving.serve(take(process.process()));
        } finally {
            Files.delete(waiting);
        }
        return process;
    }

    private static int take(int process) throws IOException {
        NativeThread thread = NativeThread.current();
        int pidfd = (int) SystemCallException.check("pidfd_open", ProcessCalls.openProcess(thread, process));
        try {
            return (int)
                    SystemCallException.check("pidfd_getfd", ProcessCalls.takeDescriptor(thread, pidfd, DESCRIPTOR));
        } finally {
            FileCalls.close(thread, pidfd);
        }
    }

    @Override
    public List<Long> members() {
        return NamespaceMembers.of(namespace.name());
    }

    /** It goes with its namespace. */
    @Override
    public boolean unmount() {
        return true;
    }

    @Override
    public void unmountLazily() {}
}
