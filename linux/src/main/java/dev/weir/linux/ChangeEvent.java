package dev.weir.linux;

import dev.weir.FileName;

/**
 * One event of {@link FanotifyCalls} in the memory that it was read to. Belongs to one thread; looks at one event after the other.
 *
 * <pre>
 *  struct fanotify_event_metadata, 24: 0 event_len(4)  4 vers(1)  6 metadata_len(2)  8 mask(8)  16 fd(4)  20 pid(4): here a thread
 *  struct fanotify_event_info_fid:     0 info_type(1)  2 len(2)  4 fsid(8)  12 handle_bytes(4)  16 handle_type(4)  20 handle, then a name and NUL
 * </pre>
 */
final class ChangeEvent {
    private static final int METADATA = 24;
    private static final int INFO = 12;
    private static final int TYPE_FID = 1;
    private static final int TYPE_DFID_NAME = 2;
    private static final int TYPE_DFID = 3;

    private long at;
    private long directory;
    private long file;
    private long name;
    private long nameEnd;

    /** Looks at the event at an address; returns its length, 0 where there is none that makes sense. */
    int read(long address, long end) {
        at = address;
        directory = 0;
        file = 0;
        name = 0;
        nameEnd = 0;
        int length = end - address < METADATA ? 0 : NativeMemory.getInt(address);
        if (length < METADATA || length > end - address) {
            return 0;
        }
        long info = address + Short.toUnsignedInt(NativeMemory.getShort(address + 6));
        long eventEnd = address + length;
        while (eventEnd - info >= INFO + 8) {
            int size = Short.toUnsignedInt(NativeMemory.getShort(info + 2));
            if (size < INFO + 8 || size > eventEnd - info) {
                return 0;
            }
            take(info, size);
            info += size;
        }
        return length;
    }

    private void take(long info, int size) {
        long handle = info + INFO;
        switch (NativeMemory.getByte(info)) {
            case TYPE_FID -> file = handle;
            case TYPE_DFID -> directory = handle;
            case TYPE_DFID_NAME -> {
                directory = handle;
                name = handle + HandleCalls.size(handle);
                nameEnd = info + size;
            }
            default -> {}
        }
    }

    /** The events that it is made of. */
    int mask() {
        return (int) NativeMemory.getLong(at + 8);
    }

    /** The thread that did it; 0 where that is in another process namespace. */
    int thread() {
        return NativeMemory.getInt(at + 20);
    }

    /** The address of the handle of the directory that a name changed in, 0 if there is none. */
    long directory() {
        return directory;
    }

    /** The address of the handle of the file that changed or whose name did; of a directory that changed itself there is no other. */
    long file() {
        return file != 0 ? file : directory;
    }

    /** The name in the directory. */
    FileName name() {
        int length = name == 0 ? 0 : NativeMemory.stringLength(name, (int) (nameEnd - name));
        return FileName.of(NativeMemory.bytes(name, length));
    }
}
