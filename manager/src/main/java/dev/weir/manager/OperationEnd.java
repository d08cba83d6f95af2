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
        if (operation.status().equals(NtStatus.REPARSE)) {
            notRedirected(operation);
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
        checkLength(operation);
    }

    /** A filter answered STATUS_REPARSE, and there is no name to start again with. ESTALE has whoever opened a node look its name up again. */
    private static void notRedirected(Operation operation) {
        OperationKind kind = operation.kind();
        if (kind == OperationKind.OPEN || kind == OperationKind.OPENDIR) {
            operation.fail(Errno.ESTALE);
        } else if (kind.yieldsNode() || kind == OperationKind.UNLINK || kind == OperationKind.RMDIR) {
            operation.setStatus(NtStatus.UNSUCCESSFUL);
        }
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

    private static boolean isOutside(Operation operation) {
        return operation.information() < 0
                || operation.information() > operation.buffer().length();
    }

    private static void tooMuch(Operation operation, NtStatus status) {
        operation
                .volume()
                .findings()
                .found("a filter", "answered more bytes than there is room for", operation.operationName());
        operation.setStatus(status);
    }

    /** More bytes than there is room for are no answer. */
    private static void checkLength(Operation operation) {
        switch (operation.kind()) {
            case READ, WRITE, READDIR, READLINK, IOCTL -> {
                if (isOutside(operation)) {
                    tooMuch(operation, NtStatus.INVALID_BUFFER_SIZE);
                }
            }
            case GETXATTR, LISTXATTR -> {
                // Without room the size is asked for.
                if (operation.parameters.at(0).room > 0 && isOutside(operation)) {
                    tooMuch(operation, NtStatus.BUFFER_TOO_SMALL);
                }
            }
            default -> {}
        }
    }
}
