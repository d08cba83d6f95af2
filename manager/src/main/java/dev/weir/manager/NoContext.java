package dev.weir.manager;

import dev.weir.NtStatus;
import dev.weir.context.ContextReference;
import java.util.List;

/** The answer where there is no context, one object for each status. */
final class NoContext implements ContextReference<Object> {
    static final NoContext NOT_FOUND = new NoContext(NtStatus.NOT_FOUND);
    static final NoContext NOT_SUPPORTED = new NoContext(NtStatus.NOT_SUPPORTED);
    static final NoContext DELETING_OBJECT = new NoContext(NtStatus.FLT_DELETING_OBJECT);
    static final NoContext NOT_REGISTERED = new NoContext(NtStatus.FLT_CONTEXT_ALLOCATION_NOT_FOUND);
    static final NoContext INVALID_PARAMETER = new NoContext(NtStatus.INVALID_PARAMETER);

    private final NtStatus status;

    private NoContext(NtStatus status) {
        this.status = status;
    }

    /** The answer with a status that is not a success. */
    static NoContext of(NtStatus status) {
        for (NoContext known : List.of(NOT_FOUND, NOT_SUPPORTED, DELETING_OBJECT, NOT_REGISTERED, INVALID_PARAMETER)) {
            if (known.status.equals(status)) {
                return known;
            }
        }
        return new NoContext(status);
    }

    /** As whatever type of reference; it never has a value. */
    @SuppressWarnings("unchecked")
    <T> ContextReference<T> as() {
        return (ContextReference<T>) this;
    }

    @Override
    public boolean isPresent() {
        return false;
    }

    @Override
    public NtStatus status() {
        return status;
    }

    @Override
    public Object value() {
        throw new IllegalStateException("there is no context: " + status);
    }

    @Override
    public ContextReference<Object> reference() {
        return this;
    }

    @Override
    public void delete() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "no context: " + status;
    }
}
