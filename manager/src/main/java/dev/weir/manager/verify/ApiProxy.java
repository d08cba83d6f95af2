package dev.weir.manager.verify;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an object of the API's that a filter was handed: passes each call on, with the objects that proxies among the arguments stand for, and puts proxies round what comes back. So it needs no change where the API grows.
 */
class ApiProxy implements InvocationHandler {
    private static final String API = "dev.weir";

    private final Verifier verifier;
    private final Object target;

    ApiProxy(Verifier verifier, Object target) {
        this.verifier = verifier;
        this.target = target;
    }

    final Verifier verifier() {
        return verifier;
    }

    final Object target() {
        return target;
    }

    /** A proxy with all of the API's interfaces that the target has. */
    static Object of(ApiProxy handler) {
        return Proxy.newProxyInstance(
                ApiProxy.class.getClassLoader(),
                interfaces(handler.target.getClass()).toArray(Class<?>[]::new),
                handler);
    }

    private static List<Class<?>> interfaces(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Class<?> each : at.getInterfaces()) {
                collect(each, found);
            }
        }
        return new ArrayList<>(found);
    }

    private static void collect(Class<?> type, Set<Class<?>> found) {
        if (type.isSealed()) {
            return;
        }
        if (isOfTheApi(type)) {
            found.add(type);
        } else {
            for (Class<?> each : type.getInterfaces()) {
                collect(each, found);
            }
        }
    }

    /** Whether an interface is one that filters see. */
    static boolean isOfTheApi(Class<?> type) {
        String folder = type.getPackageName();
        return type.isInterface()
                && (folder.equals(API)
                        || folder.equals(API + ".operation")
                        || folder.equals(API + ".context")
                        || folder.equals(API + ".io"));
    }

    /** What a proxy stands for; anything else as it is. */
    static @Nullable Object unwrap(@Nullable Object object) {
        if (object != null
                && Proxy.isProxyClass(object.getClass())
                && Proxy.getInvocationHandler(object) instanceof ApiProxy handler) {
            return handler.target;
        }
        return object;
    }

    @Override
    public final @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        @Nullable Object[] given = arguments == null ? new Object[0] : arguments;
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> target.equals(unwrap(given[0]));
                case "hashCode" -> target.hashCode();
                default -> target.toString();
            };
        }
        @Nullable Object[] real = new Object[given.length];
        for (int i = 0; i < given.length; i++) {
            real[i] = unwrap(given[i]);
        }
        return call(proxy, method, real);
    }

    /** One call of the API's. */
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        String name = name(method);
        verifier.blocking().calls(name, method);
        return verifier.proxies().wrap(name, method, pass(method, arguments));
    }

    /** The call itself, with what it throws. */
    final @Nullable Object pass(Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /** A method as people write it: {@code CallbackData.node()}. */
    static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
    }
}
