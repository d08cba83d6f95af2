package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FilePath;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import java.util.ArrayList;

/** Where a symbolic link points to, name by name: what is on the way is not looked at, links there are not followed. */
final class LinkTarget {
    private LinkTarget() {}

    /**
     * The path that a target stands for in a directory.
     *
     * @throws FilterException STATUS_MOUNT_POINT_NOT_RESOLVED where it is absolute or leads out of the volume, STATUS_OBJECT_NAME_INVALID where it is empty
     */
    static FilePath resolve(FilePath directory, FileName target) throws FilterException {
        byte[] bytes = target.bytes();
        if (bytes.length == 0) {
            throw new FilterException(NtStatus.OBJECT_NAME_INVALID, "the target is empty");
        }
        if (bytes[0] == '/') {
            throw leaves(target);
        }
        var names = new ArrayList<>(directory.names());
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                FileName name = FileName.of(bytes, start, i);
                start = i + 1;
                if (!name.isDots()) {
                    if (name.length() > 0) {
                        names.add(name);
                    }
                } else if (name.length() == 2) {
                    if (names.isEmpty()) {
                        throw leaves(target);
                    }
                    names.removeLast();
                }
            }
        }
        return new FilePath(names);
    }

    private static FilterException leaves(FileName target) {
        return new FilterException(
                NtStatus.MOUNT_POINT_NOT_RESOLVED,
                "'" + target + "' leads out of the volume: who follows it decides where to");
    }
}
