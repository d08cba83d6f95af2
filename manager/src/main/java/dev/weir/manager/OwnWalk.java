package dev.weir.manager;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.NtStatus;
import dev.weir.io.FileLocation;
import dev.weir.io.OwnIoException;
import java.util.List;

/** From a location to nodes, name by name. Every node that is returned comes with a reference that is the caller's; the directories before it are the chain's, which the caller releases. */
final class OwnWalk {
    /** Looks one name up. */
    interface Step {
        FileNodeObject lookUp(FileNodeObject directory, FileName name) throws OwnIoException;
    }

    private OwnWalk() {}

    /** The file itself. */
    static FileNodeObject file(VolumeObject volume, FileLocation where, Step step, OwnChain chain)
            throws OwnIoException {
        return walk(volume, where, where.path().names(), step, chain);
    }

    /** The directory of the last name. */
    static FileNodeObject directory(VolumeObject volume, FileLocation where, Step step, OwnChain chain)
            throws OwnIoException {
        last(where);
        List<FileName> names = where.path().names();
        return walk(volume, where, names.subList(0, names.size() - 1), step, chain);
    }

    /** The last name. */
    static FileName last(FileLocation where) throws OwnIoException {
        if (where.path().isRoot()) {
            throw invalid(where, "it has no name");
        }
        return where.path().names().getLast();
    }

    private static FileNodeObject walk(
            VolumeObject volume, FileLocation where, List<FileName> names, Step step, OwnChain chain)
            throws OwnIoException {
        for (FileName name : where.path().names()) {
            check(where, name);
        }
        FileNodeObject at = start(volume, where);
        for (FileName name : names) {
            chain.add(at);
            at = step.lookUp(at, name);
        }
        return at;
    }

    private static FileNodeObject start(VolumeObject volume, FileLocation where) throws OwnIoException {
        FileNode start = where.start().orElse(volume.root());
        if (!(start instanceof FileNodeObject node) || !node.isOn(volume)) {
            throw invalid(where, "its node is not one of " + volume.name());
        }
        if (!node.tryReference()) {
            throw new OwnIoException(
                    NtStatus.ofErrno(Errno.ESTALE), Errno.ESTALE, where + ": its node is not known any more");
        }
        return node;
    }

    private static void check(FileLocation where, FileName name) throws OwnIoException {
        boolean dots =
                name.length() <= 2 && name.length() > 0 && name.text().chars().allMatch(c -> c == '.');
        boolean bad = name.length() == 0 || dots;
        for (int i = 0; i < name.length(); i++) {
            bad |= name.byteAt(i) == '/' || name.byteAt(i) == 0;
        }
        if (bad) {
            throw invalid(where, "'" + name + "' is not a name");
        }
    }

    private static OwnIoException invalid(FileLocation where, String reason) {
        return new OwnIoException(NtStatus.INVALID_PARAMETER, Errno.EINVAL, where + ": " + reason);
    }
}
