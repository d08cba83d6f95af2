package dev.weir.manager;

/** The compiled way through a stack for operations of one major function. Immutable; reaches callbacks through nodes, which a teardown empties. */
final class StackLine {
    static final int MOST = 64;
    private static final LineCode NO_CODE = new LineCode() {
        @Override
        int down(LineFrame frame, LayerSlot[] slots, LayerData[] data) {
            throw new IllegalStateException("no line");
        }

        @Override
        int up(LineFrame frame, LayerSlot[] slots, LayerData[] data) {
            throw new IllegalStateException("no line");
        }
    };

    /** Where there is nothing to compile, or too much. */
    static final StackLine NONE = new StackLine(CallbackNode.NONE, new int[0], NO_CODE);

    final CallbackNode[] nodes;
    private final int[] places;
    private final boolean[] pre;
    private final boolean[] post;
    final LineCode code;

    /**
     * @param nodes those that are called, highest first
     * @param places which ones of the stack's nodes these are; after the last, how many the stack has
     */
    StackLine(CallbackNode[] nodes, int[] places, LineCode code) {
        this.nodes = nodes;
        this.places = places;
        this.pre = new boolean[nodes.length];
        this.post = new boolean[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            pre[i] = nodes[i].pre != null;
            post[i] = nodes[i].post != null;
        }
        this.code = code;
    }

    int place(int layer) {
        return places[layer];
    }

    /** Adds operations that went all along the line, and of which each layer with a post-operation asked for it, to what is counted of a layer's filter. */
    void count(int layer, long operations, long[] sums) {
        sums[FilterCounters.PRE] += pre[layer] ? operations : 0;
        sums[FilterCounters.PRE_WITH_CALLBACK] += pre[layer] && post[layer] ? operations : 0;
        sums[FilterCounters.POST] += post[layer] ? operations : 0;
    }

    /** The same for the layers of an instance. */
    void count(InstanceObject instance, long operations, long[] sums) {
        for (int i = 0; i < nodes.length; i++) {
            if (nodes[i].instance == instance) {
                count(i, operations, sums);
            }
        }
    }

    boolean hasPost(int layer) {
        return post[layer];
    }

    boolean hasPre(int layer) {
        return pre[layer];
    }

    boolean has(InstanceObject instance) {
        for (CallbackNode node : nodes) {
            if (node.instance == instance) {
                return true;
            }
        }
        return false;
    }
}
