package dev.weir.manager.verify;

import dev.weir.context.ContextReference;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A reference that a filter was handed: it is to be closed once. */
@SuppressWarnings("ReferenceEquality") // a context's references are one object
final class HeldProxy extends ApiProxy {
    private final String what;
    private final AtomicInteger count = new AtomicInteger(1);
    private final AutoCloseable handle = this::release;

    private HeldProxy(Verifier verifier, AutoCloseable target, String what) {
        super(verifier, target);
        this.what = what;
    }

    static Object of(Verifier verifier, AutoCloseable target, String what) {
        var handler = new HeldProxy(verifier, target, what);
        verifier.references().taken(handler.handle, what, FilterStack.here());
        return ApiProxy.of(handler);
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        boolean context = target() instanceof ContextReference<?>;
        if (method.getName().equals("close") && arguments.length == 0) {
            return close(method, context);
        }
        if (context && count.get() <= 0) {
            stale(name(method) + " was called on a reference that is closed");
        }
        verifier().blocking().calls(name(method), method);
        Object result = pass(method, arguments);
        if (result == target()) {
            count.incrementAndGet();
            return proxy;
        }
        return verifier().proxies().wrap(name(method), method, result);
    }

    private @Nullable Object close(Method method, boolean once) throws Throwable {
        int left = count.decrementAndGet();
        if (left < 0) {
            if (once) {
                stale("a " + what + " was closed twice");
            }
            return null;
        }
        if (left == 0) {
            verifier().references().released(handle);
        }
        return pass(method, new Object[0]);
    }

    private void stale(String how) {
        verifier().found(Rule.STALE_USE, how, FilterStack.here());
        throw new BrokenRuleException(how);
    }

    /** For a filter that does not. */
    private void release() throws Exception {
        for (int left = count.getAndSet(0); left > 0; left--) {
            ((AutoCloseable) target()).close();
        }
    }
}
