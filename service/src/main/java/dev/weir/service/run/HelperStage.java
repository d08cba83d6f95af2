package dev.weir.service.run;

import dev.weir.linux.ChildProgram;
import dev.weir.linux.FuseMountHelper;
import dev.weir.linux.FuseMountOptions;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Without root: fusermount3 mounts on a hidden directory, which the program's own namespace has bound over the directory. */
final class HelperStage implements Stage {
    private static final String BIND = "mount -i --bind -- \"$1/mnt\" \"$2\"";

    private final byte[] directory;
    private final FuseMountHelper helper;
    private final Path hidden;
    private final UserNamespace namespace;

    HelperStage(byte[] directory, FuseMountHelper helper, Path folder) {
        this.directory = directory;
        this.helper = helper;
        this.hidden = folder.resolve("mnt");
        this.namespace = new UserNamespace(folder);
    }

    private byte[] bytes() {
        return Launch.bytes(hidden.toString());
    }

    @Override
    public ChildProgram start(Launch program, Serving serving) throws Refusal, IOException {
        Files.createDirectory(
                hidden, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        serving.serve(helper.mount(bytes(), options()));
        return namespace.wrap(program, BIND, directory).start();
    }

    static FuseMountOptions options() throws IOException {
        return new FuseMountOptions(
                MountIdentity.DIRECTORY, MountIdentity.user(), MountIdentity.group(), true, false, 0, 0);
    }

    @Override
    public List<Long> members() {
        return NamespaceMembers.of(namespace.name());
    }

    @Override
    public void unmountLazily() throws IOException {
        helper.unmount(bytes(), true);
    }

    @Override
    public boolean unmount() throws IOException {
        return unmount(helper, bytes());
    }

    static boolean unmount(FuseMountHelper helper, byte[] mountPoint) throws IOException {
        try {
            helper.unmount(mountPoint, false);
            return true;
        } catch (IOException failed) {
            if (String.valueOf(failed.getMessage()).contains("busy")) {
                return false;
            }
            throw failed;
        }
    }
}
