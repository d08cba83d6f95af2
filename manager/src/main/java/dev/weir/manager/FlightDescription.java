package dev.weir.manager;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names an operation in flight for people: what, on which path, by whom, how old, and who holds it in which thread. */
final class FlightDescription {
    private FlightDescription() {}

    /** @param now the moment that its age is told at: one for a whole list, or those that are read later look older than they are */
    static InFlight inFlight(OperationFlight flight, long now) {
        Operation operation = flight.operation();
        InstanceObject holder = flight.holder();
        Thread runner = flight.runner();
        InstanceObject initiator = operation.initiator();
        String own = initiator == null ? "" : "own I/O of " + initiator.filter().name() + ", ";
        String where = own + whereIs(flight, holder);
        return new InFlight(
                operation.id(),
                operation.volume().name(),
                operation.operationName(),
                path(operation),
                operation.requestor().processId(),
                operation.requestor().program(),
                age(flight.startedNanos(), now),
                where,
                holder == null ? "" : holder.filter().name(),
                runner == null ? "" : runner.getName() + top(runner));
    }

    private static String whereIs(OperationFlight flight, @Nullable InstanceObject holder) {
        return holder != null
                ? flight.line().holding(holder, flight.operation().operationName())
                : flight.isInBase() ? "in the base file system" : "on its way";
    }

    static String of(OperationFlight flight, InstanceObject holder) {
        Operation operation = flight.operation();
        Thread runner = flight.runner();
        return String.format(
                Locale.ROOT,
                "%s: %s on %s by process %d, %.1f s%s",
                holder.filter().name(),
                flight.line().holding(holder, flight.operation().operationName()),
                path(operation),
                operation.requestor().processId(),
                Math.max(0, age(flight.startedNanos(), System.nanoTime())) / 1e9,
                runner == null ? "" : ", in " + runner.getName() + top(runner));
    }

    /** -1 where it has ended while it was looked at: its moment of start is 0 then. */
    static long age(long started, long now) {
        return started == 0 ? -1 : Math.max(0, now - started);
    }

    /** The operation may end while it is looked at; then its path is not to be had. */
    static String path(Operation operation) {
        try {
            return operation.path().text();
        } catch (RuntimeException e) {
            return "?";
        }
    }

    static String top(@Nullable Thread thread) {
        if (thread == null) {
            return "";
        }
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length == 0 ? "" : " at " + stack[0];
    }
}
