package dev.weir.operation;

/**
 * A change of attributes. One request can change several at once: the type is that of the weightiest (size, then owner, then mode, then times), and {@link
 * #valid()} says what else comes with it. Major function {@link dev.weir.MajorFunction#SET_INFORMATION}.
 */
public sealed interface SetAttributes extends Parameters permits SetMode, SetOwner, SetTimes, Truncate {
    int VALID_MODE = 1;
    int VALID_USER_ID = 1 << 1;
    int VALID_GROUP_ID = 1 << 2;
    int VALID_SIZE = 1 << 3;
    int VALID_ACCESS_TIME = 1 << 4;
    int VALID_MODIFICATION_TIME = 1 << 5;

    /** The access time is the time of the change, not {@link #accessSeconds()}. */
    int VALID_ACCESS_NOW = 1 << 7;

    /** The modification time is the time of the change, not {@link #modificationSeconds()}. */
    int VALID_MODIFICATION_NOW = 1 << 8;

    /** Which of the values below are asked for: the bits VALID_. */
    int valid();

    /** Changes {@link #valid()} for those below, if the callback marks the operation as changed. */
    void setValid(int valid);

    /** Permission bits. */
    int mode();

    /** Changes {@link #mode()} for those below, if the callback marks the operation as changed. */
    void setMode(int mode);

    /** The owner. */
    int userId();

    /** Changes {@link #userId()} for those below, if the callback marks the operation as changed. */
    void setUserId(int userId);

    /** The group. */
    int groupId();

    /** Changes {@link #groupId()} for those below, if the callback marks the operation as changed. */
    void setGroupId(int groupId);

    /** In bytes. */
    long size();

    /** Changes {@link #size()} for those below, if the callback marks the operation as changed. */
    void setSize(long size);

    /** Seconds since 1970. */
    long accessSeconds();

    /** Changes {@link #accessSeconds()} for those below, if the callback marks the operation as changed. */
    void setAccessSeconds(long accessSeconds);

    /** 0 to 999,999,999. */
    int accessNanos();

    /** Changes {@link #accessNanos()} for those below, if the callback marks the operation as changed. */
    void setAccessNanos(int accessNanos);

    /** Seconds since 1970. */
    long modificationSeconds();

    /** Changes {@link #modificationSeconds()} for those below, if the callback marks the operation as changed. */
    void setModificationSeconds(long modificationSeconds);

    /** 0 to 999,999,999. */
    int modificationNanos();

    /** Changes {@link #modificationNanos()} for those below, if the callback marks the operation as changed. */
    void setModificationNanos(int modificationNanos);
}
