package dev.weir.manager;

import dev.weir.DataBuffer;
import java.lang.foreign.MemorySegment;

/** The data of an operation as whoever runs it right now sees it. Follows the versions of the parameters. */
final class BufferView implements DataBuffer {
    private final ParameterBlocks parameters;

    BufferView(ParameterBlocks parameters) {
        this.parameters = parameters;
    }

    @Override
    public MemorySegment segment() {
        return parameters.current().segment;
    }

    @Override
    public long offset() {
        return parameters.current().offset;
    }

    @Override
    public long length() {
        return parameters.current().length;
    }
}
