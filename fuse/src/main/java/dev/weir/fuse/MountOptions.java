package dev.weir.fuse;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a volume is mounted with. Nothing of it can change while it is mounted.
 *
 * @param dataMode how file data moves
 * @param transport how requests come
 * @param allowOther other users than the mounting one may use the volume
 * @param readOnly the kernel refuses all changes
 * @param entryTimeOut how long the kernel may believe that a name leads to a file
 * @param attributeTimeOut how long it may believe a file's attributes
 * @param negativeTimeOut how long it may believe that there is no such name; longer than 0 misses files made below for so long
 * @param watchedTimeOut how long it may believe all that where changes made below are watched and told to it ({@link FuseVolume#watchRefusal}); 0: they are not watched
 * @param maximumWorkers how many operations may hold a thread at once before the rest has to wait
 * @param notices told once of what is not as asked for, in a line, such as why there is no passthrough
 */
public record MountOptions(
        DataMode dataMode,
        Transport transport,
        boolean allowOther,
        boolean readOnly,
        Duration entryTimeOut,
        Duration attributeTimeOut,
        Duration negativeTimeOut,
        Duration watchedTimeOut,
        int maximumWorkers,
        Consumer<String> notices) {

    /** The usual ones: passthrough, everybody, time-outs of a second and none for what is not there, a minute for all where that is watched, 512 workers. */
    public static MountOptions usual() {
        Duration second = Duration.ofSeconds(1);
        return new MountOptions(
                DataMode.PASSTHROUGH,
                Transport.AUTO,
                true,
                false,
                second,
                second,
                Duration.ZERO,
                Duration.ofMinutes(1),
                512,
                notice -> {});
    }

    public MountOptions {
        if (maximumWorkers < 2) {
            throw new IllegalArgumentException("a volume needs 2 workers at least, not " + maximumWorkers);
        }
        if (entryTimeOut.isNegative()
                || attributeTimeOut.isNegative()
                || negativeTimeOut.isNegative()
                || watchedTimeOut.isNegative()) {
            throw new IllegalArgumentException("time-outs can't be negative");
        }
    }

    public MountOptions withDataMode(DataMode mode) {
        return with(to -> to.dataMode = mode);
    }

    public MountOptions withTransport(Transport way) {
        return with(to -> to.transport = way);
    }

    public MountOptions withAllowOther(boolean others) {
        return with(to -> to.allowOther = others);
    }

    public MountOptions withReadOnly(boolean refusesChanges) {
        return with(to -> to.readOnly = refusesChanges);
    }

    /** Times that hold whatever is changed below: nothing is watched. */
    public MountOptions withTimeOuts(Duration entry, Duration attributes, Duration negative) {
        return with(to -> {
            to.entryTimeOut = entry;
            to.attributeTimeOut = attributes;
            to.negativeTimeOut = negative;
            to.watchedTimeOut = Duration.ZERO;
        });
    }

    public MountOptions withWatchedTimeOut(Duration all) {
        return with(to -> to.watchedTimeOut = all);
    }

    public MountOptions withMaximumWorkers(int workers) {
        return with(to -> to.maximumWorkers = workers);
    }

    public MountOptions withNotices(Consumer<String> told) {
        return with(to -> to.notices = told);
    }

    private MountOptions with(Consumer<Change> change) {
        var to = new Change(this);
        change.accept(to);
        return to.options();
    }

    /** All options of one, for a change of some. */
    private static final class Change {
        private DataMode dataMode;
        private Transport transport;
        private boolean allowOther;
        private boolean readOnly;
        private Duration entryTimeOut;
        private Duration attributeTimeOut;
        private Duration negativeTimeOut;
        private Duration watchedTimeOut;
        private int maximumWorkers;
        private Consumer<String> notices;

        Change(MountOptions from) {
            dataMode = from.dataMode;
            transport = from.transport;
            allowOther = from.allowOther;
            readOnly = from.readOnly;
            entryTimeOut = from.entryTimeOut;
            attributeTimeOut = from.attributeTimeOut;
            negativeTimeOut = from.negativeTimeOut;
            watchedTimeOut = from.watchedTimeOut;
            maximumWorkers = from.maximumWorkers;
            notices = from.notices;
        }

        MountOptions options() {
            return new MountOptions(
                    dataMode,
                    transport,
                    allowOther,
                    readOnly,
                    entryTimeOut,
                    attributeTimeOut,
                    negativeTimeOut,
                    watchedTimeOut,
                    maximumWorkers,
                    notices);
        }
    }
}
