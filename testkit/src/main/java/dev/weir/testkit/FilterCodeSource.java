package dev.weir.testkit;

import dev.weir.Minifilter;
import java.util.List;
import java.util.function.Supplier;

/** Where a verification gets a filter's object from, anew for each load, and how it is seen that nothing of its code stays. */
public interface FilterCodeSource {

    /** The code of one load. */
    interface Loaded {
        /** Makes the filter's object; called once. */
        Supplier<? extends Minifilter> constructor();

        /** The filter is unloaded: lets its code go and says, a line each, who keeps it; none where nobody does. Blocks for seconds at most. */
        List<String> close();
    }

    Loaded load();

    /** Of classes that were there before: nothing can be said of their loader. */
    static FilterCodeSource of(Supplier<? extends Minifilter> constructor) {
        return () -> new Loaded() {
            @Override
            public Supplier<? extends Minifilter> constructor() {
                return constructor;
            }

            @Override
            public List<String> close() {
                return List.of();
            }
        };
    }
}
