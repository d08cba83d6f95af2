package dev.weir.service.run;

import dev.weir.Errno;
import dev.weir.linux.ChildProgram;
import dev.weir.linux.FuseMount;
import dev.weir.linux.FuseMountOptions;
import dev.weir.linux.MountEntry;
import dev.weir.linux.MountTable;
import dev.weir.linux.SystemCallException;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

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

    /**
     * What the program has mounted there goes first, as it would with a namespace that nothing holds: this JVM's thread holds it.
     */
    @Override
    public boolean unmount() throws IOException {
        List<MountEntry> outside = MountTable.read().entries();
        return thread.call(() -> {
            NamespaceMounts.takeAwayOthers(outside, directory);
            List<MountEntry> inside = MountTable.read().entries();
            Optional<MountEntry> volume = NamespaceMounts.volume(inside, outside, directory);
            if (volume.isEmpty()) {
                return true;
            }
            try {
                // What a filter did not let be named goes with it.
                FuseMount.unmount(
                        directory, !NamespaceMounts.on(volume.get(), inside).isEmpty());
                return true;
            } catch (SystemCallException failed) {
                if (failed.errno() == Errno.EBUSY) {
                    return false;
                }
                throw failed;
            }
        });
    }

    /** By a forced umount: it ends the connection without fusectl, but only while the mount is in the tree. */
    @Override
    public void abandon() throws IOException {
        thread.call(() -> {
            FuseMount.abandon(directory);
            return true;
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
