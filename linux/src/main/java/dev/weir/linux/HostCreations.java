package dev.weir.linux;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.operation.CreateFile;
import dev.weir.operation.MakeDirectory;
import dev.weir.operation.MakeNode;
import dev.weir.operation.MakeSymbolicLink;
import dev.weir.operation.MakeTemporaryFile;
import org.jspecify.annotations.Nullable;

/**
 * Making files as the caller, so that owner, group, mode, default ACLs and quotas come out as they would without Weir.
 *
 * <p>The caller's supplementary groups are not in the request. The kernel has checked his rights by them already; so
 * where the host refuses the caller without them it is tried again with all that his process has.
 */
final class HostCreations {
    private static final int MAKING = OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW;
    private static final byte[] HERE = {'.'};
    private static final int SET_GROUP_ID_EXECUTABLE = 02010;
    private static final int UNKNOWN_GROUPS = Integer.MIN_VALUE;

    private final HostNodes nodes;

    HostCreations(HostNodes nodes) {
        this.nodes = nodes;
    }

    /** A call that makes a file; downcalls only. */
    private interface Making {
        int make();
    }

    private static int asRequestor(HostThread thread, Operation operation, int umask, Making making) {
        int refused = thread.become(operation.requestor(), umask);
        if (refused < 0) {
            return refused;
        }
        int result = making.make();
        thread.beItself();
        boolean perhapsGroups = result == -Errno.EACCES || result == -Errno.EPERM;
        return perhapsGroups && operation.requestor().userId() > 0 && !thread.natives.retired()
                ? asRequestorWithGroups(thread, operation, umask, making, result)
                : result;
    }

    /** The result of it where the groups are known, else another. */
    private static int asRequestorWithGroups(
            HostThread thread, Operation operation, int umask, Making making, int otherwise) {
        int result = otherwise;
        if (thread.becomeWithGroups(operation.requestor(), umask) == 0) {
            result = making.make();
            thread.beItself();
        }
        return result;
    }

    /** The host leaves out the set-group-ID bit of an executable file whose group is none of the maker's. */
    private static int fileAsRequestor(HostThread thread, Operation operation, int umask, int mode, Making making) {
        int made = (mode & SET_GROUP_ID_EXECUTABLE) == SET_GROUP_ID_EXECUTABLE
                        && operation.requestor().userId() > 0
                ? asRequestorWithGroups(thread, operation, umask, making, UNKNOWN_GROUPS)
                : UNKNOWN_GROUPS;
        return made == UNKNOWN_GROUPS ? asRequestor(thread, operation, umask, making) : made;
    }

    int makeDirectory(HostThread thread, Operation operation, int directory) {
        MakeDirectory request = (MakeDirectory) operation.parameters();
        long name = thread.name(request.name());
        int mode = request.mode() & 07777;
        int made = name < 0
                ? (int) name
                : asRequestor(
                        thread,
                        operation,
                        request.umask(),
                        () -> DirectoryCalls.makeDirectory(thread.natives, directory, name, mode));
        return made < 0 ? made : lookUp(thread, operation, directory, request.name(), DirectoryCalls.AT_REMOVEDIR);
    }

    private int lookUp(HostThread thread, Operation operation, int directory, FileName name, int flags) {
        return takeBack(thread, directory, name, flags, nodes.lookup(thread, operation, directory, name));
    }

    /** What was made, but can't be answered with for want of descriptors, has not been made for the caller: it goes again. */
    private static int takeBack(HostThread thread, int directory, FileName made, int flags, int result) {
        if (result == -Errno.EMFILE || result == -Errno.ENFILE) {
            long name = thread.name(made);
            if (name >= 0) {
                DirectoryCalls.unlink(thread.natives, directory, name, flags);
            }
        }
        return result;
    }

    int makeNode(HostThread thread, Operation operation, int directory) {
        MakeNode request = (MakeNode) operation.parameters();
        long name = thread.name(request.name());
        int mode = request.mode();
        int device = request.device();
        int made = name < 0
                ? (int) name
                : fileAsRequestor(
                        thread,
                        operation,
                        request.umask(),
                        mode,
                        () -> DirectoryCalls.makeNode(thread.natives, directory, name, mode, device));
        return made < 0 ? made : lookUp(thread, operation, directory, request.name(), 0);
    }

    int makeSymbolicLink(HostThread thread, Operation operation, int directory) {
        MakeSymbolicLink request = (MakeSymbolicLink) operation.parameters();
        long name = thread.name(request.name());
        long target = thread.target(request.target());
        if (name < 0 || target < 0) {
            return (int) Math.min(name, target);
        }
        int made = asRequestor(
                thread, operation, 0, () -> DirectoryCalls.makeSymbolicLink(thread.natives, target, directory, name));
        return made < 0 ? made : lookUp(thread, operation, directory, request.name(), 0);
    }

    /**
     * Creates and opens. A file of that name may be there already, unless the program said O_EXCL: then it is opened
     * as it is.
     */
    int createFile(HostThread thread, Operation operation, int directory) {
        CreateFile request = (CreateFile) operation.parameters();
        long name = thread.name(request.name());
        if (name < 0) {
            return (int) name;
        }
        int flags = HostFile.passed(request.flags());
        int made = fileAsRequestor(
                thread,
                operation,
                request.umask(),
                request.mode(),
                () -> FileCalls.open(thread.natives, directory, name, flags | MAKING, request.mode() & 07777));
        boolean wasThere = made == -Errno.EEXIST && (request.flags() & OpenFlags.O_EXCL) == 0;
        if (wasThere) {
            made = openAsItIs(thread, operation, directory, name, flags);
        }
        if (made < 0) {
            return made;
        }
        int result = yieldOpened(thread, operation, made, request.flags(), request.name());
        return wasThere ? result : takeBack(thread, directory, request.name(), 0, result);
    }

    /**
     * The kernel took the name for a new one, so it has not checked whether the caller may open the file: the host
     * does. ESTALE, on which the kernel looks the name up again, for anything but a file.
     */
    private static int openAsItIs(HostThread thread, Operation operation, int directory, long name, int flags) {
        int pathFlags = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW;
        int node = FileCalls.open(thread.natives, directory, name, pathFlags, 0);
        if (node < 0) {
            return node;
        }
        int result = Statx.statDescriptor(thread.natives, node, Statx.BASIC_STATS, thread.stat);
        if (result == 0) {
            result = FileType.ofMode(Statx.mode(thread.stat)) == FileType.REGULAR
                    ? asRequestor(thread, operation, 0, () -> FileCalls.reopen(thread.natives, node, flags))
                    : -Errno.ESTALE;
        }
        FileCalls.close(thread.natives, node);
        return result;
    }

    /** Creates and opens a file without a name. */
    int makeTemporaryFile(HostThread thread, Operation operation, int directory) {
        MakeTemporaryFile request = (MakeTemporaryFile) operation.parameters();
        int flags = HostFile.passed(request.flags()) | request.flags() & OpenFlags.O_EXCL | OpenFlags.O_TMPFILE;
        long here = thread.natives.name(HERE);
        int made = fileAsRequestor(
                thread,
                operation,
                request.umask(),
                request.mode(),
                () -> FileCalls.open(thread.natives, directory, here, flags, request.mode() & 07777));
        return made < 0 ? made : yieldOpened(thread, operation, made, request.flags(), null);
    }

    private int yieldOpened(
            HostThread thread, Operation operation, int descriptor, int flags, @Nullable FileName name) {
        int node = FileCalls.reopen(thread.natives, descriptor, OpenFlags.O_PATH);
        int result = node < 0 ? node : nodes.answer(thread, operation, node, name);
        FileNodeObject found = operation.resultNode();
        if (result < 0 || found == null) {
            FileCalls.close(thread.natives, descriptor);
            return result;
        }
        operation.yieldHandle(found, flags, new HostFile(descriptor, flags, false));
        return 0;
    }
}
