package dev.weir.service.filter;

import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The loaded code of one filter, from load to unload. Safe on any thread. */
public final class FilterCode {
    private final String filter;
    private @Nullable FilterClassLoader loader;

    private FilterCode(String filter, FilterClassLoader loader) {
        this.filter = filter;
        this.loader = loader;
    }

    /** Opens a jar that is ours (see {@link FilterJar#copyTo}) and checks that the descriptor's class is a filter. */
    public static FilterCode open(Path jar, FilterDescriptor descriptor) throws Refusal {
        FilterClassLoader loader = new FilterClassLoader(descriptor.name(), jar);
        try {
            checkedConstructor(loader, descriptor);
        } catch (Refusal notAFilter) {
            closeQuietly(loader);
            throw notAFilter;
        }
        return new FilterCode(descriptor.name(), loader);
    }

    /**
     * What makes the filter, for its load. Holds the loader weakly: whoever keeps the supplier does not keep the loader.
     */
    public synchronized Supplier<Minifilter> constructor(FilterDescriptor descriptor) {
        var reference = new java.lang.ref.WeakReference<>(loader);
        return () -> {
            FilterClassLoader open = reference.get();
            if (open == null) {
                throw new IllegalStateException(filter + " is unloaded");
            }
            try {
                return checkedConstructor(open, descriptor).newInstance();
            } catch (ExceptionInInitializerError e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new IllegalStateException(
                        "the static initializer of " + descriptor.className() + " threw " + cause, cause);
            } catch (Refusal | ReflectiveOperationException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new IllegalStateException(
                        "the constructor of " + descriptor.className() + " threw " + cause, cause);
            }
        };
    }

    private static Constructor<? extends Minifilter> checkedConstructor(ClassLoader loader, FilterDescriptor descriptor)
            throws Refusal {
        String name = descriptor.className();
        try {
            Class<?> type = Class.forName(name, false, loader);
            if (!Minifilter.class.isAssignableFrom(type)) {
                throw refused(descriptor, "class " + name + " does not implement dev.weir.Minifilter");
            }
            if (!loader.equals(type.getClassLoader())) {
                throw refused(descriptor, "class " + name + " is not in the jar");
            }
            if (Modifier.isAbstract(type.getModifiers()) || !Modifier.isPublic(type.getModifiers())) {
                throw refused(descriptor, "class " + name + " must be public and not abstract");
            }
            return type.asSubclass(Minifilter.class).getConstructor();
        } catch (ClassNotFoundException missing) {
            throw refused(descriptor, "class " + name + " is not in the jar");
        } catch (NoSuchMethodException missing) {
            throw refused(descriptor, "class " + name + " has no public constructor without parameters");
        } catch (LinkageError broken) {
            throw refused(descriptor, "class " + name + " can't be loaded: " + broken);
        }
    }

    private static Refusal refused(FilterDescriptor descriptor, String why) {
        return Refusal.no(NtStatus.DRIVER_UNABLE_TO_LOAD, descriptor.name() + ": " + why);
    }

    /** Who would keep this code loaded; for a look while it runs. */
    public synchronized LoaderHolders holders() {
        return LoaderHolders.of(loader == null ? "" : String.valueOf(loader.getName()), loader);
    }

    /** Closes the jar and lets go. From now on the proof watches the loader, which this object holds no longer. */
    public synchronized LoaderProof close() {
        LoaderProof proof = new LoaderProof(loader);
        if (loader != null) {
            closeQuietly(loader);
            loader = null;
        }
        return proof;
    }

    private static void closeQuietly(FilterClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            System.getLogger(FilterCode.class.getName())
                    .log(System.Logger.Level.WARNING, "closing the jar of " + loader.getName(), e);
        }
    }
}
