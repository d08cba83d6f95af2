package dev.weir.manager;

import dev.weir.Errno;
import dev.weir.NtStatus;

/** Makes the result of an operation one that a front can pass on, whatever filters answered. */
final class OperationEnd {
    private OperationEnd() {}

    static void settle(Operation operation) {
        OperationKind kind = operation.kind();
        if (kind == OperationKind.RELEASE) {
            operation.volume().ended(operation.handle());
        }
        if (!operation.status().isSuccess()) {
            if (operation.resultHandle() != null || operation.resultNode() != null) {
                operation.discardResult();
            }
            return;
        }
        if (kind.opens() && operation.resultHandle() == null) {
            answeredOpen(operation);
        } else if (kind.yieldsNode() && operation.resultNode() == null) {
            operation.setStatus(NtStatus.UNSUCCESSFUL);
        } else if (needsAttributes(kind) && !operation.attributes().isPresent()) {
            operation.setStatus(NtStatus.UNSUCCESSFUL);
        }
        clamp(operation);
    }

    /** A filter answered an open with success: a handle with nothing below, if it is clear of which file. */
    private static void answeredOpen(Operation operation) {
        OperationKind kind = operation.kind();
        if (kind == OperationKind.OPEN || kind == OperationKind.OPENDIR) {
            operation.yieldVirtualHandle(operation.node(), 0);
        } else {
            operation.setErrno(Errno.EIO);
            operation.discardResult();
        }
    }

    private static boolean needsAttributes(OperationKind kind) {
        return switch (kind) {
            case LOOKUP, CREATE, MKDIR, MKNOD, SYMLINK, LINK, TMPFILE, GETATTR, TRUNCATE, CHMOD, CHOWN, UTIMENS -> true;
            default -> false;
        };
    }

    private static void clamp(Operation operation) {
        switch (operation.kind()) {
            case READ, WRITE, READDIR, READLINK, IOCTL -> {
                long room = operation.buffer().length();
                if (operation.information() < 0 || operation.information() > room) {
                    operation.succeed(Math.clamp(operation.information(), 0, room));
                }
            }
            default -> {}
        }
    }
}
