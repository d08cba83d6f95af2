package dev.weir.fuse;

import dev.weir.FileName;
import dev.weir.manager.FileNodeObject;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The names that the kernel was told lead nowhere, or by a filter somewhere else, for as long as it may believe that. It keeps them, and nothing that it can be told makes it forget them all without also throwing out what is mounted on other names. So they have
 * to be known one by one, and there is a limit. Safe on any thread.
 */
final class AbsentNames {
    /** A name in a directory. */
    record Name(FileNodeObject directory, FileName name) {}

    private static final int MOST = 16_384;

    private final long believedNanos;
    private final Object lock = new Object();
    private Set<Name> older = new HashSet<>();
    private Set<Name> newer = new HashSet<>();
    private long since = System.nanoTime();

    /** @param believedNanos how long the kernel may believe one */
    AbsentNames(long believedNanos) {
        this.believedNanos = believedNanos;
    }

    /** Before the kernel is told of one. False where there are too many: it must not believe that one. */
    boolean add(FileNodeObject directory, FileName name) {
        long now = System.nanoTime();
        synchronized (lock) {
            if (now - since > believedNanos) {
                older = newer;
                newer = new HashSet<>();
                since = now;
            }
            if (newer.size() >= MOST) {
                return false;
            }
            newer.add(new Name(directory, name));
            return true;
        }
    }

    /** All that it may believe still, and some more. The action is called without a lock. */
    void forEach(BiConsumer<? super FileNodeObject, ? super FileName> action) {
        Set<Name> all;
        synchronized (lock) {
            all = new HashSet<>(older);
            all.addAll(newer);
        }
        all.forEach(absent -> action.accept(absent.directory, absent.name));
    }
}
