package dev.weir.manager;

import dev.weir.Configuration;
import dev.weir.Filter;
import dev.weir.FilterClock;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.OperationEvents;
import dev.weir.Registration;
import dev.weir.Volume;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a filter is given in its entry routine, and the running of that. */
final class FilterEntry implements FilterManager {
    private final Manager manager;
    private final FilterObject filter;
    private final Configuration configuration;
    private final OperationEvents events;

    FilterEntry(Manager manager, FilterObject filter, Configuration configuration, OperationEvents events) {
        this.manager = manager;
        this.filter = filter;
        this.configuration = configuration;
        this.events = events;
    }

    /** Runs the entry routine; where it fails, nothing of the filter remains. */
    void run(Supplier<? extends Minifilter> constructor) throws FilterException {
        NtStatus answer;
        try {
            answer = orUnsuccessful(constructor.get().entry(this));
        } catch (FilterException refusal) {
            throw failed("was refused " + refusal.status() + ": " + refusal.getMessage(), refusal);
        } catch (Throwable failure) {
            manager.findings().threw(filter.name(), "the entry routine", failure);
            throw failed("threw " + failure + place(failure), failure);
        }
        if (!answer.isSuccess()) {
            throw failed("answered " + answer, null);
        }
        if (!filter.isRegistered()) {
            throw failed("returned without registering", null);
        }
        if (filter.isUnregistered()) {
            throw failed("unregistered what it had registered", null);
        }
        filter.entryReturned();
    }

    /** Where it was thrown: what a filter's author looks for first. */
    private static String place(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        StackTraceElement[] stack = first.getStackTrace();
        if (stack.length == 0) {
            return "";
        }
        return " at " + stack[0].getClassName() + "." + stack[0].getMethodName() + "(" + stack[0].getFileName() + ":"
                + stack[0].getLineNumber() + ")";
    }

    private static NtStatus orUnsuccessful(@Nullable NtStatus answer) {
        return answer == null ? NtStatus.UNSUCCESSFUL : answer;
    }

    private FilterException failed(String how, @Nullable Throwable cause) {
        filter.unregister();
        var failure = new FilterException(
                NtStatus.FAILED_DRIVER_ENTRY, filter.name() + " is not loaded: its entry routine " + how);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    @Override
    public String filterName() {
        return filter.name();
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    @SuppressWarnings("ConstantValue") // a filter's code need not know of nullness
    public Filter register(Registration registration) throws FilterException {
        if ((Object) registration == null) {
            throw new FilterException(
                    NtStatus.INVALID_PARAMETER,
                    "its registration is null: return one that Registration.builder() has built");
        }
        filter.register(registration);
        return filter;
    }

    @Override
    public void unloadFilter(String name) throws FilterException {
        if (name.equalsIgnoreCase(filter.name())) {
            throw new FilterException(NtStatus.INVALID_DEVICE_REQUEST, "a filter can't unload itself");
        }
        UnloadResult result = manager.unload(UnloadRequest.of(name, false));
        switch (result.outcome()) {
            case UNLOADED, ABANDONED -> {}
            case REFUSED -> throw new FilterException(result.status(), result.message());
            case TIMED_OUT -> throw new FilterException(NtStatus.IO_TIMEOUT, result.message());
        }
    }

    @Override
    public List<Volume> volumes() {
        return Collections.unmodifiableList(manager.volumes());
    }

    @Override
    public FilterClock clock() {
        return manager.clock();
    }

    @Override
    public OperationEvents events() {
        return events;
    }
}
