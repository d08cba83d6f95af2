package dev.weir;

/**
 * One operation as {@code weir tail} shows it.
 *
 * @param timeMillis when the operation passed the publishing filter on its way down, in milliseconds since 1970
 * @param volume the volume's name
 * @param process the process that asked, -1 where unknown
 * @param thread its thread, -1 where unknown
 * @param program its command name, empty where unknown
 * @param operation the programmers' name of the operation, such as {@code rename}
 * @param path what it was about, below the volume's root
 * @param detail the parameters that matter, such as {@code offset=0 length=4096}; may be empty
 * @param status what it ended with
 * @param errno what the program was told, 0 for success
 * @param information bytes transferred where the operation transfers some, else 0
 * @param durationNanos from the pre-operation to the post-operation of the publishing filter; -1 where it was drained in between and the end is unknown
 */
public record OperationEvent(
        long timeMillis,
        String volume,
        int process,
        int thread,
        String program,
        String operation,
        String path,
        String detail,
        NtStatus status,
        int errno,
        long information,
        long durationNanos) {}
