package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.manager.AttributeBlock;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationOwner;
import dev.weir.manager.Requests;
import dev.weir.manager.VolumeObject;
import org.jspecify.annotations.Nullable;

/**
 * Asks the base file system what the front itself wants to know. No filter sees it: no program asked.
 *
 * <p>One question at a time, on one thread at a time.
 */
final class Probe implements OperationOwner {
    private static final int BASIC_STATS = 0x7ff;

    private final VolumeObject volume;
    private final Operation operation;

    Probe(VolumeObject volume) {
        this.volume = volume;
        this.operation = volume.newOperation(this);
    }

    /** The node of a name, with a reference that is the caller's; null where there is none. Then {@link #attributes()} are its. */
    @Nullable
    FileNodeObject lookup(FileNodeObject directory, FileName name) {
        Requests.lookup(operation, name);
        operation.on(directory);
        execute();
        FileNodeObject found = operation.errno() == 0 ? operation.resultNode() : null;
        if (found != null) {
            found.linked(directory, name);
        }
        return found;
    }

    /** Fills {@link #attributes()} with those of a node. */
    boolean getattr(FileNodeObject node) {
        Requests.getattr(operation, BASIC_STATS);
        operation.on(node);
        execute();
        return operation.errno() == 0 && operation.attributes().isPresent();
    }

    /** Fills {@link #attributes()} with those of an open file. */
    boolean getattr(FileHandleObject openFile) {
        Requests.getattr(operation, BASIC_STATS);
        operation.through(openFile);
        execute();
        return operation.errno() == 0 && operation.attributes().isPresent();
    }

    /** What fails here is no failure of the request: it is not known then. */
    private void execute() {
        try {
            volume.base().execute(operation);
        } catch (RuntimeException failure) {
            operation.fail(Errno.EIO);
        }
    }

    /** Those of the last answer. */
    AttributeBlock attributes() {
        return operation.attributes();
    }

    void close() {
        volume.closeOperation(operation);
    }

    @Override
    public void leaving(Operation leaver) {}

    @Override
    public void completed(Operation done) {}
}
