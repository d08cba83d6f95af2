package dev.weir.manager;

import dev.weir.FileHandle;
import dev.weir.FileName;
import dev.weir.FileNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads and writes the slots of the current version of an operation's parameters. */
abstract class ParameterView {
    private final ParameterBlocks blocks;

    ParameterView(ParameterBlocks blocks) {
        this.blocks = blocks;
    }

    final long number(int slot) {
        return blocks.current().numbers[slot];
    }

    final void number(int slot, long value) {
        blocks.writable().numbers[slot] = value;
    }

    final void object(int slot, Object value) {
        blocks.writable().objects[slot] = Objects.requireNonNull(value);
    }

    /** Another name was set: the file that the front knows by the old one is not what this is about any more. */
    final void forget(int slot) {
        blocks.writable().objects[slot] = null;
    }

    /** A filter gave those below a buffer of another length. */
    void room(int bytes) {
        // Most operations have no count of bytes.
    }

    final FileName name(int slot) {
        return (FileName) present(slot);
    }

    final FileNode node(int slot) {
        return (FileNode) present(slot);
    }

    final @Nullable FileNode nodeOrNull(int slot) {
        return (FileNode) blocks.current().objects[slot];
    }

    final FileHandle handle(int slot) {
        return (FileHandle) present(slot);
    }

    private Object present(int slot) {
        Object object = blocks.current().objects[slot];
        if (object == null) {
            throw new IllegalStateException("this operation has ended; its parameters are no longer valid");
        }
        return object;
    }
}
