package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weir.Altitude;
import dev.weir.FileHandle;
import dev.weir.FileNode;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.FilterUnloadCallback;
import dev.weir.Instance;
import dev.weir.Minifilter;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.context.ContextKind;
import dev.weir.context.ContextReference;
import dev.weir.manager.conformance.Rigs;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A look-up of a context in steady state leaves nothing on the heap, whether it finds one or not. */
class ContextAllocationTest {
    private static final int OPERATIONS = 500_000;

    private static final ContextKind<FileNode, AtomicLong> TALLY = ContextKind.file(AtomicLong.class);
    private static final ContextKind<FileNode, AtomicLong> ABSENT = ContextKind.stream(AtomicLong.class);
    private static final ContextKind<FileHandle, AtomicLong> OPENED = ContextKind.streamHandle(AtomicLong.class);

    private static final class Tallies implements Minifilter {
        @Override
        public Registration registration(FilterManager filterManager) throws FilterException {
            return Registration.builder()
                    .context(TALLY)
                    .context(ABSENT)
                    .context(OPENED)
                    .unload(FilterUnloadCallback.ALWAYS)
                    .everyOperation(
                            (data, objects) -> {
                                Instance instance = objects.instance();
                                count(instance.getOrSetContext(TALLY, data.node(), AtomicLong::new));
                                count(instance.getContext(ABSENT, data.node()));
                                if (data.hasHandle()) {
                                    count(instance.getOrSetContext(OPENED, data.handle(), AtomicLong::new));
                                }
                                return PreOperationStatus.SUCCESS_NO_CALLBACK;
                            },
                            (data, objects, flags) -> dev.weir.PostOperationStatus.FINISHED_PROCESSING)
                    .build();
        }

        private static void count(ContextReference<AtomicLong> reference) {
            try (reference) {
                if (reference.isPresent()) {
                    reference.value().incrementAndGet();
                }
            }
        }
    }

    @Test
    void lookingContextsUpInEachOperationAllocatesNothing() throws Exception {
        try (var rig = Rigs.quiet()) {
            var definition = new FilterDefinition(
                    "tallies",
                    Optional.empty(),
                    List.of(new InstanceDefinition("tallies", Altitude.of("1"), false, false)),
                    "tallies");
            rig.manager().load(definition, Tallies::new, rig.configuration(), event -> true);
            VolumeObject volume = rig.volume();
            Operation operation = volume.newOperation(Rigs.NOBODY);
            FileHandleObject handle = rig.open();
            run(volume, operation, handle);
            var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().threadId();
            run(volume, operation, handle);
            long before = bean.getThreadAllocatedBytes(thread);
            run(volume, operation, handle);
            assertThat(bean.getThreadAllocatedBytes(thread) - before).isLessThanOrEqualTo(64);
        }
    }

    private static void run(VolumeObject volume, Operation operation, FileHandleObject handle) {
        for (int i = 0; i < OPERATIONS; i++) {
            Requests.fsync(operation, false);
            operation.through(handle);
            volume.start(operation);
        }
    }
}
