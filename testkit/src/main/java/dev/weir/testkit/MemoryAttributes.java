package dev.weir.testkit;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.manager.Operation;
import dev.weir.manager.VolumeStatistics;
import dev.weir.operation.GetXattr;
import dev.weir.operation.ListXattr;
import dev.weir.operation.RemoveXattr;
import dev.weir.operation.SetAttributes;
import dev.weir.operation.SetXattr;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/** Attributes and extended attributes. */
final class MemoryAttributes {
    private static final int SET_ID_BITS = 06000;
    private static final int CREATE = 1;
    private static final int REPLACE = 2;
    private static final int UNKNOWN_OWNER = -1;

    private MemoryAttributes() {}

    static void query(Operation operation) {
        MemoryNames.inode(operation.node()).describeTo(operation.attributes());
        operation.succeed(0);
    }

    static void change(Operation operation, SetAttributes change) {
        MemoryInode inode = MemoryNames.inode(operation.node());
        int valid = change.valid();
        synchronized (inode) {
            if ((valid & SetAttributes.VALID_SIZE) != 0) {
                resize(inode, change.size());
            }
            if ((valid & (SetAttributes.VALID_USER_ID | SetAttributes.VALID_GROUP_ID)) != 0) {
                change(inode, change);
            }
            if ((valid & SetAttributes.VALID_MODE) != 0) {
                inode.permissions(change.mode());
            }
            inode.changed();
            if ((valid & (SetAttributes.VALID_ACCESS_TIME | SetAttributes.VALID_MODIFICATION_TIME)) != 0) {
                inode.times(accessTime(inode, change), modificationTime(inode, change));
            }
            inode.describeTo(operation.attributes());
        }
        operation.succeed(0);
    }

    private static void resize(MemoryInode inode, long size) {
        if (inode.type != FileType.REGULAR) {
            throw new Refused(inode.type == FileType.DIRECTORY ? Errno.EISDIR : Errno.EINVAL);
        }
        inode.details().content.resize(size);
        inode.modified();
    }

    private static void change(MemoryInode inode, SetAttributes change) {
        boolean user = (change.valid() & SetAttributes.VALID_USER_ID) != 0;
        boolean group = (change.valid() & SetAttributes.VALID_GROUP_ID) != 0;
        inode.changeOwner(user ? change.userId() : UNKNOWN_OWNER, group ? change.groupId() : UNKNOWN_OWNER);
        if (inode.type == FileType.REGULAR) {
            inode.permissions(inode.permissions() & ~SET_ID_BITS);
        }
    }

    private static long accessTime(MemoryInode inode, SetAttributes change) {
        if ((change.valid() & SetAttributes.VALID_ACCESS_TIME) == 0) {
            return inode.accessNanos();
        }
        boolean now = (change.valid() & SetAttributes.VALID_ACCESS_NOW) != 0;
        return now ? MemoryInode.now() : change.accessSeconds() * 1_000_000_000L + change.accessNanos();
    }

    private static long modificationTime(MemoryInode inode, SetAttributes change) {
        if ((change.valid() & SetAttributes.VALID_MODIFICATION_TIME) == 0) {
            return inode.modificationNanos();
        }
        boolean now = (change.valid() & SetAttributes.VALID_MODIFICATION_NOW) != 0;
        return now ? MemoryInode.now() : change.modificationSeconds() * 1_000_000_000L + change.modificationNanos();
    }

    static void getXattr(Operation operation, GetXattr get) {
        MemoryInode inode = MemoryNames.inode(operation.node());
        synchronized (inode) {
            byte[] value = inode.details().xattrs.get(get.name());
            if (value == null) {
                throw new Refused(Errno.ENODATA);
            }
            answer(operation, value, get.byteCount());
        }
    }

    static void listXattrs(Operation operation, ListXattr list) {
        MemoryInode inode = MemoryNames.inode(operation.node());
        synchronized (inode) {
            int length = inode.details().xattrs.keySet().stream()
                    .mapToInt(name -> name.length() + 1)
                    .sum();
            var names = new byte[length];
            int at = 0;
            for (FileName name : inode.details().xattrs.keySet()) {
                name.copyTo(names, at);
                at += name.length() + 1;
            }
            answer(operation, names, list.byteCount());
        }
    }

    private static void answer(Operation operation, byte[] bytes, int room) {
        if (room > 0) {
            if (room < bytes.length) {
                throw new Refused(Errno.ERANGE);
            }
            fill(operation, bytes);
        }
        operation.succeed(bytes.length);
    }

    /** Copies an answer to where the operation wants it. */
    static void fill(Operation operation, byte[] bytes) {
        MemorySegment.copy(
                bytes,
                0,
                operation.buffer().segment(),
                ValueLayout.JAVA_BYTE,
                operation.buffer().offset(),
                (int) Math.min(bytes.length, operation.buffer().length()));
    }

    /** The data that came with the operation. */
    static byte[] payload(Operation operation) {
        return operation
                .buffer()
                .segment()
                .asSlice(operation.buffer().offset(), operation.buffer().length())
                .toArray(ValueLayout.JAVA_BYTE);
    }

    static void setXattr(Operation operation, SetXattr set) {
        MemoryInode inode = MemoryNames.inode(operation.node());
        synchronized (inode) {
            Map<FileName, byte[]> xattrs = inode.details().xattrs;
            if ((set.flags() & CREATE) != 0 && xattrs.containsKey(set.name())) {
                throw new Refused(Errno.EEXIST);
            }
            if ((set.flags() & REPLACE) != 0 && !xattrs.containsKey(set.name())) {
                throw new Refused(Errno.ENODATA);
            }
            xattrs.put(set.name(), payload(operation));
            inode.changed();
        }
        operation.succeed(0);
    }

    static void removeXattr(Operation operation, RemoveXattr remove) {
        MemoryInode inode = MemoryNames.inode(operation.node());
        synchronized (inode) {
            if (inode.details().xattrs.remove(remove.name()) == null) {
                throw new Refused(Errno.ENODATA);
            }
            inode.changed();
        }
        operation.succeed(0);
    }

    static void statistics(Operation operation) {
        VolumeStatistics statistics = operation.volumeStatistics();
        statistics.blockSize = 4096;
        statistics.fragmentSize = 4096;
        statistics.blocks = 1 << 22;
        statistics.freeBlocks = 1 << 21;
        statistics.availableBlocks = 1 << 21;
        statistics.files = 1 << 20;
        statistics.freeFiles = 1 << 19;
        statistics.maximumNameLength = 255;
        operation.succeed(0);
    }
}
