package dev.weir.fuse;

import dev.weir.manager.FileNodeObject;

/**
 * The kernel forgets nodes: one, or many at once. Never answered.
 *
 * <pre>
 *  forget_in 8:       0 nlookup(8), the node in the header
 *  batch_forget_in 8: 0 count(4)    then count times: 0 nodeid(8)  8 nlookup(8)
 * </pre>
 */
final class ForgetHandlers {
    private ForgetHandlers() {}

    static void forget(Exchange x) {
        forget(x, x.request.nodeId(), x.request.word(0));
        x.claim();
    }

    static void batchForget(Exchange x) {
        long count = Integer.toUnsignedLong(x.request.number(0));
        if (count > (x.request.length() - 8) / 16) {
            throw RequestRefused.malformed();
        }
        for (int i = 0; i < count; i++) {
            forget(x, x.request.word(8 + i * 16), x.request.word(16 + i * 16));
        }
        x.claim();
    }

    private static void forget(Exchange x, long id, long count) {
        FileNodeObject node = x.volume().nodes().byId(id);
        if (node != null && node.frontState() instanceof NodeState state) {
            long references = state.forgotten(count);
            if (references > 0) {
                node.release(references);
            }
        }
    }
}
