package dev.weir.context;

import dev.weir.FileHandle;
import dev.weir.FileNode;
import dev.weir.Instance;
import dev.weir.Volume;

/**
 * A kind of context that a filter declares once, registers, and names in each call (FLT_CONTEXT_REGISTRATION): what it is on, the type of its value, and what is done when one is freed.
 *
 * <pre>{@code
 * static final ContextKind<FileNode, Tally> TALLY = ContextKind.file(Tally.class);
 * }</pre>
 *
 * <p>FltMgr's sizes, pool tags and allocation callbacks have no meaning here: a context's value is an object of the filter's. Immutable.
 *
 * @param <O> what such a context is on
 * @param <T> the type of its value
 */
public final class ContextKind<O extends ContextObject, T> {
    private final ContextType type;
    private final Class<T> valueType;
    private final ContextCleanup<? super T> cleanup;

    private ContextKind(ContextType type, Class<T> valueType, ContextCleanup<? super T> cleanup) {
        this.type = type;
        this.valueType = valueType;
        this.cleanup = cleanup;
    }

    public static <T> ContextKind<Volume, T> volume(Class<T> valueType) {
        return new ContextKind<>(ContextType.VOLUME, valueType, ContextKind::nothing);
    }

    public static <T> ContextKind<Instance, T> instance(Class<T> valueType) {
        return new ContextKind<>(ContextType.INSTANCE, valueType, ContextKind::nothing);
    }

    public static <T> ContextKind<FileNode, T> file(Class<T> valueType) {
        return new ContextKind<>(ContextType.FILE, valueType, ContextKind::nothing);
    }

    public static <T> ContextKind<FileNode, T> stream(Class<T> valueType) {
        return new ContextKind<>(ContextType.STREAM, valueType, ContextKind::nothing);
    }

    public static <T> ContextKind<FileHandle, T> streamHandle(Class<T> valueType) {
        return new ContextKind<>(ContextType.STREAM_HANDLE, valueType, ContextKind::nothing);
    }

    /** Can be registered, so that a ported filter's table stays whole; every use answers STATUS_NOT_SUPPORTED. */
    public static <T> ContextKind<ContextObject, T> transaction(Class<T> valueType) {
        return new ContextKind<>(ContextType.TRANSACTION, valueType, ContextKind::nothing);
    }

    /** Can be registered, so that a ported filter's table stays whole; every use answers STATUS_NOT_SUPPORTED. */
    public static <T> ContextKind<ContextObject, T> section(Class<T> valueType) {
        return new ContextKind<>(ContextType.SECTION, valueType, ContextKind::nothing);
    }

    private static void nothing(Object value, ContextType type) {}

    /** The same kind of context with a cleanup callback. Another object: declare the kind with it. */
    public ContextKind<O, T> withCleanup(ContextCleanup<? super T> callback) {
        return new ContextKind<>(type, valueType, callback);
    }

    public ContextType type() {
        return type;
    }

    public Class<T> valueType() {
        return valueType;
    }

    /** Does nothing where none was given. */
    public ContextCleanup<? super T> cleanup() {
        return cleanup;
    }

    /** For people: {@code file context Tally}. */
    @Override
    public String toString() {
        return type + " context " + valueType.getSimpleName();
    }
}
