package dev.weir.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Folders of mode 0700. */
final class PrivateFolders {
    private PrivateFolders() {}

    /**
     * Makes a folder, with its parents, that only this user can enter.
     *
     * @throws Refusal where it is there and is not this user's, or open to others
     */
    static void make(Path folder) throws IOException, Refusal {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            if (folder.getParent() != null) {
                Files.createDirectories(folder.getParent());
            }
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return;
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
        boolean ours = Files.getOwner(folder).equals(Files.getOwner(Path.of("/proc/self")));
        boolean open = mode.stream()
                .anyMatch(p -> p.name().startsWith("GROUP_") || p.name().startsWith("OTHERS_"));
        if (!ours || open) {
            throw Refusal.system(folder + " must belong to the service's user and have mode 0700: "
                    + (ours ? "'chmod 700 " + folder + "'" : "chown it")
                    + ", or name another folder with --state");
        }
    }
}
