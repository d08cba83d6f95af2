package dev.weir.manager;

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

    /** Starts with version 0 and gives it to be filled. */
    ParameterBlock reset() {
        for (int i = 0; i <= Math.min(version + 1, versions.length - 1); i++) {
            versions[i].clearObjects();
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

    /** Takes over the version that a layer of another operation saw. */
    void copyFrom(ParameterBlocks other, int seen) {
        reset().copyFrom(other.versions[seen]);
    }
}
