package dev.weir.service.run;

import dev.weir.Errno;
import dev.weir.linux.ChildProgram;
import dev.weir.linux.FuseMount;
import dev.weir.linux.FuseMountOptions;
import dev.weir.linux.SystemCallException;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.util.List;

/** With CAP_SYS_ADMIN: a mount namespace of a thread of this JVM, in which the program is started. */
final class RootStage implements Stage, AutoCloseable {
    private final byte[] directory;
    private final NamespaceThread thread = new NamespaceThread();

    RootStage(byte[] directory) throws IOException {
        this.directory = directory;
    }

    /** The device is served by threads outside of the namespace, so that none of them ever walks through the mount. */
    @Override
    public ChildProgram start(Launch program, Serving serving) throws Refusal, IOException {
        FuseMountOptions options = new FuseMountOptions(
                MountIdentity.DIRECTORY, MountIdentity.user(), MountIdentity.group(), true, true, 0, 0);
        serving.serve(thread.call(() -> FuseMount.mount(directory, options)));
        return thread.call(program::start);
    }

    @Override
    public List<Long> members() {
        return NamespaceMembers.of(thread.namespace());
    }

    @Override
    public boolean unmount() throws IOException {
        return thread.call(() -> {
            try {
                FuseMount.unmount(directory, false);
                return true;
            } catch (SystemCallException failed) {
                if (failed.errno() == Errno.EBUSY) {
                    return false;
                }
                throw failed;
            }
        });
    }

    @Override
    public void unmountLazily() throws IOException {
        thread.call(() -> {
            FuseMount.unmount(directory, true);
            return true;
        });
    }

    @Override
    public void close() {
        thread.close();
    }
}
