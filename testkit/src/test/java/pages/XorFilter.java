package pages;

import dev.weir.*;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Keeps the content of all files XORed with a byte. Not a cipher. */
public final class XorFilter implements Minifilter {
    private static final byte KEY = 0x5a;

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .operation(
                        MajorFunction.WRITE,
                        (data, objects) -> beforeWrite(data),
                        (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING)
                .postOperation(MajorFunction.READ, (data, objects, flags) -> afterRead(data, !flags.isEmpty()))
                .build();
    }

    /** The program's own bytes must stay as they are, so those below get others. */
    private static PreOperationStatus beforeWrite(CallbackData data) {
        DataBuffer plain = data.buffer();
        MemorySegment coded = Arena.ofAuto().allocate(Math.max(1, plain.length()));
        MemorySegment.copy(plain.segment(), plain.offset(), coded, 0, plain.length());
        xor(coded, 0, plain.length());
        data.swapBuffer(coded, 0, plain.length());
        return PreOperationStatus.SUCCESS_WITH_CALLBACK;
    }

    /** What comes up may be changed where it is. */
    private static PostOperationStatus afterRead(CallbackData data, boolean draining) {
        if (!draining && data.status().isSuccess()) {
            xor(data.buffer().segment(), data.buffer().offset(), data.information());
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }

    private static void xor(MemorySegment memory, long from, long length) {
        for (long i = from; i < from + length; i++) {
            memory.set(ValueLayout.JAVA_BYTE, i, (byte) (memory.get(ValueLayout.JAVA_BYTE, i) ^ KEY));
        }
    }
}
