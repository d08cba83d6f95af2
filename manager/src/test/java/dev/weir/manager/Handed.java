package dev.weir.manager;

import dev.weir.CallbackData;

/** Between an operation and what callbacks are handed of it, for tests. */
public final class Handed {
    private Handed() {}

    /** The operation that a callback was handed, which only a front may cancel. */
    public static Operation operation(CallbackData data) {
        return ((LayerData) data).operation();
    }

    /** An operation as a filter would see it at this moment, that is in no callback of it. */
    public static CallbackData data(Operation operation) {
        return new LayerData(operation, new LayerSlot());
    }
}
