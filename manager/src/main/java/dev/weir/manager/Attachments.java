package dev.weir.manager;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.InstanceQueryTeardownCallback;
import dev.weir.InstanceSetupCallback;
import dev.weir.InstanceSetupFlag;
import dev.weir.NtStatus;
import dev.weir.RegistrationFlag;
import dev.weir.TeardownReason;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Attaches and detaches instances. An attach reserves the name and the altitude, asks the filter without any lock, and then either lets new operations see the instance or
 * leaves nothing behind.
 */
final class Attachments {
    private static final long PATIENCE_NANOS = 1_000_000_000;
    private static final long POLL_NANOS = 5_000_000;
    private static final int NAMED = 5;

    private final Findings findings;

    Attachments(Findings findings) {
        this.findings = findings;
    }

    /** Attaches every instance that the descriptor wants attached by itself. What is refused or there already stays away. */
    void automatic(FilterObject filter, VolumeObject volume, boolean newlyMounted) {
        Set<InstanceSetupFlag> flags = EnumSet.of(InstanceSetupFlag.AUTOMATIC_ATTACHMENT);
        if (newlyMounted) {
            flags.add(InstanceSetupFlag.NEWLY_MOUNTED_VOLUME);
        }
        if (volume.isDetached()) {
            flags.add(InstanceSetupFlag.DETACHED_VOLUME);
        }
        for (InstanceDefinition instance : filter.definition().instances()) {
            if (instance.suppressAutomatic()) {
                continue;
            }
            try {
                attach(filter, volume, instance.name(), instance.altitude(), flags);
            } catch (FilterException e) {
                if (e.status().equals(NtStatus.FLT_INSTANCE_ALTITUDE_COLLISION)
                        || e.status().equals(NtStatus.SHARING_VIOLATION)
                        || e.status().equals(NtStatus.FLT_INSTANCE_NAME_COLLISION)
                                && filter.find(volume, Optional.of(instance.name())) == null) {
                    findings.found(filter.name(), "did not attach to " + volume.name(), String.valueOf(e.getMessage()));
                }
            }
        }
    }

    InstanceObject manual(
            FilterObject filter, VolumeObject volume, Optional<String> instanceName, Optional<Altitude> altitude)
            throws FilterException {
        FilterDefinition definition = filter.definition();
        String name = instanceName.orElse(definition.defaultInstance());
        Optional<InstanceDefinition> defined = definition.instance(name);
        if (altitude.isEmpty() && defined.isEmpty()) {
            throw new FilterException(
                    NtStatus.FLT_INSTANCE_NOT_FOUND,
                    filter.name() + " defines no instance '" + name + "': name one of " + names(definition)
                            + ", or an altitude with -a");
        }
        if (altitude.isEmpty() && defined.get().suppressManual()) {
            throw new FilterException(
                    NtStatus.FLT_DO_NOT_ATTACH,
                    "instance '" + name + "' of " + filter.name() + " is not attached by hand (flag 0x2)");
        }
        Set<InstanceSetupFlag> flags = EnumSet.of(InstanceSetupFlag.MANUAL_ATTACHMENT);
        if (volume.isDetached()) {
            flags.add(InstanceSetupFlag.DETACHED_VOLUME);
        }
        return attach(
                filter,
                volume,
                name,
                altitude.or(() -> defined.map(InstanceDefinition::altitude)).orElseThrow(),
                flags);
    }

    private static String names(FilterDefinition definition) {
        return String.join(
                ", ",
                definition.instances().stream().map(i -> "'" + i.name() + "'").toList());
    }

    private InstanceObject attach(
            FilterObject filter, VolumeObject volume, String name, Altitude altitude, Set<InstanceSetupFlag> flags)
            throws FilterException {
        if (!filter.registration().flags().contains(RegistrationFlag.MUST_SEE_ALL_DATA)) {
            return attachNow(filter, volume, name, altitude, flags);
        }
        volume.hooks().keepData(true);
        try {
            refuseWhereDataGoesPast(filter, volume);
            return attachNow(filter, volume, name, altitude, flags);
        } finally {
            volume.hooks().keepData(false);
        }
    }

    /** What was closed just now the front may not know yet: it has a second. */
    private static void refuseWhereDataGoesPast(FilterObject filter, VolumeObject volume) throws FilterException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        List<String> unseen = volume.unseenData();
        while (!unseen.isEmpty()
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL_NANOS);
            unseen = volume.unseenData();
        }
        if (!unseen.isEmpty()) {
            throw new FilterException(
                    NtStatus.SHARING_VIOLATION,
                    filter.name() + " must see all data, but that of " + unseen.size() + " open files of "
                            + volume.name()
                            + " goes past it: close "
                            + String.join(", ", unseen.subList(0, Math.min(unseen.size(), NAMED)))
                            + (unseen.size() > NAMED ? ", ..." : ""));
        }
    }

    private InstanceObject attachNow(
            FilterObject filter, VolumeObject volume, String name, Altitude altitude, Set<InstanceSetupFlag> flags)
            throws FilterException {
        var instance = new InstanceObject(name, altitude, filter, volume);
        filter.attachBegins(instance);
        boolean attached = false;
        boolean stays = false;
        try {
            volume.reserve(instance);
            try {
                setUp(filter, instance, Set.copyOf(flags));
                stays = volume.stack(instance);
                attached = true;
            } finally {
                if (!attached) {
                    instance.deleteContexts();
                    instance.ownIo().close();
                    volume.removed(instance);
                    instance.neverAttached();
                }
            }
        } finally {
            filter.attachEnds(instance, attached);
        }
        if (!stays) {
            if (instance.claimTeardown()) {
                instance.tearDown(TeardownReason.VOLUME_DISMOUNT, true, new TeardownTally(holder -> {}));
            }
            throw new FilterException(NtStatus.FLT_DELETING_OBJECT, "volume " + volume.name() + " is going away");
        }
        if (filter.isAbandoned()) {
            volume.unstack(instance);
            throw new FilterException(NtStatus.FLT_DELETING_OBJECT, filter.name() + " was abandoned");
        }
        volume.stackChanged();
        return instance;
    }

    private void setUp(FilterObject filter, InstanceObject instance, Set<InstanceSetupFlag> flags)
            throws FilterException {
        Optional<InstanceSetupCallback> setup = filter.registration().setup();
        if (setup.isEmpty()) {
            return;
        }
        NtStatus answer;
        try {
            answer = Optional.ofNullable(setup.get().setup(instance, flags)).orElse(NtStatus.UNSUCCESSFUL);
        } catch (Throwable failure) {
            findings.threw(filter.name(), "instance setup", failure);
            answer = NtStatus.UNSUCCESSFUL;
        }
        if (!answer.isSuccess()) {
            throw new FilterException(
                    answer,
                    filter.name() + " does not attach to " + instance.volume().name() + ": its instance setup answered "
                            + answer);
        }
    }

    void detach(FilterObject filter, VolumeObject volume, Optional<String> instanceName) throws FilterException {
        InstanceObject instance = filter.findAttached(volume, instanceName);
        if (instance == null) {
            throw new FilterException(
                    NtStatus.FLT_INSTANCE_NOT_FOUND,
                    filter.name() + " has no instance"
                            + instanceName.map(n -> " '" + n + "'").orElse("") + " on " + volume.name());
        }
        if (filter.manager().isInCallbackOf(filter) || instance.work().isRunningOn(Thread.currentThread())) {
            throw new FilterException(
                    NtStatus.INVALID_DEVICE_REQUEST,
                    "a filter can't detach itself from a callback of an operation or from its queued work");
        }
        NtStatus answer = NtStatus.FLT_DELETING_OBJECT;
        if (filter.queryBegins()) {
            try {
                answer = mayDetach(filter, instance);
            } finally {
                filter.queryEnds();
            }
        }
        if (!answer.isSuccess() && !instance.isGoing() && !filter.isUnregistered()) {
            throw new FilterException(
                    answer, filter.name() + " refused to be detached from " + volume.name() + ": " + answer);
        }
        // An instance that goes anyway needs no answer.
        if (!answer.isSuccess() || !instance.claimTeardown()) {
            throw new FilterException(
                    NtStatus.FLT_DELETING_OBJECT, "instance '" + instance.name() + "' is being torn down already");
        }
        instance.tearDown(TeardownReason.MANUAL, false, new TeardownTally(holder -> {}));
    }

    private NtStatus mayDetach(FilterObject filter, InstanceObject instance) {
        Optional<InstanceQueryTeardownCallback> query = filter.registration().queryTeardown();
        if (query.isEmpty()) {
            return NtStatus.FLT_DO_NOT_DETACH;
        }
        try {
            return Optional.ofNullable(query.get().queryTeardown(instance)).orElse(NtStatus.UNSUCCESSFUL);
        } catch (Throwable failure) {
            findings.threw(filter.name(), "instance query teardown", failure);
            return NtStatus.UNSUCCESSFUL;
        }
    }
}
