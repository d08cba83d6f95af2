package dev.weir.fuse;

import dev.weir.FileName;
import dev.weir.linux.NativeMemory;
import dev.weir.manager.AttributeBlock;
import dev.weir.manager.FileNodeObject;

/**
 * How nodes and attributes stand in replies.
 *
 * <pre>
 *  struct fuse_attr, 88 bytes: 0 ino  8 size  16 blocks  24 atime  32 mtime  40 ctime  48 atimensec(4)  52 mtimensec  56 ctimensec  60 mode
 *                              64 nlink  68 uid  72 gid  76 rdev  80 blksize  84 flags
 *  struct fuse_entry_out, 128: 0 nodeid  8 generation  16 entry_valid  24 attr_valid  32 entry_valid_nsec(4)  36 attr_valid_nsec(4)  40 attr
 *  struct fuse_attr_out, 104:  0 attr_valid  8 attr_valid_nsec(4)  16 attr
 * </pre>
 */
final class Entries {
    static final int ENTRY = 128;
    static final int ATTRIBUTES = 104;

    private Entries() {}

    /**
     * Writes what names a node to the kernel.
     *
     * @param directory where the name is, or another file on the same mount below
     */
    static void entry(
            long at, FileNodeObject directory, FileNodeObject node, AttributeBlock attributes, Beliefs beliefs) {
        TimeOuts ofName = beliefs.ofName(directory);
        NativeMemory.putLong(at, node.id());
        NativeMemory.putLong(at + 8, node.number());
        NativeMemory.putLong(at + 16, ofName.entrySeconds());
        NativeMemory.putInt(at + 32, ofName.entryNanos());
        if (canBeBelieved(attributes)) {
            TimeOuts ofAttributes = beliefs.ofAttributes(node);
            NativeMemory.putLong(at + 24, ofAttributes.attributeSeconds());
            NativeMemory.putInt(at + 36, ofAttributes.attributeNanos());
        }
        attributes(at + 40, attributes);
    }

    /** Writes that there is no such name in a directory, which the kernel may believe; false where it may not. */
    static boolean noEntry(long at, FileNodeObject directory, FileName name, Beliefs beliefs) {
        TimeOuts ofName = beliefs.ofName(directory);
        if (!ofName.cachesNegatives() || !beliefs.absentNames().add(directory, name)) {
            return false;
        }
        NativeMemory.putLong(at + 16, ofName.negativeSeconds());
        NativeMemory.putInt(at + 32, ofName.negativeNanos());
        return true;
    }

    /** Writes the answer to GETATTR and SETATTR. */
    static void attributesOut(long at, FileNodeObject node, AttributeBlock attributes, Beliefs beliefs) {
        if (canBeBelieved(attributes)) {
            TimeOuts timeOuts = beliefs.ofAttributes(node);
            NativeMemory.putLong(at, timeOuts.attributeSeconds());
            NativeMemory.putInt(at + 8, timeOuts.attributeNanos());
        }
        attributes(at + 16, attributes);
    }

    /** A write clears set-user-ID and set-group-ID bits below without the kernel above knowing: it must ask before it believes in them, and runs the file. */
    private static boolean canBeBelieved(AttributeBlock attributes) {
        return !attributes.hasSetIds();
    }

    private static void attributes(long at, AttributeBlock from) {
        NativeMemory.putLong(at, from.inode());
        NativeMemory.putLong(at + 8, from.size());
        NativeMemory.putLong(at + 16, from.blocks());
        NativeMemory.putLong(at + 24, from.accessSeconds());
        NativeMemory.putLong(at + 32, from.modificationSeconds());
        NativeMemory.putLong(at + 40, from.changeSeconds());
        NativeMemory.putInt(at + 48, from.accessNanos());
        NativeMemory.putInt(at + 52, from.modificationNanos());
        NativeMemory.putInt(at + 56, from.changeNanos());
        NativeMemory.putInt(at + 60, from.mode());
        NativeMemory.putInt(at + 64, from.links());
        NativeMemory.putInt(at + 68, from.userId());
        NativeMemory.putInt(at + 72, from.groupId());
        NativeMemory.putInt(at + 76, from.deviceNumber());
        NativeMemory.putInt(at + 80, from.blockSize());
    }
}
