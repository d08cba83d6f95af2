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
        int maximumWorkers,
        Consumer<String> notices) {

    /** The usual ones: passthrough, everybody, time-outs of a second and none for what is not there, 512 workers. */
    public static MountOptions usual() {
        Duration second = Duration.ofSeconds(1);
        return new MountOptions(
                DataMode.PASSTHROUGH, Transport.AUTO, true, false, second, second, Duration.ZERO, 512, notice -> {});
    }

    public MountOptions {
        if (maximumWorkers < 2) {
            throw new IllegalArgumentException("a volume needs 2 workers at least, not " + maximumWorkers);
        }
        if (entryTimeOut.isNegative() || attributeTimeOut.isNegative() || negativeTimeOut.isNegative()) {
            throw new IllegalArgumentException("time-outs can't be negative");
        }
    }

    public MountOptions withDataMode(DataMode mode) {
        return new MountOptions(
                mode,
                transport,
                allowOther,
                readOnly,
                entryTimeOut,
                attributeTimeOut,
                negativeTimeOut,
                maximumWorkers,
                notices);
    }

    public MountOptions withTransport(Transport way) {
        return new MountOptions(
                dataMode,
                way,
                allowOther,
                readOnly,
                entryTimeOut,
                attributeTimeOut,
                negativeTimeOut,
                maximumWorkers,
                notices);
    }

    public MountOptions withAllowOther(boolean others) {
        return new MountOptions(
                dataMode,
                transport,
                others,
                readOnly,
                entryTimeOut,
                attributeTimeOut,
                negativeTimeOut,
                maximumWorkers,
                notices);
    }

    public MountOptions withReadOnly(boolean refusesChanges) {
        return new MountOptions(
                dataMode,
                transport,
                allowOther,
                refusesChanges,
                entryTimeOut,
                attributeTimeOut,
                negativeTimeOut,
                maximumWorkers,
                notices);
    }

    public MountOptions withTimeOuts(Duration entry, Duration attributes, Duration negative) {
        return new MountOptions(
                dataMode, transport, allowOther, readOnly, entry, attributes, negative, maximumWorkers, notices);
    }

    public MountOptions withMaximumWorkers(int workers) {
        return new MountOptions(
                dataMode,
                transport,
                allowOther,
                readOnly,
                entryTimeOut,
                attributeTimeOut,
                negativeTimeOut,
                workers,
                notices);
    }

    public MountOptions withNotices(Consumer<String> told) {
        return new MountOptions(
                dataMode,
                transport,
                allowOther,
                readOnly,
                entryTimeOut,
                attributeTimeOut,
                negativeTimeOut,
                maximumWorkers,
                told);
    }
}
