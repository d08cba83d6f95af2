package dev.weir.manager;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.NtStatus;
import dev.weir.io.FileLocation;
import dev.weir.io.OwnIoException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation that is started again with another name (STATUS_REPARSE). Belongs to whoever runs the operation.
 *
 * <p>The directories of the new name are looked up when no callback runs any more, from where the operation began, in the name of its requestor. They stay known until it has ended.
 */
final class Redirection {
    private static final int MOST = 40;

    private final List<FileNodeObject> held = new ArrayList<>(2);
    private final OwnChain chain = new OwnChain();
    private @Nullable InstanceObject by;
    private @Nullable FileLocation to;
    private int count;

    static boolean applies(OperationKind kind) {
        return switch (kind) {
            case LOOKUP, CREATE, MKDIR, MKNOD, SYMLINK, UNLINK, RMDIR -> true;
            default -> false;
        };
    }

    static void ask(Operation operation, InstanceObject by, FileLocation to) {
        Redirection redirection = operation.redirection();
        if (redirection == null) {
            redirection = new Redirection();
            operation.redirection(redirection);
        }
        redirection.by = by;
        redirection.to = to;
        operation.setStatus(NtStatus.REPARSE);
    }

    /** Makes the operation the one on the other name; false where it has come to its end. */
    static boolean follow(Operation operation) {
        Redirection redirection = operation.redirection();
        return redirection != null && redirection.next(operation);
    }

    private boolean next(Operation operation) {
        FileLocation target = to;
        InstanceObject instance = by;
        to = null;
        by = null;
        boolean calledOff = !operation.status().equals(NtStatus.REPARSE);
        if (target == null || instance == null || calledOff) {
            return false;
        }
        count++;
        if (count > MOST) {
            operation.fail(Errno.ELOOP);
            return false;
        }
        try {
            VolumeObject volume = operation.volume();
            OwnWalk.Step step = (directory, name) -> lookUp(operation, instance, directory, name);
            FileNodeObject directory = OwnWalk.directory(volume, target, step, chain);
            held.add(directory);
            FileName name = OwnWalk.last(target);
            operation.retarget(directory, name, removed(operation, instance, directory, name));
            return true;
        } catch (OwnIoException failed) {
            operation.setErrno(failed.errno());
            return false;
        }
    }

    private @Nullable FileNodeObject removed(
            Operation operation, InstanceObject instance, FileNodeObject directory, FileName name)
            throws OwnIoException {
        if (operation.kind() != OperationKind.UNLINK && operation.kind() != OperationKind.RMDIR) {
            return null;
        }
        FileNodeObject found = lookUp(operation, instance, directory, name);
        held.add(found);
        return found;
    }

    private static FileNodeObject lookUp(
            Operation operation, InstanceObject instance, FileNodeObject directory, FileName name)
            throws OwnIoException {
        OwnOperations operations = operation.volume().ownOperations();
        OwnOperation own = operations.take();
        try {
            Requests.lookup(own.operation, name);
            own.operation.on(directory);
            own.operation.generatedBy(instance);
            own.operation.requestor.copyFrom(operation.requestor);
            own.run(operation.flight.bound());
            FileNodeObject found = own.operation.takeResultNode();
            if (found == null) {
                throw OwnIoObject.failure(own.operation);
            }
            return found;
        } finally {
            operations.give(own);
        }
    }

    /** It has succeeded where the program did not ask: what that changed the front's kernel may have cached. */
    void tell(Operation operation) {
        if (!held.isEmpty() && operation.status().isSuccess()) {
            OwnChanges.tell(operation);
        }
    }

    /** It has ended. */
    void release() {
        held.forEach(node -> node.release(1));
        held.clear();
        chain.release();
    }
}
