package dev.weir;

import dev.weir.context.ContextObject;
import dev.weir.context.ContextOwner;
import dev.weir.io.OwnIo;

/** A filter on a volume at an altitude (PFLT_INSTANCE), with contexts on its volume, on itself, and on files and handles of its volume. Safe on any thread. */
public interface Instance extends ContextObject, ContextOwner<ContextObject> {

    /** Its name, unique on its volume. */
    String name();

    Altitude altitude();

    Filter filter();

    Volume volume();

    /** File names as this instance sees them; the same object each time. */
    FileNames names();

    /** What the filter can do with the volume's files itself, below this instance. */
    OwnIo io();

    /**
     * Takes a reference (FltObjectReference). It delays only the freeing of this object, never its teardown.
     *
     * @throws FilterException STATUS_FLT_DELETING_OBJECT once its teardown has begun
     */
    ObjectReference reference() throws FilterException;

    /**
     * Queues work that belongs to no operation for a thread of the manager's (FltQueueGenericWorkItem). It runs once and may block. The teardown of this instance, and so its TeardownComplete, waits for it, from the queueing to its
     * return.
     *
     * @throws FilterException STATUS_FLT_DELETING_OBJECT once its teardown has begun
     */
    void queueWork(Runnable work) throws FilterException;
}
