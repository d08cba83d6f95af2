package hello;

import dev.weir.*;
import dev.weir.operation.Rename;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers where files of the extension .key went. */
public final class WhereFilter implements Minifilter {
    final List<String> moves = new CopyOnWriteArrayList<>();

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .<FileNameInformation>operation(
                        MajorFunction.SET_INFORMATION,
                        WhereFilter::before,
                        (data, objects, flags) -> after(objects, data))
                .build();
    }

    private static PreOperationStatus before(CallbackData data, RelatedObjects<FileNameInformation> objects) {
        if (!(data.parameters() instanceof Rename)) {
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        }
        try {
            FileNames names = objects.instance().names();
            FileNameInformation old = names.of(data, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT);
            if (old.extension().text().equals("key")) {
                objects.setCompletionContext(old);
                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
            }
        } catch (FilterException noName) {
            // Nothing to remember.
        }
        return PreOperationStatus.SUCCESS_NO_CALLBACK;
    }

    private PostOperationStatus after(RelatedObjects<FileNameInformation> objects, CallbackData data) {
        if (data.status().isSuccess()) {
            try {
                FileNames names = objects.instance().names();
                FileNameInformation now = names.of(data, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT);
                moves.add(objects.completionContext() + " is " + now + " now");
            } catch (FilterException noName) {
                moves.add(objects.completionContext() + " is gone: "
                        + noName.status().name());
            }
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }
}
