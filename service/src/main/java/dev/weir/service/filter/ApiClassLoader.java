package dev.weir.service.filter;

import dev.weir.Minifilter;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parent of every filter's loader: shows the JDK and the API, and nothing else of the service. So a filter can't lean on what the service happens to use, and
 * brings its own version of a library.
 */
final class ApiClassLoader extends ClassLoader {
    private static final Set<String> SHOWN =
            Set.of("dev.weir", "dev.weir.context", "dev.weir.io", "dev.weir.operation", "org.jspecify.annotations");

    static {
        registerAsParallelCapable();
    }

    static final ApiClassLoader INSTANCE = new ApiClassLoader();

    private final @Nullable ClassLoader service = Minifilter.class.getClassLoader();

    private ApiClassLoader() {
        super("weir-api", ClassLoader.getPlatformClassLoader());
    }

    /** Asked only for what the platform does not have. */
    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        int dot = name.lastIndexOf('.');
        if (service == null || dot < 0 || !SHOWN.contains(name.substring(0, dot))) {
            throw new ClassNotFoundException(name);
        }
        return Class.forName(name, false, service);
    }

    @Override
    public @Nullable URL getResource(String name) {
        return ClassLoader.getPlatformClassLoader().getResource(name);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return Collections.emptyEnumeration();
    }
}
