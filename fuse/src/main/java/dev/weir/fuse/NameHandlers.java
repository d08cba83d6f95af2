package dev.weir.fuse;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.manager.Requests;

/**
 * What looks names up, makes them and takes them away.
 *
 * <pre>
 *  mknod_in 16:   0 mode(4)  4 rdev(4)  8 umask(4)        name
 *  mkdir_in 8:    0 mode(4)  4 umask(4)                   name
 *  symlink                                                name, target
 *  link_in 8:     0 oldnodeid(8)                          name
 *  rename_in 8:   0 newdir(8)                             name, new name
 *  rename2_in 16: 0 newdir(8)  8 flags(4)                 name, new name
 * </pre>
 *
 * <p>The kernel has looked up what an unlink or a rename takes away, but tells only the name: the node is found at the base file system, unseen.
 */
final class NameHandlers {
    private NameHandlers() {}

    static void lookup(Exchange x) {
        FileNodeObject directory = x.node();
        x.asked = x.request.name(0);
        Requests.lookup(x.operation, x.asked);
        x.start(directory, NameHandlers::lookedUp);
    }

    static void mknod(Exchange x) {
        FileNodeObject directory = x.node();
        FileName name = x.request.name(16);
        Requests.mknod(x.operation, name, x.request.number(0), x.request.number(8), x.request.number(4));
        x.start(directory, NameHandlers::entry);
    }

    static void mkdir(Exchange x) {
        FileNodeObject directory = x.node();
        FileName name = x.request.name(8);
        Requests.mkdir(x.operation, name, x.request.number(0), x.request.number(4));
        x.start(directory, NameHandlers::entry);
    }

    static void symlink(Exchange x) {
        FileNodeObject directory = x.node();
        FileName name = x.request.name(0);
        Requests.symlink(x.operation, name, x.request.text(x.request.after(0)));
        x.start(directory, NameHandlers::entry);
    }

    static void link(Exchange x) {
        FileNodeObject newParent = x.node();
        FileNodeObject file = x.node(x.request.word(0));
        Requests.link(x.operation, newParent, x.request.name(8));
        x.start(file, NameHandlers::entry);
    }

    static void unlink(Exchange x) {
        FileNodeObject directory = x.node();
        FileName name = x.request.name(0);
        Requests.unlink(x.operation, name, x.hold(x.probe().lookup(directory, name)));
        x.start(directory, NameHandlers::done);
    }

    static void rmdir(Exchange x) {
        FileNodeObject directory = x.node();
        FileName name = x.request.name(0);
        Requests.rmdir(x.operation, name, x.hold(x.probe().lookup(directory, name)));
        x.start(directory, NameHandlers::done);
    }

    static void rename(Exchange x) {
        rename(x, 8, 0);
    }

    static void rename2(Exchange x) {
        rename(x, 16, x.request.number(8));
    }

    private static void rename(Exchange x, int names, int flags) {
        FileNodeObject from = x.node();
        FileNodeObject to = x.node(x.request.word(0));
        FileName name = x.request.name(names);
        FileName newName = x.request.name(x.request.after(names));
        FileNodeObject moved = x.hold(x.probe().lookup(from, name));
        FileNodeObject replaced = x.hold(x.probe().lookup(to, newName));
        Requests.rename(x.operation, name, to, newName, flags, moved, replaced);
        x.start(from, NameHandlers::done);
    }

    private static void done(Exchange x) {
        x.replyError(x.operation.errno() == 0 ? 0 : Errnos.told(x.operation.errno()));
    }

    private static void lookedUp(Exchange x) {
        FileName asked = x.asked;
        x.asked = null;
        if (x.operation.errno() == Errno.ENOENT && asked != null && noEntry(x, asked)) {
            x.reply(Entries.ENTRY);
            return;
        }
        FileNodeObject found = x.operation.resultNode();
        if (asked != null && found != null && !found.hasName(x.operation.node(), asked)) {
            // A filter's doing: the file has no such name.
            x.connection.beliefs().absentNames().add(x.operation.node(), asked);
        }
        entry(x);
    }

    private static boolean noEntry(Exchange x, FileName asked) {
        return Entries.noEntry(x.body(Entries.ENTRY), x.operation.node(), asked, x.connection.beliefs());
    }

    private static void entry(Exchange x) {
        if (x.replyFailure()) {
            return;
        }
        FileNodeObject node = x.operation.resultNode();
        if (!canBeTold(x.operation) || node == null) {
            x.operation.discardResult();
            x.replyError(Errno.EIO);
            return;
        }
        long body = x.body(Entries.ENTRY);
        Entries.entry(body, x.operation.node(), node, x.operation.attributes(), x.connection.beliefs());
        tell(x, node, Entries.ENTRY);
    }

    /** Whether the result names a node. A filter may have answered with success and nothing else. */
    static boolean canBeTold(Operation operation) {
        return operation.resultNode() != null && operation.attributes().isPresent();
    }

    /** Sends a reply that makes the kernel know a node once more; true if it does. The operation's reference is the kernel's then. */
    static boolean tell(Exchange x, FileNodeObject node, int length) {
        NodeState state = NodeState.of(node);
        state.told();
        if (x.reply(length)) {
            return true;
        }
        if (state.forgotten(1) == 1) {
            x.operation.discardResult();
        }
        return false;
    }
}
