package dev.weir.manager;

import dev.weir.Errno;

/** Has the base file system do an operation. */
final class BaseCall {
    private BaseCall() {}

    static void execute(Operation operation) {
        if (operation.kind() == OperationKind.SHUTDOWN) {
            return;
        }
        if (operation.hasHandle() && operation.handle().base() == null) {
            if (!operation.kind().cannotFail()) {
                operation.fail(Errno.EBADF);
            }
            return;
        }
        if (operation.kind() == OperationKind.READDIR && ListingView.isBehindTheEnd(operation)) {
            operation.succeed(0);
            return;
        }
        try {
            operation.volume().base().execute(operation);
        } catch (Throwable failure) {
            operation.volume().findings().threw("base file system", operation.operationName(), failure);
            operation.fail(Errno.EIO);
        }
    }
}
