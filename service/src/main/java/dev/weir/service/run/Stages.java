package dev.weir.service.run;

import dev.weir.linux.Capabilities;
import dev.weir.linux.FuseMountHelper;
import dev.weir.linux.NativeThread;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Chooses the best way that this system and this user's rights allow. */
final class Stages {
    private static final Path DEVICE = Path.of("/dev/fuse");

    private Stages() {}

    /**
     * @param folder private to this run
     * @param isPrivate whether a mount that others see is out of the question
     */
    static Stage choose(byte[] directory, Path folder, boolean isPrivate)
            throws Refusal, IOException, InterruptedException {
        if (!Files.exists(DEVICE)) {
            throw Refusal.system("there is no /dev/fuse: 'modprobe fuse', or give the container the device");
        }
        if (Capabilities.has(NativeThread.current(), Capabilities.CAP_SYS_ADMIN)) {
            return new RootStage(directory);
        }
        Optional<FuseMountHelper> helper = FuseMountHelper.find();
        if (!Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
            throw Refusal.system("/dev/fuse is not open to this user: 'chmod 666 /dev/fuse' as root, or run as root");
        }
        if (UserNamespace.isAvailable()) {
            return helper.isPresent()
                    ? new HelperStage(directory, helper.get(), folder)
                    : new OwnMountStage(directory, folder);
        }
        if (helper.isEmpty()) {
            throw Refusal.system(
                    "neither user namespaces nor fusermount3 are there for this user: install fuse3, or run as root");
        }
        if (isPrivate) {
            throw Refusal.system(
                    "this system bars user namespaces, so that others would see the mount, which --private forbids");
        }
        return new VisibleStage(directory, helper.get());
    }
}
