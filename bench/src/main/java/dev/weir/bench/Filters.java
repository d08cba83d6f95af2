package dev.weir.bench;

import dev.weir.FilterException;
import dev.weir.FilterUnloadCallback;
import dev.weir.MajorFunction;
import dev.weir.Minifilter;
import dev.weir.OperationFlag;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.filters.passall.PassAllFilter;
import java.util.List;

/** Filters that change nothing, by what they want to see. */
enum Filters {
    /** Each operation, each read and write too. */
    PASS_ALL {
        @Override
        Minifilter make() {
            return new PassAllFilter();
        }
    },

    /** The reads and writes that the page cache can't answer. */
    SKIP_CACHED {
        @Override
        Minifilter make() {
            return manager -> {
                var builder = Registration.builder().unload(FilterUnloadCallback.ALWAYS);
                for (MajorFunction major : List.of(MajorFunction.READ, MajorFunction.WRITE)) {
                    skipCached(builder, major);
                }
                return builder.build();
            };
        }
    };

    abstract Minifilter make();

    private static void skipCached(Registration.Builder builder, MajorFunction major) throws FilterException {
        builder.operation(
                major,
                (data, objects) -> PreOperationStatus.SUCCESS_WITH_CALLBACK,
                (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING,
                OperationFlag.SKIP_CACHED_IO);
    }
}
