package dev.weir.fuse;

import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of a volume, and the interrupts that came before their requests.
 *
 * <p>The kernel's number of a request is looked for among all of them, since that happens only at an interrupt: a request itself costs no entry here.
 */
final class InFlight {
    private static final long FORGOTTEN = 10_000_000_000L;

    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<Long, Long> early = new ConcurrentHashMap<>();
    private final Consumer<Exchange> onEarly;

    /** @param onEarly told of an exchange whose request turns out to be interrupted already */
    InFlight(Consumer<Exchange> onEarly) {
        this.onEarly = onEarly;
    }

    void add(Exchange exchange) {
        exchanges.add(exchange);
    }

    void remove(Exchange exchange) {
        exchanges.remove(exchange);
    }

    /** An exchange has taken up a request. */
    void begun(Exchange exchange, long unique) {
        if (!early.isEmpty() && early.remove(unique) != null) {
            onEarly.accept(exchange);
        }
    }

    void ended(long unique) {
        if (!early.isEmpty()) {
            early.remove(unique);
        }
    }

    /** Finds and pins the exchange of a request; where it is not there yet the interrupt is kept for it. */
    @Nullable
    Exchange interrupted(long unique) {
        Exchange found = pinned(unique);
        if (found != null) {
            return found;
        }
        long now = System.nanoTime();
        early.values().removeIf(since -> now - since > FORGOTTEN);
        early.put(unique, now);
        found = pinned(unique);
        if (found != null) {
            early.remove(unique);
        }
        return found;
    }

    /** Finds the exchange of a request and pins it. */
    private @Nullable Exchange pinned(long unique) {
        for (Exchange exchange : exchanges) {
            if (exchange.unique() == unique) {
                exchange.pin();
                if (exchange.unique() == unique) {
                    return exchange;
                }
                exchange.unpin();
            }
        }
        return null;
    }

    /** Whether no request is at hand. */
    boolean isQuiet() {
        return exchanges.stream().allMatch(exchange -> exchange.unique() == 0);
    }

    boolean uses(FileHandleObject openFile) {
        return exchanges.stream().anyMatch(exchange -> exchange.uses(openFile));
    }

    /** The nodes that requests are on right now. */
    Set<FileNodeObject> nodes() {
        var nodes = new HashSet<FileNodeObject>();
        exchanges.forEach(exchange -> exchange.addNodeTo(nodes));
        return nodes;
    }

    void forEach(Consumer<Exchange> action) {
        exchanges.forEach(action);
    }

    /** How many interrupts wait for their requests. */
    int earlyInterrupts() {
        return early.size();
    }
}
