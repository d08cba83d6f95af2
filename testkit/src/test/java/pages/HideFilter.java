package pages;

import dev.weir.*;
import dev.weir.operation.Lookup;

/** Files whose name ends in .secret are not there; each directory shows a README that is not there either. */
public final class HideFilter implements Minifilter {
    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .listing(HideFilter::edit)
                .preOperation(MajorFunction.QUERY_OPEN, (data, objects) -> beforeLookup(data))
                .build();
    }

    private static void edit(DirectoryListing listing, CallbackData data) {
        while (listing.next()) {
            if (isSecret(listing.name())) {
                listing.drop();
            }
        }
        if (listing.isAtEnd()) {
            listing.add(0, FileName.of("README"), 1, FileType.REGULAR);
        }
    }

    /** A listing is not all: who knows the name would find the file. */
    private static PreOperationStatus beforeLookup(CallbackData data) {
        if (data.parameters() instanceof Lookup lookup && isSecret(lookup.name())) {
            data.setErrno(Errno.ENOENT);
            return PreOperationStatus.COMPLETE;
        }
        return PreOperationStatus.SUCCESS_NO_CALLBACK;
    }

    private static boolean isSecret(FileName name) {
        return name.text().endsWith(".secret");
    }
}
