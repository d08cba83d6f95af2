package dev.weir;

import dev.weir.context.ContextOwner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A registered filter (PFLT_FILTER), with contexts on volumes. Safe on any thread. */
public interface Filter extends ContextOwner<Volume> {

    /** Its name; look-ups by name ignore case. */
    String name();

    /**
     * Starts filtering (FltStartFiltering): attaches automatic instances to every volume. Callbacks may arrive before it returns.
     *
     * @throws FilterException STATUS_INVALID_PARAMETER where it has started already
     */
    void startFiltering() throws FilterException;

    /**
     * Unregisters this filter (FltUnregisterFilter): no new operation enters, every instance is torn down, what waits for a post-operation is
     * drained. Can't fail, only block. Called by the filter itself, in its {@link FilterUnloadCallback} or in the error path of its entry routine;
     * a second call does nothing.
     */
    void unregister();

    /** Its instances, highest altitude first on each volume. */
    List<Instance> instances();

    /**
     * Attaches this filter to a volume (FltAttachVolume).
     *
     * @param instanceName one of the descriptor's instances; empty for its default instance
     * @throws FilterException the attach errors of FltMgr: STATUS_FLT_FILTER_NOT_READY before {@link #startFiltering()},
     *     STATUS_FLT_DELETING_OBJECT, STATUS_FLT_INSTANCE_NAME_COLLISION, STATUS_FLT_INSTANCE_ALTITUDE_COLLISION,
     *     STATUS_FLT_INSTANCE_NOT_FOUND, or what the filter's own instance setup refused with
     */
    Instance attach(Volume volume, Optional<String> instanceName) throws FilterException;

    /** The same at an altitude of the caller's (FltAttachVolumeAtAltitude); an empty name stands for the default instance's. */
    Instance attachAtAltitude(Volume volume, Altitude altitude, Optional<String> instanceName) throws FilterException;

    /**
     * Detaches an instance (FltDetachVolume); an empty name stands for the highest one of this filter on that volume. Asks the {@link
     * InstanceQueryTeardownCallback} first.
     *
     * @throws FilterException the refusal, STATUS_FLT_INSTANCE_NOT_FOUND or STATUS_FLT_DELETING_OBJECT
     */
    void detach(Volume volume, Optional<String> instanceName) throws FilterException;

    /**
     * Takes a reference that an unload waits for (FltObjectReference).
     *
     * @throws FilterException STATUS_FLT_DELETING_OBJECT once the filter is going
     */
    ObjectReference reference() throws FilterException;

    /**
     * Queues work that belongs to no operation for a thread of the manager's (FltQueueGenericWorkItem). It runs once and may block. An unload waits for it, from the queueing to its
     * return.
     *
     * @throws FilterException STATUS_FLT_DELETING_OBJECT once the filter is being unregistered
     */
    void queueWork(Runnable work) throws FilterException;

    /**
     * Queues work for later (a timer and FltQueueGenericWorkItem). The filter's unregistering takes back what has not begun by then.
     *
     * @param delay by the clock of {@link FilterManager#clock()}, in nanoseconds at least; none or less is at once
     * @throws FilterException STATUS_FLT_DELETING_OBJECT once the filter is being unregistered
     */
    DelayedWork queueWorkAfter(Duration delay, Runnable work) throws FilterException;

    /**
     * Makes a port that programs can connect to (FltCreateCommunicationPort); it listens at once.
     *
     * @throws FilterException STATUS_OBJECT_NAME_COLLISION where a port of that name is there, STATUS_OBJECT_NAME_INVALID, STATUS_INVALID_PARAMETER for fewer
     *     than one connection, a mode out of range, or a user or group that is not there, STATUS_FLT_DELETING_OBJECT once the filter is going,
     *     STATUS_INSUFFICIENT_RESOURCES where the system can't make it
     */
    <C> CommunicationPort createCommunicationPort(PortDefinition<C> definition) throws FilterException;
}
