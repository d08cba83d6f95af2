package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.linux.NativeMemory;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Requests;

/**
 * What opens files and closes them: exactly one CLEANUP and one CLOSE for each open that succeeded.
 *
 * <pre>
 *  open_in 8:     0 flags(4)  4 open_flags(4)
 *  open_out 16:   0 fh  8 open_flags(4)  12 backing_id(4)
 *  create_in 16:  0 flags(4)  4 mode(4)  8 umask(4)  12 open_flags(4)   name     (TMPFILE too)
 *  create_out:    entry_out, open_out
 *  flush_in 24:   0 fh  16 lock_owner
 *  release_in 24: 0 fh  8 flags(4)  12 release_flags(4)  16 lock_owner
 * </pre>
 */
final class OpenHandlers {
    private static final int OPEN_OUT = 16;
    private static final int KILL_SUIDGID = 1;
    private static final int FLOCK_UNLOCK = 2;

    private OpenHandlers() {}

    static void open(Exchange x) {
        FileNodeObject file = x.node();
        Requests.open(x.operation, x.request.number(0));
        x.clearsSetIds(x.request.number(4), KILL_SUIDGID);
        x.start(file, OpenHandlers::opened);
    }

    static void opendir(Exchange x) {
        FileNodeObject directory = x.node();
        Requests.opendir(x.operation, x.request.number(0));
        x.start(directory, OpenHandlers::opened);
    }

    static void create(Exchange x) {
        FileNodeObject directory = x.node();
        FileName name = x.request.name(16);
        Requests.create(x.operation, name, x.request.number(4), x.request.number(8), x.request.number(0));
        x.clearsSetIds(x.request.number(12), KILL_SUIDGID);
        x.start(directory, OpenHandlers::created);
    }

    static void tmpfile(Exchange x) {
        FileNodeObject directory = x.node();
        x.request.require(16);
        Requests.tmpfile(x.operation, x.request.number(4), x.request.number(8), x.request.number(0));
        x.start(directory, OpenHandlers::created);
    }

    private static void opened(Exchange x) {
        if (x.replyFailure()) {
            return;
        }
        FileHandleObject handle = x.operation.resultHandle();
        if (handle == null) {
            x.operation.discardResult();
            x.replyError(Errno.EIO);
            return;
        }
        openOut(x, x.body(OPEN_OUT), handle);
        if (!x.reply(OPEN_OUT)) {
            undo(x, handle);
        }
    }

    private static void created(Exchange x) {
        if (x.replyFailure()) {
            return;
        }
        FileHandleObject handle = x.operation.resultHandle();
        FileNodeObject node = x.operation.resultNode();
        if (handle == null || node == null || !x.operation.attributes().isPresent()) {
            x.operation.discardResult();
            x.replyError(Errno.EIO);
            return;
        }
        long body = x.body(Entries.ENTRY + OPEN_OUT);
        // First: how long the attributes are believed depends on how it is open.
        openOut(x, body + Entries.ENTRY, handle);
        Entries.entry(body, x.operation.node(), node, x.operation.attributes(), x.connection.beliefs());
        NodeState state = NodeState.of(node);
        state.told();
        if (!x.reply(Entries.ENTRY + OPEN_OUT)) {
            state.forgotten(1);
            undo(x, handle);
        }
    }

    private static void openOut(Exchange x, long at, FileHandleObject handle) {
        long how = Opening.open(x, handle);
        NativeMemory.putLong(at, handle.id());
        NativeMemory.putInt(at + 8, (int) how);
        NativeMemory.putInt(at + 12, (int) (how >>> 32));
    }

    /** The kernel was not told of the open file. */
    private static void undo(Exchange x, FileHandleObject handle) {
        Opening.closed(x.connection, handle);
        HandleState.of(handle).release();
        x.operation.discardResult();
    }

    /** close(2) of one descriptor of many. */
    static void flush(Exchange x) {
        x.request.require(24);
        FileHandleObject handle = x.handle(x.request.word(0));
        Requests.closeDescriptor(x.operation, x.request.word(16));
        x.start(handle, DataHandlers::done);
    }

    static void releasedir(Exchange x) {
        release(x);
    }

    static void release(Exchange x) {
        x.request.require(24);
        FileHandleObject handle = x.handle(x.request.word(0));
        boolean dropsLock = (x.request.number(12) & FLOCK_UNLOCK) != 0;
        Opening.closed(x.connection, handle);
        if (!HandleState.of(handle).release()) {
            // An abandoned operation still uses it: its end closes the file.
            x.replyDone();
            return;
        }
        Requests.cleanup(x.operation, dropsLock ? x.request.word(16) : 0);
        if (x.startData(handle, false, OpenHandlers::cleanedUp)) {
            end(x, handle);
        }
    }

    /** Where the CLEANUP has left its worker, the CLOSE goes in an exchange of its own. */
    private static void cleanedUp(Exchange x) {
        if (x.hasLeft()) {
            FileHandleObject handle = x.operation.handle();
            Exchange next = x.continuation();
            end(next, handle);
            if (!next.hasLeft()) {
                next.finish();
                next.close();
            }
        }
    }

    private static void end(Exchange x, FileHandleObject handle) {
        Requests.release(x.operation);
        x.startData(handle, false, Exchange::replyDone);
    }
}
