package dev.weir.context;

/** What a context is on (FLT_CONTEXT_TYPE). An instance has at most one context of each type on an object; a filter one on a volume. */
public enum ContextType {
    /** On a volume, one per filter; ends with the volume. */
    VOLUME(0x01, "volume"),
    /** On an instance; ends with it. */
    INSTANCE(0x02, "instance"),
    /** On a file, whatever its names; ends when the kernel has forgotten the file and its last handle is gone. */
    FILE(0x04, "file"),
    /** On a file's data stream. A file has one stream here, so it lives as long as a {@link #FILE} context does, beside it. */
    STREAM(0x08, "stream"),
    /** On an open file description; ends after its CLOSE. */
    STREAM_HANDLE(0x10, "stream handle"),
    /** Can be declared; there are no transactions here: STATUS_NOT_SUPPORTED. */
    TRANSACTION(0x20, "transaction"),
    /** Can be declared; there are no sections here: STATUS_NOT_SUPPORTED. */
    SECTION(0x40, "section");

    private final int value;
    private final String words;

    ContextType(int value, String words) {
        this.value = value;
        this.words = words;
    }

    /** FltMgr's number for it. */
    public int value() {
        return value;
    }

    /** Whether contexts of this type can be had at all. */
    public boolean isSupported() {
        return this != TRANSACTION && this != SECTION;
    }

    /** As people say it: {@code stream handle}. */
    @Override
    public String toString() {
        return words;
    }
}
