package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weir.CallbackData;
import dev.weir.FileNameFormat;
import dev.weir.FileNameInformation;
import dev.weir.FileNameQuery;
import dev.weir.FileNames;
import dev.weir.FilterException;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Handed;
import dev.weir.manager.Operation;
import dev.weir.manager.Requests;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A cached name that is handed out again leaves nothing on the heap. */
class NameAllocationTest {
    private static final int QUESTIONS = 300_000;

    @Test
    void aCachedNameIsHandedOutWithoutAllocating() throws FilterException {
        try (var rig = new NameRig()) {
            FileNodeObject file = rig.file(rig.directory(rig.root, "a"), "file");
            FileHandleObject handle = rig.open(file);
            Operation operation = rig.volume.newOperation(Rigs.NOBODY);
            Requests.getattr(operation, 0);
            operation.through(handle);
            CallbackData data = Handed.data(operation);
            FileNames names = rig.names();
            FileNameInformation name = names.of(file, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT);
            var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().threadId();
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < 3; round++) {
                long before = bean.getThreadAllocatedBytes(thread);
                for (int i = 0; i < QUESTIONS; i++) {
                    same(names.of(data, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT), name);
                    same(names.of(file, FileNameFormat.NORMALIZED, FileNameQuery.CACHE_ONLY), name);
                    same(names.of(handle, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT), name);
                }
                allocated = bean.getThreadAllocatedBytes(thread) - before;
            }
            assertThat(allocated).isLessThanOrEqualTo(64);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very same object, without an assertion that allocates
    private static void same(Object given, Object before) {
        if (given != before) {
            throw new AssertionError("another name");
        }
    }
}
