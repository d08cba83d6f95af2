package dev.weir.manager.verify;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Supplier;

/** An object of an interface that answers some methods, by a value, by what a supplier gives or by an exception, and of which no other is to be called. */
final class Stub {
    private Stub() {}

    static <T> T of(Class<T> type, Map<String, ?> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> switch (method.getName()) {
                    case "equals" -> System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> "a stub";
                    default -> {
                        Object answer = answers.get(method.getName());
                        if (answer instanceof RuntimeException failure) {
                            throw failure;
                        }
                        if (answer == null) {
                            throw new AssertionError(method + " was called");
                        }
                        yield answer instanceof Supplier<?> made ? made.get() : answer;
                    }
                }));
    }
}
