package pages;

import dev.weir.*;
import java.nio.charset.StandardCharsets;

/** Refuses to write the word "virus". Looks at the data on another thread, so that a slow look holds no worker. */
public final class ScanFilter implements Minifilter {
    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .preOperation(MajorFunction.WRITE, (data, objects) -> before(data))
                .build();
    }

    private static PreOperationStatus before(CallbackData data) {
        try {
            data.queueDeferredWork(ScanFilter::scan);
            return PreOperationStatus.PENDING;
        } catch (FilterException goingAway) {
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
    }

    private static void scan(CallbackData data) {
        DataBuffer buffer = data.buffer();
        byte[] bytes = new byte[(int) buffer.length()];
        buffer.segment()
                .asSlice(buffer.offset(), buffer.length())
                .asByteBuffer()
                .get(bytes);
        if (new String(bytes, StandardCharsets.ISO_8859_1).contains("virus")) {
            data.setStatus(NtStatus.VIRUS_INFECTED);
            data.completePendedPreOperation(PreOperationStatus.COMPLETE);
        } else {
            data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
        }
    }
}
