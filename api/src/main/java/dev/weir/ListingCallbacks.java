package dev.weir;

import java.util.Set;

/** The callbacks of a {@link ListingEditor}: what comes up is edited; what goes on behind added entries ends here. */
final class ListingCallbacks implements PreOperation<Object>, PostOperation<Object> {
    private final ListingEditor editor;

    ListingCallbacks(ListingEditor editor) {
        this.editor = editor;
    }

    @Override
    public PreOperationStatus before(CallbackData data, RelatedObjects<Object> objects) {
        try (DirectoryListing listing = data.listing()) {
            if (!listing.isAtEnd()) {
                return PreOperationStatus.SUCCESS_WITH_CALLBACK;
            }
            editor.edit(listing, data);
        }
        return PreOperationStatus.COMPLETE;
    }

    @Override
    public PostOperationStatus after(CallbackData data, RelatedObjects<Object> objects, Set<PostOperationFlag> flags) {
        if (flags.isEmpty() && data.status().isSuccess()) {
            try (DirectoryListing listing = data.listing()) {
                editor.edit(listing, data);
            }
        }
        return PostOperationStatus.FINISHED_PROCESSING;
    }
}
