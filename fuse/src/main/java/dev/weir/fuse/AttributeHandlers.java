package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.linux.NativeMemory;
import dev.weir.manager.AttributeBlock;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Requests;
import dev.weir.manager.VolumeStatistics;

/**
 * What asks for attributes and changes them.
 *
 * <pre>
 *  getattr_in 16: 0 getattr_flags(4)  8 fh(8)
 *  setattr_in 88: 0 valid(4)  8 fh  16 size  24 lock_owner  32 atime  40 mtime  48 ctime  56 atimensec(4)  60 mtimensec(4)  64 ctimensec(4)
 *                 68 mode(4)  76 uid(4)  80 gid(4)
 *  statx_in 24:   0 getattr_flags(4)  8 fh(8)  16 sx_flags(4)  20 sx_mask(4)
 *  statx_out 288: 0 attr_valid(8)  8 attr_valid_nsec(4)  32 as struct statx, 256
 *  kstatfs 80:    0 blocks  8 bfree  16 bavail  24 files  32 ffree  40 bsize(4)  44 namelen(4)  48 frsize(4)
 * </pre>
 */
final class AttributeHandlers {
    private static final int BASIC_STATS = 0x7ff;
    private static final int BIRTH_TIME = 0x800;
    private static final int GETATTR_FH = 1;

    private static final int MODE = 1;
    private static final int OWNERS = 1 << 1 | 1 << 2;
    private static final int SIZE = 1 << 3;
    private static final int TIMES = 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8;
    private static final int HANDLE = 1 << 6;
    private static final int KILL_SUIDGID = 1 << 11;
    private static final int PATH_MAX = 4096;

    private AttributeHandlers() {}

    static void getattr(Exchange x) {
        x.request.require(16);
        Requests.getattr(x.operation, BASIC_STATS);
        if ((x.request.number(0) & GETATTR_FH) != 0) {
            x.start(x.handle(x.request.word(8)), AttributeHandlers::attributes);
        } else {
            x.start(x.node(), AttributeHandlers::attributes);
        }
    }

    static void statx(Exchange x) {
        x.request.require(24);
        Requests.getattr(x.operation, x.request.number(20));
        if ((x.request.number(0) & GETATTR_FH) != 0) {
            x.start(x.handle(x.request.word(8)), AttributeHandlers::extendedAttributes);
        } else {
            x.start(x.node(), AttributeHandlers::extendedAttributes);
        }
    }

    static void setattr(Exchange x) {
        x.request.require(88);
        int asked = x.request.number(0);
        int valid = asked & (MODE | OWNERS | SIZE | TIMES);
        if (valid == 0 && clearsSetIds(x)) {
            Requests.setAttributes(x.operation, OWNERS, 0, -1, -1, 0, 0, 0, 0, 0);
        } else if (valid == 0) {
            // The change time alone is nobody's to set: the file system below keeps it.
            Requests.getattr(x.operation, BASIC_STATS);
        } else {
            Requests.setAttributes(
                    x.operation,
                    valid,
                    x.request.number(68),
                    x.request.number(76),
                    x.request.number(80),
                    x.request.word(16),
                    x.request.word(32),
                    x.request.number(56),
                    x.request.word(40),
                    x.request.number(60));
            if ((valid & SIZE) != 0) {
                x.clearsSetIds(asked, KILL_SUIDGID);
            }
        }
        if ((asked & HANDLE) != 0) {
            x.start(x.handle(x.request.word(8)), AttributeHandlers::attributes);
        } else {
            x.start(x.node(), AttributeHandlers::attributes);
        }
    }

    /**
     * A change of nothing is chown(2) to nobody, which clears set-user-ID and set-group-ID bits, or announces a write that does. The kernel has not checked who asks: the owner may, and root.
     */
    private static boolean clearsSetIds(Exchange x) {
        Probe probe = x.probe();
        if (!x.connection.negotiation().tellsKeptIds() || !probe.getattr(x.node())) {
            return false;
        }
        int user = x.request.userId();
        AttributeBlock now = probe.attributes();
        return now.hasSetIds() && (user == 0 || user == now.userId());
    }

    static void readlink(Exchange x) {
        FileNodeObject link = x.node();
        Requests.readlink(x.operation);
        x.room(0, PATH_MAX - 1);
        x.start(link, DataHandlers::bytes);
    }

    static void statfs(Exchange x) {
        Requests.statfs(x.operation);
        x.start(x.node(), AttributeHandlers::statistics);
    }

    private static void attributes(Exchange x) {
        if (x.replyFailure()) {
            return;
        }
        AttributeBlock attributes = x.operation.attributes();
        if (!attributes.isPresent()) {
            x.replyError(Errno.EIO);
            return;
        }
        long body = x.body(Entries.ATTRIBUTES);
        Entries.attributesOut(body, x.operation.node(), attributes, x.connection.beliefs());
        x.reply(Entries.ATTRIBUTES);
    }

    private static void extendedAttributes(Exchange x) {
        if (x.replyFailure()) {
            return;
        }
        AttributeBlock from = x.operation.attributes();
        if (!from.isPresent()) {
            x.replyError(Errno.EIO);
            return;
        }
        long body = x.body(288);
        TimeOuts believed = x.connection.beliefs().ofAttributes(x.operation.node());
        NativeMemory.putLong(body, believed.attributeSeconds());
        NativeMemory.putInt(body + 8, believed.attributeNanos());
        long at = body + 32;
        NativeMemory.putInt(at, from.hasBirth() ? BASIC_STATS | BIRTH_TIME : BASIC_STATS);
        NativeMemory.putInt(at + 4, from.blockSize());
        NativeMemory.putInt(at + 16, from.links());
        NativeMemory.putInt(at + 20, from.userId());
        NativeMemory.putInt(at + 24, from.groupId());
        NativeMemory.putShort(at + 28, (short) from.mode());
        NativeMemory.putLong(at + 32, from.inode());
        NativeMemory.putLong(at + 40, from.size());
        NativeMemory.putLong(at + 48, from.blocks());
        time(at + 64, from.accessSeconds(), from.accessNanos());
        if (from.hasBirth()) {
            time(at + 80, from.birthSeconds(), from.birthNanos());
        }
        time(at + 96, from.changeSeconds(), from.changeNanos());
        time(at + 112, from.modificationSeconds(), from.modificationNanos());
        NativeMemory.putInt(at + 128, from.deviceNumber() >>> 8 & 0xfff);
        NativeMemory.putInt(at + 132, from.deviceNumber() & 0xff | from.deviceNumber() >>> 12 & 0xfff00);
        x.reply(288);
    }

    private static void time(long at, long seconds, int nanos) {
        NativeMemory.putLong(at, seconds);
        NativeMemory.putInt(at + 8, nanos);
    }

    private static void statistics(Exchange x) {
        if (x.replyFailure()) {
            return;
        }
        VolumeStatistics from = x.operation.volumeStatistics();
        long body = x.body(80);
        NativeMemory.putLong(body, from.blocks);
        NativeMemory.putLong(body + 8, from.freeBlocks);
        NativeMemory.putLong(body + 16, from.availableBlocks);
        NativeMemory.putLong(body + 24, from.files);
        NativeMemory.putLong(body + 32, from.freeFiles);
        NativeMemory.putInt(body + 40, from.blockSize);
        NativeMemory.putInt(body + 44, from.maximumNameLength);
        NativeMemory.putInt(body + 48, from.fragmentSize);
        x.reply(80);
    }
}
