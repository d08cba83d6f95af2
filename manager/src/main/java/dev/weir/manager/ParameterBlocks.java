package dev.weir.manager;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * An operation's parameters with their history: version 0 is the program's, each dirty change of a filter makes one more.
 *
 * <p>Invariant: during a pre-operation callback {@link #current()} is what that filter sees; {@link #draft} holds its changes until it returns. A
 * layer remembers the version that it saw, so its own post-operation and everybody above see that one again. Not thread-safe: belongs to whoever runs the operation.
 */
final class ParameterBlocks {
    private ParameterBlock[] versions = {new ParameterBlock(), new ParameterBlock()};
    private int version;
    private boolean changeable;
    private boolean draft;
    private final Runnable onDraft;

    /** @param onDraft told before a pre-operation's first change */
    ParameterBlocks(Runnable onDraft) {
        this.onDraft = onDraft;
    }

    /** Starts with version 0 and gives it to be filled. */
    ParameterBlock reset() {
        for (int i = 0; i <= Math.min(version + 1, versions.length - 1); i++) {
            versions[i].clearObjects();
            versions[i].noBuffer();
        }
        version = 0;
        changeable = false;
        draft = false;
        return versions[0];
    }

    int version() {
        return version;
    }

    /** Goes back to a version that a layer saw. */
    void view(int seen) {
        version = seen;
        draft = false;
        changeable = false;
    }

    /** A pre-operation callback begins: setters write to a draft. */
    void beginChanges() {
        changeable = true;
        draft = false;
    }

    /**
     * A pre-operation callback has returned: its draft becomes the next version or is dropped.
     *
     * @return whether there were changes that were not marked
     */
    boolean endChanges(boolean dirty) {
        boolean dropped = draft && !dirty;
        if (draft && dirty) {
            version++;
        }
        draft = false;
        changeable = false;
        return dropped;
    }

    ParameterBlock current() {
        return versions[draft ? version + 1 : version];
    }

    /** Where a setter writes: the draft in a pre-operation callback, a scratch block that nobody reads otherwise. */
    ParameterBlock writable() {
        if (!changeable) {
            return new ParameterBlock();
        }
        if (!draft) {
            onDraft.run();
            if (version + 1 == versions.length) {
                int old = versions.length;
                versions = Arrays.copyOf(versions, old * 2);
                for (int i = old; i < versions.length; i++) {
                    versions[i] = new ParameterBlock();
                }
            }
            versions[version + 1].copyFrom(versions[version]);
            draft = true;
        }
        return versions[version + 1];
    }

    /** Takes over the version that a layer of another operation saw, but for the data, which is somebody else's. */
    void copyFrom(ParameterBlocks other, int seen) {
        ParameterBlock own = reset();
        own.copyFrom(other.versions[seen]);
        own.noBuffer();
    }

    // ---- buffers

    ParameterBlock at(int wanted) {
        return versions[wanted];
    }

    /** The draft gets a buffer of the filter's own. */
    void swap(MemorySegment segment, long offset, long length) {
        ParameterBlock own = writable();
        own.buffer(segment, offset, length);
        own.swapped = true;
    }

    /** A draft that must not come into effect. */
    void dropDraft() {
        if (draft) {
            versions[version + 1].noBuffer();
            draft = false;
        }
    }

    /** The answer is in other memory, for all who share the current version's buffer: those above up to the one that swapped it in. */
    void answer(MemorySegment segment, long offset, long length) {
        int shared = version;
        versions[shared].move(segment, offset, length);
        while (shared > 0 && !versions[shared].swapped) {
            versions[--shared].move(segment, offset, length);
        }
    }

    /** The front has moved its buffer: all versions that share it follow. */
    void moved(MemorySegment from, MemorySegment to, long offset) {
        int last = draft ? version + 1 : version;
        for (int i = 0; i <= last; i++) {
            if (versions[i].segment.equals(from)) {
                versions[i].move(to, offset, versions[i].length);
            }
        }
    }

    /** The next version once more, as that of a layer which saw {@code seen}, with another first number. */
    void repeat(int seen, long first) {
        view(seen);
        beginChanges();
        writable().numbers[0] = first;
        endChanges(true);
    }
}
