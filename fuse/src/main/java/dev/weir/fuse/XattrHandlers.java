package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.linux.NativeMemory;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Requests;

/**
 * Extended attributes, POSIX ACLs among them.
 *
 * <pre>
 *  getxattr_in 8:  0 size(4)                                      name (not with LISTXATTR)
 *  getxattr_out 8: 0 size(4), where there was no room
 *  setxattr_in 8 or, as negotiated, 16: 0 size(4)  4 flags(4)  8 setxattr_flags(4)   name, value
 * </pre>
 */
final class XattrHandlers {
    private static final FileName CAPABILITY = FileName.of("security.capability");

    private XattrHandlers() {}

    static void getxattr(Exchange x) {
        FileNodeObject node = x.node();
        int room = room(x);
        Requests.getxattr(x.operation, x.request.text(8), room);
        x.room(0, room);
        x.start(node, XattrHandlers::value);
    }

    static void listxattr(Exchange x) {
        FileNodeObject node = x.node();
        int room = room(x);
        Requests.listxattr(x.operation, room);
        x.room(0, room);
        x.start(node, XattrHandlers::value);
    }

    private static int room(Exchange x) {
        int asked = x.request.number(0);
        return asked < 0 ? x.buffers().capacity() : Math.min(asked, x.buffers().capacity());
    }

    static void setxattr(Exchange x) {
        FileNodeObject node = x.node();
        int size = x.request.number(0);
        boolean extended = x.connection.negotiation().extendedSetxattr();
        int names = extended ? 16 : 8;
        FileName name = x.request.text(names);
        int value = x.request.after(names);
        if (size < 0 || size > x.request.length() - value) {
            throw RequestRefused.malformed();
        }
        if (name.equals(CAPABILITY)) {
            // Each write below takes it away: what programs have written before must not come after it.
            x.connection.writeBack(node);
        }
        Requests.setxattr(x.operation, name, x.request.number(4), extended ? x.request.number(8) : 0);
        x.data(x.request.address(value), size);
        x.start(node, DataHandlers::done);
    }

    static void removexattr(Exchange x) {
        FileNodeObject node = x.node();
        Requests.removexattr(x.operation, x.request.text(0));
        x.start(node, DataHandlers::done);
    }

    /** The value, or its size where none was asked for. */
    private static void value(Exchange x) {
        if (x.replyFailure()) {
            return;
        }
        long size = x.operation.information();
        if (x.size() == 0) {
            long body = x.body(8);
            NativeMemory.putInt(body, Math.clamp(size, 0, Integer.MAX_VALUE));
            x.reply(8);
        } else if (size < 0 || size > x.size()) {
            x.replyError(Errno.ERANGE);
        } else {
            x.replyAnswer((int) size);
        }
    }
}
