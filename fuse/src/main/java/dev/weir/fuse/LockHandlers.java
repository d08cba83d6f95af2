package dev.weir.fuse;

import dev.weir.linux.NativeMemory;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.LockAnswer;
import dev.weir.manager.Requests;

/**
 * Locks: POSIX record locks and flock, which is one too with a flag.
 *
 * <pre>
 *  lk_in 48:  0 fh  8 owner  16 start  24 end  32 type(4)  36 pid(4)  40 lk_flags(4)
 *  lk_out 24: 0 start  8 end  16 type(4)  20 pid(4)
 * </pre>
 */
final class LockHandlers {
    private static final int FLOCK = 1;

    private LockHandlers() {}

    static void getlk(Exchange x) {
        x.request.require(48);
        FileHandleObject handle = x.handle(x.request.word(0));
        Requests.getlk(
                x.operation,
                x.request.word(8),
                x.request.word(16),
                x.request.word(24),
                x.request.number(32),
                x.request.number(36));
        x.start(handle, LockHandlers::answered);
    }

    static void setlk(Exchange x) {
        set(x, false);
    }

    static void setlkw(Exchange x) {
        set(x, true);
    }

    private static void set(Exchange x, boolean waiting) {
        x.request.require(48);
        FileHandleObject handle = x.handle(x.request.word(0));
        long owner = x.request.word(8);
        int type = x.request.number(32);
        if ((x.request.number(40) & FLOCK) != 0) {
            Requests.flock(x.operation, owner, type, waiting);
        } else {
            Requests.setlk(
                    x.operation, owner, x.request.word(16), x.request.word(24), type, x.request.number(36), waiting);
        }
        x.start(handle, DataHandlers::done);
    }

    private static void answered(Exchange x) {
        if (x.replyFailure()) {
            return;
        }
        LockAnswer answer = x.operation.lockAnswer();
        long body = x.body(24);
        NativeMemory.putLong(body, answer.start);
        NativeMemory.putLong(body + 8, answer.end);
        NativeMemory.putInt(body + 16, answer.type);
        NativeMemory.putInt(body + 20, answer.process);
        x.reply(24);
    }
}
