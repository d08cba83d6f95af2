package dev.weir.service;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that was refused, or that failed. Its message is one line for people: the status or the reason, and the remedy. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of "no" it is, with the exit status of a command that ends with it. */
    public enum Kind {
        /** The answer was no: a filter's or the manager's. */
        NO(1),
        /** The request makes no sense. */
        USAGE(2),
        /** No service answers. */
        UNREACHABLE(3),
        /** It takes longer than the requester waits. */
        TIMED_OUT(4),
        /** The system said no. */
        SYSTEM(5);

        private final int exitStatus;

        Kind(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        public int exitStatus() {
            return exitStatus;
        }

        /** The kind of an exit status; {@link #SYSTEM} where there is none. */
        public static Kind of(int exitStatus) {
            for (Kind kind : values()) {
                if (kind.exitStatus == exitStatus) {
                    return kind;
                }
            }
            return SYSTEM;
        }
    }

    private final Kind kind;
    private final transient @Nullable NtStatus status;

    public Refusal(Kind kind, @Nullable NtStatus status, String message) {
        super(message);
        this.kind = kind;
        this.status = status;
    }

    public Refusal(Kind kind, String message) {
        this(kind, null, message);
    }

    /** The manager's or a filter's "no". The message has the status where the exception's does not. */
    public static Refusal of(FilterException refused) {
        String message = String.valueOf(refused.getMessage());
        boolean complete = message.contains(refused.status().hex());
        return new Refusal(Kind.NO, refused.status(), complete ? message : refused.status() + ": " + message);
    }

    /** A "no" with a status: the message is the status, then the reason with the remedy. */
    public static Refusal no(NtStatus status, String reason) {
        return new Refusal(Kind.NO, status, status + ": " + reason);
    }

    /** The system refused. */
    public static Refusal system(String message) {
        return new Refusal(Kind.SYSTEM, message);
    }

    public Kind kind() {
        return kind;
    }

    /** The status of the manager's or of a filter's. */
    public Optional<NtStatus> status() {
        return Optional.ofNullable(status);
    }

    /** The message; never null. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
