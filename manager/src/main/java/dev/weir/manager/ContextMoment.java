package dev.weir.manager;

import dev.weir.CallbackData;
import dev.weir.MajorFunction;
import dev.weir.PostOperation;
import dev.weir.PostOperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperation;
import dev.weir.PreOperationStatus;
import dev.weir.RelatedObjects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects whose contexts can't be had in the callback that this thread is in: the file of an open on its way down, the file and the handle of a CLOSE on its way up.
 *
 * <p>Only callbacks of filters that registered contexts on files or handles are wrapped so; it is decided when an instance's callbacks are made, and other operations are not touched.
 */
@SuppressWarnings("ReferenceEquality") // a file is itself
final class ContextMoment {
    private static final ThreadLocal<ContextMoment> CURRENT = ThreadLocal.withInitial(ContextMoment::new);

    private @Nullable ContextHolder file;
    private @Nullable ContextHolder handle;

    private ContextMoment() {}

    static boolean forbids(ContextHolder holder) {
        ContextMoment now = CURRENT.get();
        return now.file == holder || now.handle == holder;
    }

    static @Nullable PreOperation<Object> before(MajorFunction major, @Nullable PreOperation<Object> pre) {
        return major == MajorFunction.CREATE && pre != null ? new BeforeOpen(pre) : pre;
    }

    static @Nullable PostOperation<Object> after(MajorFunction major, @Nullable PostOperation<Object> post) {
        return major == MajorFunction.CLOSE && post != null ? new AfterClose(post) : post;
    }

    private record BeforeOpen(PreOperation<Object> filters) implements PreOperation<Object> {
        @Override
        public PreOperationStatus before(CallbackData data, RelatedObjects<Object> objects) {
            Operation operation = ((LayerData) data).operation();
            if (operation.kind() != OperationKind.OPEN && operation.kind() != OperationKind.OPENDIR) {
                // What is to be created has no node yet: the operation's own is the directory.
                return filters.before(data, objects);
            }
            ContextMoment moment = CURRENT.get();
            ContextHolder outerFile = moment.file;
            ContextHolder outerHandle = moment.handle;
            moment.file = operation.node();
            moment.handle = null;
            try {
                return filters.before(data, objects);
            } finally {
                moment.file = outerFile;
                moment.handle = outerHandle;
            }
        }
    }

    private record AfterClose(PostOperation<Object> filters) implements PostOperation<Object> {
        @Override
        public PostOperationStatus after(
                CallbackData data, RelatedObjects<Object> objects, Set<PostOperationFlag> flags) {
            Operation operation = ((LayerData) data).operation();
            ContextMoment moment = CURRENT.get();
            ContextHolder outerFile = moment.file;
            ContextHolder outerHandle = moment.handle;
            moment.file = operation.node();
            moment.handle = operation.handle();
            try {
                return filters.after(data, objects, flags);
            } finally {
                moment.file = outerFile;
                moment.handle = outerHandle;
            }
        }
    }
}
