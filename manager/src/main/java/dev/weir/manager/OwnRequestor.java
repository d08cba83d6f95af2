package dev.weir.manager;

import dev.weir.Requestor;

/** Who asks for own I/O: the service, or whoever asked for the operation that the filter works on. */
record OwnRequestor(boolean isService, int thread, int process, int user, int group) {
    private static final int PROCESS = (int) ProcessHandle.current().pid();
    private static final OwnRequestor SERVICE = new OwnRequestor(true, PROCESS, PROCESS, -1, -1);

    static OwnRequestor service() {
        return SERVICE;
    }

    static OwnRequestor of(Requestor requestor) {
        return new OwnRequestor(
                false, requestor.threadId(), requestor.processId(), requestor.userId(), requestor.groupId());
    }

    void copyTo(Operation operation) {
        if (isService) {
            BaseFileSystem base = operation.volume().base();
            operation.requestor.set(thread, process, base.serviceUser(), base.serviceGroup());
        } else {
            operation.requestor.set(thread, process, user, group);
        }
    }
}
