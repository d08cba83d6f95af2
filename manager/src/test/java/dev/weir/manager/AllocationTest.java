package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weir.Altitude;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Minifilter;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.manager.conformance.Rigs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operation in steady state leaves nothing on the heap. */
class AllocationTest {
    private static final int OPERATIONS = 1_000_000;

    private static final class PassAll implements Minifilter {
        private final Object context = new Object();

        @Override
        public Registration registration(FilterManager filterManager) {
            return Registration.builder()
                    .unload(FilterUnloadCallback.ALWAYS)
                    .everyOperation(
                            (data, objects) -> {
                                objects.setCompletionContext(context);
                                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
                            },
                            (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING)
                    .build();
        }
    }

    @Test
    @Tag("load")
    void aMillionReadsWritesAndGetattrsThroughAFilterAllocateNothing() throws Exception {
        try (var rig = Rigs.quiet()) {
            var definition = new FilterDefinition(
                    "passall",
                    Optional.empty(),
                    List.of(new InstanceDefinition("passall", Altitude.of("1"), false, false)),
                    "passall");
            rig.manager().load(definition, PassAll::new, rig.configuration(), event -> true);
            VolumeObject volume = rig.volume();
            Operation operation = volume.newOperation(Rigs.NOBODY);
            FileHandleObject handle = rig.open();
            MemorySegment memory = Arena.global().allocate(4096);
            run(volume, operation, handle, memory);
            long thread = Thread.currentThread().threadId();
            var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            run(volume, operation, handle, memory);
            long before = bean.getThreadAllocatedBytes(thread);
            run(volume, operation, handle, memory);
            assertThat(bean.getThreadAllocatedBytes(thread) - before).isLessThanOrEqualTo(64);
        }
    }

    private static void run(VolumeObject volume, Operation operation, FileHandleObject handle, MemorySegment memory) {
        for (int i = 0; i < OPERATIONS / 3; i++) {
            step(volume, operation, handle, memory, i);
        }
    }

    private static void step(
            VolumeObject volume, Operation operation, FileHandleObject handle, MemorySegment memory, int i) {
        Requests.read(operation, i, 100, 0);
        operation.through(handle);
        operation.data(memory, 0, 100);
        volume.start(operation);
        Requests.write(operation, i, 100, 0);
        operation.through(handle);
        operation.data(memory, 0, 100);
        volume.start(operation);
        Requests.getattr(operation, 0);
        operation.on(volume.root());
        volume.start(operation);
    }
}
