package dev.weir;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks of a filter for one major function (FLT_OPERATION_REGISTRATION). Immutable.
 *
 * @param <C> the type of the completion context
 */
public final class OperationRegistration<C> {
    private final MajorFunction major;
    private final Set<OperationFlag> flags;
    private final @Nullable PreOperation<C> pre;
    private final @Nullable PostOperation<C> post;

    private OperationRegistration(
            MajorFunction major,
            @Nullable PreOperation<C> pre,
            @Nullable PostOperation<C> post,
            OperationFlag... flags) {
        this.major = major;
        this.pre = pre;
        this.post = post;
        this.flags = Set.of(flags);
    }

    public static <C> OperationRegistration<C> of(MajorFunction major, PreOperation<C> pre, OperationFlag... flags) {
        return new OperationRegistration<>(major, pre, null, flags);
    }

    /**
     * Both callbacks.
     *
     * @throws IllegalArgumentException for SHUTDOWN, which has no post-operation
     */
    public static <C> OperationRegistration<C> of(
            MajorFunction major, PreOperation<C> pre, PostOperation<C> post, OperationFlag... flags) {
        return new OperationRegistration<>(checked(major), pre, post, flags);
    }

    /** A post-operation alone. */
    public static <C> OperationRegistration<C> ofPost(
            MajorFunction major, PostOperation<C> post, OperationFlag... flags) {
        return new OperationRegistration<>(checked(major), null, post, flags);
    }

    private static MajorFunction checked(MajorFunction major) {
        if (major == MajorFunction.SHUTDOWN) {
            throw new IllegalArgumentException("SHUTDOWN has no post-operation");
        }
        return major;
    }

    public MajorFunction major() {
        return major;
    }

    public Set<OperationFlag> flags() {
        return flags;
    }

    public Optional<PreOperation<C>> pre() {
        return Optional.ofNullable(pre);
    }

    public Optional<PostOperation<C>> post() {
        return Optional.ofNullable(post);
    }
}
