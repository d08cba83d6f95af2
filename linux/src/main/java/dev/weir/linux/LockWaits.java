package dev.weir.linux;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who waits for whose record locks, on all files of a file system, so that a circle of owners that wait for each other
 * is found. As on a local file system the wait that closed it is the one that is denied.
 *
 * <p>An unlock that is just on its way can make a wait look like part of a circle; so a wait is denied where two
 * rounds in turn found it.
 *
 * <p>Safe on any thread. No foreign code runs under this object's lock.
 */
final class LockWaits {
    /** Somebody's wait. Known by its identity. */
    interface Wait {
        /** Ends the wait with EDEADLK, unless it has ended already. Called without locks. */
        void deny();
    }

    private record Blocked(long owner, Set<Long> by) {}

    private final Map<Wait, Blocked> waits = new LinkedHashMap<>();
    private Set<Wait> suspects = new HashSet<>();

    /**
     * A wait begins, or others are in its way than before.
     *
     * @param by the other owners whose locks are in the way, as far as they are this file system's. Not changed any more
     */
    synchronized void put(Wait wait, long owner, Set<Long> by) {
        waits.put(wait, new Blocked(owner, by));
    }

    /** The wait has ended, if it ever was one of these. */
    synchronized void remove(Wait wait) {
        waits.remove(wait);
        suspects.remove(wait);
    }

    /** One round: denies what closes a circle and did so in the round before. By one thread at a time. */
    void denyCircles() {
        confirmed().forEach(Wait::deny);
    }

    private synchronized List<Wait> confirmed() {
        Set<Wait> closing = closing();
        List<Wait> confirmed = closing.stream().filter(suspects::contains).toList();
        suspects = closing;
        return confirmed;
    }

    /** The waits that would close a circle if all began again in their order and such a one was denied at once. */
    private Set<Wait> closing() {
        Set<Wait> closing = new HashSet<>();
        Map<Long, List<Blocked>> earlier = new HashMap<>();
        waits.forEach((wait, blocked) -> {
            if (leadsBack(blocked, earlier)) {
                closing.add(wait);
            } else {
                earlier.computeIfAbsent(blocked.owner, _ -> new ArrayList<>(1)).add(blocked);
            }
        });
        return closing;
    }

    private static boolean leadsBack(Blocked blocked, Map<Long, List<Blocked>> earlier) {
        Set<Long> seen = new HashSet<>(blocked.by);
        Deque<Long> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (Blocked next : earlier.getOrDefault(open.removeFirst(), List.of())) {
                for (long owner : next.by) {
                    if (seen.add(owner)) {
                        open.addLast(owner);
                    }
                }
            }
        }
        return seen.contains(blocked.owner);
    }
}
