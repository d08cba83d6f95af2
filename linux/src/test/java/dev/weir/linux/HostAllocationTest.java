package dev.weir.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.manager.FileHandleObject;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationOwner;
import dev.weir.manager.Requests;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads, writes and getattrs through manager and host put nothing on the Java heap. */
class HostAllocationTest {
    private static final OperationOwner NOBODY = new OperationOwner() {
        @Override
        public void leaving(Operation operation) {}

        @Override
        public void completed(Operation operation) {}
    };

    @TempDir
    Path folder;

    @Test
    void aMillionReadsWritesAndGetattrsAllocateNothing() throws Exception {
        try (HostVolume host = new HostVolume(folder)) {
            FileHandleObject handle = host.created("file");
            host.written(handle, 0, "x".repeat(4096));
            Operation operation = host.volume.newOperation(NOBODY);
            assertThat(SteadyStateAllocationTest.allocated(thread -> read(host, operation, handle)))
                    .isLessThanOrEqualTo(SteadyStateAllocationTest.ALLOWED);
            assertThat(SteadyStateAllocationTest.allocated(thread -> write(host, operation, handle)))
                    .isLessThanOrEqualTo(SteadyStateAllocationTest.ALLOWED);
            assertThat(SteadyStateAllocationTest.allocated(thread -> getattr(host, operation, handle)))
                    .isLessThanOrEqualTo(SteadyStateAllocationTest.ALLOWED);
            host.closed(handle);
        }
    }

    private static long read(HostVolume host, Operation operation, FileHandleObject handle) {
        Requests.read(operation, 0, 4096, handle.openFlags());
        operation.through(handle);
        operation.data(host.buffer, 80, 4096);
        return run(host, operation);
    }

    private static long write(HostVolume host, Operation operation, FileHandleObject handle) {
        Requests.write(operation, 0, 512, handle.openFlags());
        operation.through(handle);
        operation.data(host.buffer, 80, 512);
        return run(host, operation);
    }

    private static long getattr(HostVolume host, Operation operation, FileHandleObject handle) {
        Requests.getattr(operation, Statx.BASIC_STATS);
        operation.on(handle.node());
        return run(host, operation);
    }

    private static long run(HostVolume host, Operation operation) {
        operation.requestor().set(1, 1, 0, 0);
        host.volume.start(operation);
        if (operation.errno() != 0) {
            throw new IllegalStateException(operation.operationName() + " failed: " + operation.errno());
        }
        return operation.information();
    }
}
