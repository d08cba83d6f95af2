package dev.weir.filters.spy;

import dev.weir.operation.Allocate;
import dev.weir.operation.CopyRange;
import dev.weir.operation.CreateFile;
import dev.weir.operation.Fsync;
import dev.weir.operation.FsyncDirectory;
import dev.weir.operation.GetXattr;
import dev.weir.operation.Ioctl;
import dev.weir.operation.Link;
import dev.weir.operation.ListXattr;
import dev.weir.operation.LockFile;
import dev.weir.operation.MakeDirectory;
import dev.weir.operation.MakeNode;
import dev.weir.operation.MakeSymbolicLink;
import dev.weir.operation.MakeTemporaryFile;
import dev.weir.operation.Open;
import dev.weir.operation.Parameters;
import dev.weir.operation.QueryLock;
import dev.weir.operation.Read;
import dev.weir.operation.ReadDirectory;
import dev.weir.operation.RemoveXattr;
import dev.weir.operation.Rename;
import dev.weir.operation.Seek;
import dev.weir.operation.SetAttributes;
import dev.weir.operation.SetLock;
import dev.weir.operation.SetXattr;
import dev.weir.operation.Write;
import java.util.Locale;

/** The parameters that matter, as strace would name them: {@code offset=0 length=4096}. */
final class Detail {
    private Detail() {}

    static String of(Parameters parameters) {
        return switch (parameters) {
            case Read read -> range(read.offset(), read.byteCount());
            case Write write -> range(write.offset(), write.byteCount());
            case Open open -> "flags=" + Symbols.openFlags(open.flags());
            case CreateFile create ->
                "flags=" + Symbols.openFlags(create.flags()) + " " + mode(create.mode(), create.umask());
            case MakeTemporaryFile make ->
                "flags=" + Symbols.openFlags(make.flags()) + " " + mode(make.mode(), make.umask());
            case MakeDirectory make -> mode(make.mode(), make.umask());
            case MakeNode make ->
                Symbols.type(make.mode()) + " " + mode(make.mode(), make.umask()) + device(make.device());
            case MakeSymbolicLink make -> "target=" + make.target();
            case Link link -> "to=" + link.newParent().path().resolve(link.newName());
            case Rename rename ->
                "to=" + rename.newParent().path().resolve(rename.newName()) + Symbols.renameFlags(rename.flags());
            case SetAttributes change -> change(change);
            case Allocate allocate ->
                range(allocate.offset(), allocate.rangeLength()) + Symbols.allocateFlags(allocate.mode());
            case CopyRange copy ->
                range(copy.offset(), copy.rangeLength()) + " to="
                        + copy.destination().node().path() + " at=" + copy.destinationOffset();
            case Seek seek -> "offset=" + seek.offset() + " whence=" + Symbols.whence(seek.whence());
            case ReadDirectory list -> range(list.offset(), list.byteCount());
            case Fsync sync -> sync.dataOnly() ? "datasync" : "";
            case FsyncDirectory sync -> sync.dataOnly() ? "datasync" : "";
            case GetXattr get -> "name=" + get.name() + " length=" + get.byteCount();
            case ListXattr list -> "length=" + list.byteCount();
            case SetXattr set -> "name=" + set.name() + Symbols.xattrFlags(set.flags());
            case RemoveXattr remove -> "name=" + remove.name();
            case Ioctl ioctl -> String.format(Locale.ROOT, "command=0x%08x", ioctl.command());
            case QueryLock lock -> lock(lock.lockType(), lock.start(), lock.end(), false);
            case SetLock lock -> lock(lock.lockType(), lock.start(), lock.end(), lock.waiting());
            case LockFile lock -> "type=" + Symbols.lockType(lock.lockType()) + (lock.waiting() ? " wait" : "");
            default -> "";
        };
    }

    private static String range(long offset, long length) {
        return "offset=" + offset + " length=" + length;
    }

    private static String mode(int mode, int umask) {
        return "mode=" + Symbols.mode(mode & ~umask);
    }

    private static String device(int device) {
        // The encoding of stat(2): 12 bits major, 20 bits minor in two pieces.
        return device == 0 ? "" : " device=" + (device >>> 8 & 0xFFF) + ":" + (device & 0xFF | device >>> 12 & 0xFFF00);
    }

    private static String lock(int type, long start, long end, boolean waiting) {
        String last = end == Long.MAX_VALUE ? "end" : Long.toString(end);
        return "type=" + Symbols.lockType(type) + " range=" + start + "-" + last + (waiting ? " wait" : "");
    }

    private static String change(SetAttributes change) {
        int valid = change.valid();
        var text = new StringBuilder();
        append(text, valid & SetAttributes.VALID_SIZE, "size=", change.size());
        append(text, valid & SetAttributes.VALID_USER_ID, "uid=", change.userId());
        append(text, valid & SetAttributes.VALID_GROUP_ID, "gid=", change.groupId());
        append(text, valid & SetAttributes.VALID_MODE, "mode=", Symbols.mode(change.mode()));
        boolean accessNow = (valid & SetAttributes.VALID_ACCESS_NOW) != 0;
        append(text, valid & SetAttributes.VALID_ACCESS_TIME, "atime=", accessNow ? "now" : change.accessSeconds());
        boolean modificationNow = (valid & SetAttributes.VALID_MODIFICATION_NOW) != 0;
        append(
                text,
                valid & SetAttributes.VALID_MODIFICATION_TIME,
                "mtime=",
                modificationNow ? "now" : change.modificationSeconds());
        return text.toString();
    }

    private static void append(StringBuilder text, int asked, String name, Object value) {
        if (asked != 0) {
            text.append(text.isEmpty() ? "" : " ").append(name).append(value);
        }
    }
}
