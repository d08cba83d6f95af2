package dev.weir;

import java.util.Set;

/**
 * A filter that shows names other than those below it: asked for names by the filters above ({@link Registration.Builder#nameProvider}).
 *
 * <p>Asked on the thread of whoever asks, several at a time, not only during operations; may block, and may itself ask {@link FileNames} of its own instance, which answers from below it. When its mapping
 * changes it calls {@link FileNames#purge()}. It is no longer asked once its instance's teardown has begun, and {@code InstanceTeardownComplete} comes after the last answer.
 *
 * <p>An exception other than a {@link FilterException} refuses with STATUS_UNSUCCESSFUL and is recorded. Source: FltMgr, PFLT_GENERATE_FILE_NAME, PFLT_NORMALIZE_NAME_COMPONENT_EX.
 */
@FunctionalInterface
public interface NameProvider {

    /** What is asked. Valid during the call. */
    interface Request {
        /** The provider's own instance. */
        Instance instance();

        /** {@link FileNameFormat#NORMALIZED} is asked first where that is wanted; where it is refused, OPENED, whose components are then normalized one by one. */
        FileNameFormat format();

        /** The name as it is below this provider. May block. */
        FileNameInformation below() throws FilterException;

        /** Whether it is the name that a rename, a link or a create gives: its last component need not be there. */
        boolean isDestination();

        /** The answer is not to be cached. */
        void doNotCache();
    }

    /** How one component of an opened name is to be normalized. Valid during the call. */
    interface Component {
        Instance instance();

        /** The directory, normalized already. */
        FilePath parent();

        /** The name in it, as it was opened. */
        FileName name();

        Set<NormalizeFlag> flags();

        /** What this provider kept from the component before; null at the first. */
        @org.jspecify.annotations.Nullable
        Object context();

        /** Keeps something for the next component; {@link NameProvider#contextCleanup} gets it at the end. */
        void setContext(Object context);
    }

    /** Makes the name that those above see (GenerateFileName). */
    FilePath generateFileName(Request request) throws FilterException;

    /**
     * Normalizes one component (NormalizeNameComponent); as it is unless said otherwise.
     *
     * @throws FilterException STATUS_NO_SUCH_FILE where it is not there, which for the last component of a destination leaves it as it is
     */
    default FileName normalizeNameComponent(Component component) throws FilterException {
        return component.name();
    }

    /** Gets what {@link Component#setContext} kept, once, after the last component (NormalizeContextCleanup). */
    default void contextCleanup(Object context) {}
}
