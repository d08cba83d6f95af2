package dev.weir.manager.verify;

import dev.weir.DataBuffer;
import dev.weir.FileAttributes;
import dev.weir.Requestor;
import dev.weir.operation.Parameters;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Something that is valid as long as a callback, or as its operation. */
class BoundProxy extends ApiProxy {
    private final Call call;
    private final boolean ofTheOperation;

    BoundProxy(Verifier verifier, Object target, Call call, boolean ofTheOperation) {
        super(verifier, target);
        this.call = call;
        this.ofTheOperation = ofTheOperation;
    }

    final Call owner() {
        return call;
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        String name = name(method);
        call.use(name, ofTheOperation);
        if (target() instanceof Parameters && method.getName().startsWith("set")) {
            call.changed(name);
        }
        Object result = pass(method, arguments);
        return switch (result) {
            case Parameters view -> bound(view);
            case DataBuffer buffer -> bound(buffer);
            case FileAttributes attributes -> bound(attributes);
            case Requestor requestor -> bound(requestor);
            case null, default -> verifier().proxies().wrap(name, method, result);
        };
    }

    private Object bound(Object part) {
        return ApiProxy.of(new BoundProxy(verifier(), part, call, ofTheOperation));
    }
}
