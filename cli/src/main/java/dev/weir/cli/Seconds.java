package dev.weir.cli;

import dev.weir.service.Refusal;

/** Times that a user gives. */
final class Seconds {
    private static final double LONGEST = 1e9;

    private Seconds() {}

    /** An option's seconds as milliseconds; refuses what is negative, no number, or longer than a life. */
    static long millis(String option, double seconds) throws Refusal {
        if (seconds >= 0 && seconds <= LONGEST) {
            return (long) (seconds * 1000);
        }
        throw new Refusal(Refusal.Kind.USAGE, option + "=" + seconds + ": give seconds from 0 up, such as 30 or 0.5");
    }
}
