package dev.weir;

/**
 * A part of a directory's listing, to be read and edited entry by entry where it stands. Nothing is copied but what is changed and what a change moves.
 *
 * <pre>{@code
 * try (DirectoryListing listing = data.listing()) {
 *     while (listing.next()) {
 *         if (listing.name().text().startsWith("~")) {
 *             listing.drop();
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Each entry carries the offset at which its successor is found ({@code telldir}), which is the base file system's and stays with its entry: entries that are dropped, renamed or added move no
 * other. A program that goes on at any offset it was ever told finds what followed. Where a filter drops a whole part, the manager reads the next one below this filter, since an empty part would be
 * the end; its post-operation is then called again. Added entries come after the last one and have offsets of their own, made of their keys.
 *
 * <p>Valid during the callback, on one thread. {@link #close()} puts the changes into effect. A filter that edits listings registers with {@link Registration.Builder#listing}.
 */
public interface DirectoryListing extends AutoCloseable {

    /** Keys of added entries are below this. */
    int MAXIMUM_KEY = 1 << 20;

    /** Goes to the next entry; false behind the last one of this part. */
    boolean next();

    /** The current entry's name. */
    FileName name();

    /** The current entry's inode number. */
    long inode();

    /** The current entry's type; {@link FileType#UNKNOWN} where the file system does not say. */
    FileType type();

    /** Where the entry behind the current one is found. */
    long nextOffset();

    /** Whether the current entry is {@code .} or {@code ..}. */
    default boolean isDots() {
        FileName name = name();
        int length = name.length();
        return length <= 2 && length > 0 && name.byteAt(0) == '.' && (length == 1 || name.byteAt(1) == '.');
    }

    /** Leaves the current entry out. Look-ups still find the name: hiding it takes a refusal of QUERY_OPEN too. */
    void drop();

    /**
     * Shows another name. Where a longer one leaves too little room, entries at the end of this part come with the next one.
     *
     * @throws IllegalArgumentException for an empty name or one of more than 255 bytes
     */
    void setName(FileName name);

    void setInode(long inode);

    void setType(FileType type);

    /** Whether the directory ends with this part: then entries can be added. */
    boolean isAtEnd();

    /**
     * Adds an entry, at the end of the directory only. A filter that adds entries gives all of them, in the order of their keys, each time; those that the program was told of already are passed over.
     *
     * @param key the entry's place among the added ones, 0 to {@link #MAXIMUM_KEY} - 1, greater than that of the last call. The same entry has the same key as long as it is there: then a listing in several parts
     *     shows it once, whatever was added or removed meanwhile
     * @return false where there is no room left in this part: it comes with the next one
     * @throws IllegalStateException where {@link #isAtEnd()} is false
     */
    boolean add(int key, FileName name, long inode, FileType type);

    /** Puts the changes into effect. */
    @Override
    void close();
}
