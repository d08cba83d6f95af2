package dev.weir;

/** Edits the listings of directories that programs read ({@link Registration.Builder#listing}). */
@FunctionalInterface
public interface ListingEditor {

    /**
     * Called for each part of a listing on its way up, and where a program goes on behind added entries. May block.
     *
     * @param listing the part; closed by the caller
     * @param data the operation, a {@link dev.weir.operation.ReadDirectory}; its node is the directory
     */
    void edit(DirectoryListing listing, CallbackData data);
}
