package dev.weir;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An NTSTATUS: what a callback answers and what an operation ends with.
 *
 * <p>The 32 bits are severity (31-30), customer (29), reserved (28), facility (27-16) and code (15-0). Success and informational
 * values are success; <em>warnings and errors are not</em>: {@link #isSuccess()} is the sign of the value. Values compare by
 * their bits. Named values are shared instances, so using a constant allocates nothing; {@link #of(int)} keeps any bits as they are.
 *
 * <p>Instances are immutable and safe on any thread. Source: FltMgr's documentation of NTSTATUS and of the filter manager's
 * facility 0x1C; the errno column is Weir's (docs/operations.md, "Status and errno").
 */
public final class NtStatus {

    private static final Map<Integer, NtStatus> BY_VALUE = new LinkedHashMap<>();
    private static final Map<String, NtStatus> BY_NAME = new HashMap<>();

    /** The facility of the filter manager's own codes. */
    public static final int FACILITY_FILTER_MANAGER = 0x1C;

    /** {@code STATUS_SUCCESS}, 0x00000000. */
    public static final NtStatus SUCCESS = named(0x00000000, "STATUS_SUCCESS", 0);

    /** {@code STATUS_TIMEOUT}, 0x00000102. */
    public static final NtStatus TIMEOUT = named(0x00000102, "STATUS_TIMEOUT", 0);

    /** {@code STATUS_PENDING}, 0x00000103. */
    public static final NtStatus PENDING = named(0x00000103, "STATUS_PENDING", 0);

    /** {@code STATUS_REPARSE}, 0x00000104. */
    public static final NtStatus REPARSE = named(0x00000104, "STATUS_REPARSE", 0);

    /** {@code STATUS_MORE_ENTRIES}, 0x00000105. */
    public static final NtStatus MORE_ENTRIES = named(0x00000105, "STATUS_MORE_ENTRIES", 0);

    /** {@code STATUS_OPLOCK_BREAK_IN_PROGRESS}, 0x00000108. */
    public static final NtStatus OPLOCK_BREAK_IN_PROGRESS = named(0x00000108, "STATUS_OPLOCK_BREAK_IN_PROGRESS", 0);

    /** {@code STATUS_NOTIFY_CLEANUP}, 0x0000010B. */
    public static final NtStatus NOTIFY_CLEANUP = named(0x0000010B, "STATUS_NOTIFY_CLEANUP", 0);

    /** {@code STATUS_NOTIFY_ENUM_DIR}, 0x0000010C. */
    public static final NtStatus NOTIFY_ENUM_DIR = named(0x0000010C, "STATUS_NOTIFY_ENUM_DIR", 0);

    /** {@code STATUS_BUFFER_OVERFLOW}, 0x80000005. */
    public static final NtStatus BUFFER_OVERFLOW = named(0x80000005, "STATUS_BUFFER_OVERFLOW", Errno.ERANGE);

    /** {@code STATUS_NO_MORE_FILES}, 0x80000006. */
    public static final NtStatus NO_MORE_FILES = named(0x80000006, "STATUS_NO_MORE_FILES", Errno.EIO);

    /** {@code STATUS_DEVICE_BUSY}, 0x80000011. */
    public static final NtStatus DEVICE_BUSY = named(0x80000011, "STATUS_DEVICE_BUSY", Errno.EBUSY);

    /** {@code STATUS_NO_MORE_ENTRIES}, 0x8000001A. */
    public static final NtStatus NO_MORE_ENTRIES = named(0x8000001A, "STATUS_NO_MORE_ENTRIES", Errno.ENOENT);

    /** {@code STATUS_STOPPED_ON_SYMLINK}, 0x8000002D. */
    public static final NtStatus STOPPED_ON_SYMLINK = named(0x8000002D, "STATUS_STOPPED_ON_SYMLINK", Errno.ELOOP);

    /** {@code STATUS_UNSUCCESSFUL}, 0xC0000001. */
    public static final NtStatus UNSUCCESSFUL = named(0xC0000001, "STATUS_UNSUCCESSFUL", Errno.EIO);

    /** {@code STATUS_NOT_IMPLEMENTED}, 0xC0000002. */
    public static final NtStatus NOT_IMPLEMENTED = named(0xC0000002, "STATUS_NOT_IMPLEMENTED", Errno.EOPNOTSUPP);

    /** {@code STATUS_INVALID_INFO_CLASS}, 0xC0000003. */
    public static final NtStatus INVALID_INFO_CLASS = named(0xC0000003, "STATUS_INVALID_INFO_CLASS", Errno.EINVAL);

    /** {@code STATUS_INFO_LENGTH_MISMATCH}, 0xC0000004. */
    public static final NtStatus INFO_LENGTH_MISMATCH = named(0xC0000004, "STATUS_INFO_LENGTH_MISMATCH", Errno.EINVAL);

    /** {@code STATUS_ACCESS_VIOLATION}, 0xC0000005. */
    public static final NtStatus ACCESS_VIOLATION = named(0xC0000005, "STATUS_ACCESS_VIOLATION", Errno.EFAULT);

    /** {@code STATUS_INVALID_HANDLE}, 0xC0000008. */
    public static final NtStatus INVALID_HANDLE = named(0xC0000008, "STATUS_INVALID_HANDLE", Errno.EBADF);

    /** {@code STATUS_INVALID_PARAMETER}, 0xC000000D. */
    public static final NtStatus INVALID_PARAMETER = named(0xC000000D, "STATUS_INVALID_PARAMETER", Errno.EINVAL);

    /** {@code STATUS_NO_SUCH_DEVICE}, 0xC000000E. */
    public static final NtStatus NO_SUCH_DEVICE = named(0xC000000E, "STATUS_NO_SUCH_DEVICE", Errno.ENODEV);

    /** {@code STATUS_NO_SUCH_FILE}, 0xC000000F. */
    public static final NtStatus NO_SUCH_FILE = named(0xC000000F, "STATUS_NO_SUCH_FILE", Errno.ENOENT);

    /** {@code STATUS_INVALID_DEVICE_REQUEST}, 0xC0000010. */
    public static final NtStatus INVALID_DEVICE_REQUEST =
            named(0xC0000010, "STATUS_INVALID_DEVICE_REQUEST", Errno.EOPNOTSUPP);

    /** {@code STATUS_END_OF_FILE}, 0xC0000011. */
    public static final NtStatus END_OF_FILE = named(0xC0000011, "STATUS_END_OF_FILE", Errno.EIO);

    /** {@code STATUS_WRONG_VOLUME}, 0xC0000012. */
    public static final NtStatus WRONG_VOLUME = named(0xC0000012, "STATUS_WRONG_VOLUME", Errno.EXDEV);

    /** {@code STATUS_NO_MEDIA_IN_DEVICE}, 0xC0000013. */
    public static final NtStatus NO_MEDIA_IN_DEVICE = named(0xC0000013, "STATUS_NO_MEDIA_IN_DEVICE", Errno.ENOMEDIUM);

    /** {@code STATUS_MORE_PROCESSING_REQUIRED}, 0xC0000016. */
    public static final NtStatus MORE_PROCESSING_REQUIRED =
            named(0xC0000016, "STATUS_MORE_PROCESSING_REQUIRED", Errno.EIO);

    /** {@code STATUS_NO_MEMORY}, 0xC0000017. */
    public static final NtStatus NO_MEMORY = named(0xC0000017, "STATUS_NO_MEMORY", Errno.ENOMEM);

    /** {@code STATUS_INSUFFICIENT_RESOURCES}, 0xC000009A. */
    public static final NtStatus INSUFFICIENT_RESOURCES =
            named(0xC000009A, "STATUS_INSUFFICIENT_RESOURCES", Errno.ENOMEM);

    /** {@code STATUS_ACCESS_DENIED}, 0xC0000022. */
    public static final NtStatus ACCESS_DENIED = named(0xC0000022, "STATUS_ACCESS_DENIED", Errno.EACCES);

    /** {@code STATUS_BUFFER_TOO_SMALL}, 0xC0000023. */
    public static final NtStatus BUFFER_TOO_SMALL = named(0xC0000023, "STATUS_BUFFER_TOO_SMALL", Errno.ERANGE);

    /** {@code STATUS_OBJECT_TYPE_MISMATCH}, 0xC0000024. */
    public static final NtStatus OBJECT_TYPE_MISMATCH = named(0xC0000024, "STATUS_OBJECT_TYPE_MISMATCH", Errno.EINVAL);

    /** {@code STATUS_OBJECT_NAME_INVALID}, 0xC0000033. */
    public static final NtStatus OBJECT_NAME_INVALID = named(0xC0000033, "STATUS_OBJECT_NAME_INVALID", Errno.EINVAL);

    /** {@code STATUS_OBJECT_PATH_SYNTAX_BAD}, 0xC000003B. */
    public static final NtStatus OBJECT_PATH_SYNTAX_BAD =
            named(0xC000003B, "STATUS_OBJECT_PATH_SYNTAX_BAD", Errno.EINVAL);

    /** {@code STATUS_OBJECT_NAME_NOT_FOUND}, 0xC0000034. */
    public static final NtStatus OBJECT_NAME_NOT_FOUND =
            named(0xC0000034, "STATUS_OBJECT_NAME_NOT_FOUND", Errno.ENOENT);

    /** {@code STATUS_OBJECT_NAME_COLLISION}, 0xC0000035. */
    public static final NtStatus OBJECT_NAME_COLLISION =
            named(0xC0000035, "STATUS_OBJECT_NAME_COLLISION", Errno.EEXIST);

    /** {@code STATUS_PORT_DISCONNECTED}, 0xC0000037. */
    public static final NtStatus PORT_DISCONNECTED = named(0xC0000037, "STATUS_PORT_DISCONNECTED", Errno.EPIPE);

    /** {@code STATUS_OBJECT_PATH_INVALID}, 0xC0000039. */
    public static final NtStatus OBJECT_PATH_INVALID = named(0xC0000039, "STATUS_OBJECT_PATH_INVALID", Errno.ENOTDIR);

    /** {@code STATUS_OBJECT_PATH_NOT_FOUND}, 0xC000003A. */
    public static final NtStatus OBJECT_PATH_NOT_FOUND =
            named(0xC000003A, "STATUS_OBJECT_PATH_NOT_FOUND", Errno.ENOENT);

    /** {@code STATUS_SHARING_VIOLATION}, 0xC0000043. */
    public static final NtStatus SHARING_VIOLATION = named(0xC0000043, "STATUS_SHARING_VIOLATION", Errno.EBUSY);

    /** {@code STATUS_QUOTA_EXCEEDED}, 0xC0000044. */
    public static final NtStatus QUOTA_EXCEEDED = named(0xC0000044, "STATUS_QUOTA_EXCEEDED", Errno.EDQUOT);

    /** {@code STATUS_THREAD_IS_TERMINATING}, 0xC000004B. */
    public static final NtStatus THREAD_IS_TERMINATING = named(0xC000004B, "STATUS_THREAD_IS_TERMINATING", Errno.EINTR);

    /** {@code STATUS_EAS_NOT_SUPPORTED}, 0xC000004F. */
    public static final NtStatus EAS_NOT_SUPPORTED = named(0xC000004F, "STATUS_EAS_NOT_SUPPORTED", Errno.EOPNOTSUPP);

    /** {@code STATUS_EA_TOO_LARGE}, 0xC0000050. */
    public static final NtStatus EA_TOO_LARGE = named(0xC0000050, "STATUS_EA_TOO_LARGE", Errno.E2BIG);

    /** {@code STATUS_NONEXISTENT_EA_ENTRY}, 0xC0000051. */
    public static final NtStatus NONEXISTENT_EA_ENTRY = named(0xC0000051, "STATUS_NONEXISTENT_EA_ENTRY", Errno.ENODATA);

    /** {@code STATUS_NO_EAS_ON_FILE}, 0xC0000052. */
    public static final NtStatus NO_EAS_ON_FILE = named(0xC0000052, "STATUS_NO_EAS_ON_FILE", Errno.ENODATA);

    /** {@code STATUS_FILE_LOCK_CONFLICT}, 0xC0000054. */
    public static final NtStatus FILE_LOCK_CONFLICT = named(0xC0000054, "STATUS_FILE_LOCK_CONFLICT", Errno.EAGAIN);

    /** {@code STATUS_LOCK_NOT_GRANTED}, 0xC0000055. */
    public static final NtStatus LOCK_NOT_GRANTED = named(0xC0000055, "STATUS_LOCK_NOT_GRANTED", Errno.EAGAIN);

    /** {@code STATUS_DELETE_PENDING}, 0xC0000056. */
    public static final NtStatus DELETE_PENDING = named(0xC0000056, "STATUS_DELETE_PENDING", Errno.ENOENT);

    /** {@code STATUS_NO_SUCH_PRIVILEGE}, 0xC0000060. */
    public static final NtStatus NO_SUCH_PRIVILEGE = named(0xC0000060, "STATUS_NO_SUCH_PRIVILEGE", Errno.EPERM);

    /** {@code STATUS_PRIVILEGE_NOT_HELD}, 0xC0000061. */
    public static final NtStatus PRIVILEGE_NOT_HELD = named(0xC0000061, "STATUS_PRIVILEGE_NOT_HELD", Errno.EPERM);

    /** {@code STATUS_RANGE_NOT_LOCKED}, 0xC000007E. */
    public static final NtStatus RANGE_NOT_LOCKED = named(0xC000007E, "STATUS_RANGE_NOT_LOCKED", Errno.EINVAL);

    /** {@code STATUS_DISK_FULL}, 0xC000007F. */
    public static final NtStatus DISK_FULL = named(0xC000007F, "STATUS_DISK_FULL", Errno.ENOSPC);

    /** {@code STATUS_FILE_INVALID}, 0xC0000098. */
    public static final NtStatus FILE_INVALID = named(0xC0000098, "STATUS_FILE_INVALID", Errno.ESTALE);

    /** {@code STATUS_MEDIA_WRITE_PROTECTED}, 0xC00000A2. */
    public static final NtStatus MEDIA_WRITE_PROTECTED = named(0xC00000A2, "STATUS_MEDIA_WRITE_PROTECTED", Errno.EROFS);

    /** {@code STATUS_DEVICE_NOT_READY}, 0xC00000A3. */
    public static final NtStatus DEVICE_NOT_READY = named(0xC00000A3, "STATUS_DEVICE_NOT_READY", Errno.ENXIO);

    /** {@code STATUS_IO_TIMEOUT}, 0xC00000B5. */
    public static final NtStatus IO_TIMEOUT = named(0xC00000B5, "STATUS_IO_TIMEOUT", Errno.ETIMEDOUT);

    /** {@code STATUS_FILE_FORCED_CLOSED}, 0xC00000B6. */
    public static final NtStatus FILE_FORCED_CLOSED = named(0xC00000B6, "STATUS_FILE_FORCED_CLOSED", Errno.EBADF);

    /** {@code STATUS_FILE_IS_A_DIRECTORY}, 0xC00000BA. */
    public static final NtStatus FILE_IS_A_DIRECTORY = named(0xC00000BA, "STATUS_FILE_IS_A_DIRECTORY", Errno.EISDIR);

    /** {@code STATUS_NOT_SUPPORTED}, 0xC00000BB. */
    public static final NtStatus NOT_SUPPORTED = named(0xC00000BB, "STATUS_NOT_SUPPORTED", Errno.EOPNOTSUPP);

    /** {@code STATUS_BAD_NETWORK_PATH}, 0xC00000BE. */
    public static final NtStatus BAD_NETWORK_PATH = named(0xC00000BE, "STATUS_BAD_NETWORK_PATH", Errno.EHOSTUNREACH);

    /** {@code STATUS_REQUEST_NOT_ACCEPTED}, 0xC00000D0. */
    public static final NtStatus REQUEST_NOT_ACCEPTED = named(0xC00000D0, "STATUS_REQUEST_NOT_ACCEPTED", Errno.EBUSY);

    /** {@code STATUS_NOT_SAME_DEVICE}, 0xC00000D4. */
    public static final NtStatus NOT_SAME_DEVICE = named(0xC00000D4, "STATUS_NOT_SAME_DEVICE", Errno.EXDEV);

    /** {@code STATUS_FILE_RENAMED}, 0xC00000D5. */
    public static final NtStatus FILE_RENAMED = named(0xC00000D5, "STATUS_FILE_RENAMED", Errno.ESTALE);

    /** {@code STATUS_CANT_WAIT}, 0xC00000D8. */
    public static final NtStatus CANT_WAIT = named(0xC00000D8, "STATUS_CANT_WAIT", Errno.EAGAIN);

    /** {@code STATUS_OPLOCK_NOT_GRANTED}, 0xC00000E2. */
    public static final NtStatus OPLOCK_NOT_GRANTED = named(0xC00000E2, "STATUS_OPLOCK_NOT_GRANTED", Errno.EAGAIN);

    /** {@code STATUS_INVALID_OPLOCK_PROTOCOL}, 0xC00000E3. */
    public static final NtStatus INVALID_OPLOCK_PROTOCOL =
            named(0xC00000E3, "STATUS_INVALID_OPLOCK_PROTOCOL", Errno.EPROTO);

    /** {@code STATUS_INTERNAL_ERROR}, 0xC00000E5. */
    public static final NtStatus INTERNAL_ERROR = named(0xC00000E5, "STATUS_INTERNAL_ERROR", Errno.EIO);

    /** {@code STATUS_DIRECTORY_NOT_EMPTY}, 0xC0000101. */
    public static final NtStatus DIRECTORY_NOT_EMPTY = named(0xC0000101, "STATUS_DIRECTORY_NOT_EMPTY", Errno.ENOTEMPTY);

    /** {@code STATUS_FILE_CORRUPT_ERROR}, 0xC0000102. */
    public static final NtStatus FILE_CORRUPT_ERROR = named(0xC0000102, "STATUS_FILE_CORRUPT_ERROR", Errno.EUCLEAN);

    /** {@code STATUS_NOT_A_DIRECTORY}, 0xC0000103. */
    public static final NtStatus NOT_A_DIRECTORY = named(0xC0000103, "STATUS_NOT_A_DIRECTORY", Errno.ENOTDIR);

    /** {@code STATUS_NAME_TOO_LONG}, 0xC0000106. */
    public static final NtStatus NAME_TOO_LONG = named(0xC0000106, "STATUS_NAME_TOO_LONG", Errno.ENAMETOOLONG);

    /** {@code STATUS_FILES_OPEN}, 0xC0000107. */
    public static final NtStatus FILES_OPEN = named(0xC0000107, "STATUS_FILES_OPEN", Errno.EBUSY);

    /** {@code STATUS_IMAGE_ALREADY_LOADED}, 0xC000010E. */
    public static final NtStatus IMAGE_ALREADY_LOADED = named(0xC000010E, "STATUS_IMAGE_ALREADY_LOADED", Errno.EEXIST);

    /** {@code STATUS_TOO_MANY_OPENED_FILES}, 0xC000011F. */
    public static final NtStatus TOO_MANY_OPENED_FILES =
            named(0xC000011F, "STATUS_TOO_MANY_OPENED_FILES", Errno.EMFILE);

    /** {@code STATUS_CANCELLED}, 0xC0000120. */
    public static final NtStatus CANCELLED = named(0xC0000120, "STATUS_CANCELLED", Errno.EINTR);

    /** {@code STATUS_CANNOT_DELETE}, 0xC0000121. */
    public static final NtStatus CANNOT_DELETE = named(0xC0000121, "STATUS_CANNOT_DELETE", Errno.EPERM);

    /** {@code STATUS_FILE_DELETED}, 0xC0000123. */
    public static final NtStatus FILE_DELETED = named(0xC0000123, "STATUS_FILE_DELETED", Errno.ENOENT);

    /** {@code STATUS_FILE_CLOSED}, 0xC0000128. */
    public static final NtStatus FILE_CLOSED = named(0xC0000128, "STATUS_FILE_CLOSED", Errno.EBADF);

    /** {@code STATUS_PIPE_BROKEN}, 0xC000014B. */
    public static final NtStatus PIPE_BROKEN = named(0xC000014B, "STATUS_PIPE_BROKEN", Errno.EPIPE);

    /** {@code STATUS_IO_DEVICE_ERROR}, 0xC0000185. */
    public static final NtStatus IO_DEVICE_ERROR = named(0xC0000185, "STATUS_IO_DEVICE_ERROR", Errno.EIO);

    /** {@code STATUS_INVALID_BUFFER_SIZE}, 0xC0000206. */
    public static final NtStatus INVALID_BUFFER_SIZE = named(0xC0000206, "STATUS_INVALID_BUFFER_SIZE", Errno.EINVAL);

    /** {@code STATUS_NOT_FOUND}, 0xC0000225. */
    public static final NtStatus NOT_FOUND = named(0xC0000225, "STATUS_NOT_FOUND", Errno.ENODATA);

    /** {@code STATUS_RETRY}, 0xC000022D. */
    public static final NtStatus RETRY = named(0xC000022D, "STATUS_RETRY", Errno.EAGAIN);

    /** {@code STATUS_CONNECTION_REFUSED}, 0xC0000236. */
    public static final NtStatus CONNECTION_REFUSED =
            named(0xC0000236, "STATUS_CONNECTION_REFUSED", Errno.ECONNREFUSED);

    /** {@code STATUS_USER_MAPPED_FILE}, 0xC0000243. */
    public static final NtStatus USER_MAPPED_FILE = named(0xC0000243, "STATUS_USER_MAPPED_FILE", Errno.ETXTBSY);

    /** {@code STATUS_CONNECTION_COUNT_LIMIT}, 0xC0000246. */
    public static final NtStatus CONNECTION_COUNT_LIMIT =
            named(0xC0000246, "STATUS_CONNECTION_COUNT_LIMIT", Errno.EUSERS);

    /** {@code STATUS_TOO_MANY_LINKS}, 0xC0000265. */
    public static final NtStatus TOO_MANY_LINKS = named(0xC0000265, "STATUS_TOO_MANY_LINKS", Errno.EMLINK);

    /** {@code STATUS_DRIVER_UNABLE_TO_LOAD}, 0xC000026C. */
    public static final NtStatus DRIVER_UNABLE_TO_LOAD =
            named(0xC000026C, "STATUS_DRIVER_UNABLE_TO_LOAD", Errno.ENOEXEC);

    /** {@code STATUS_VOLUME_DISMOUNTED}, 0xC000026E. */
    public static final NtStatus VOLUME_DISMOUNTED = named(0xC000026E, "STATUS_VOLUME_DISMOUNTED", Errno.ENXIO);

    /** {@code STATUS_NOT_A_REPARSE_POINT}, 0xC0000275. */
    public static final NtStatus NOT_A_REPARSE_POINT = named(0xC0000275, "STATUS_NOT_A_REPARSE_POINT", Errno.EINVAL);

    /** {@code STATUS_IO_REPARSE_TAG_MISMATCH}, 0xC0000277. */
    public static final NtStatus IO_REPARSE_TAG_MISMATCH =
            named(0xC0000277, "STATUS_IO_REPARSE_TAG_MISMATCH", Errno.EINVAL);

    /** {@code STATUS_IO_REPARSE_DATA_INVALID}, 0xC0000278. */
    public static final NtStatus IO_REPARSE_DATA_INVALID =
            named(0xC0000278, "STATUS_IO_REPARSE_DATA_INVALID", Errno.EINVAL);

    /** {@code STATUS_IO_REPARSE_TAG_NOT_HANDLED}, 0xC0000279. */
    public static final NtStatus IO_REPARSE_TAG_NOT_HANDLED =
            named(0xC0000279, "STATUS_IO_REPARSE_TAG_NOT_HANDLED", Errno.EOPNOTSUPP);

    /** {@code STATUS_REPARSE_POINT_NOT_RESOLVED}, 0xC0000280. */
    public static final NtStatus REPARSE_POINT_NOT_RESOLVED =
            named(0xC0000280, "STATUS_REPARSE_POINT_NOT_RESOLVED", Errno.ELOOP);

    /** {@code STATUS_REPARSE_ATTRIBUTE_CONFLICT}, 0xC00002B2. */
    public static final NtStatus REPARSE_ATTRIBUTE_CONFLICT =
            named(0xC00002B2, "STATUS_REPARSE_ATTRIBUTE_CONFLICT", Errno.EEXIST);

    /** {@code STATUS_FAILED_DRIVER_ENTRY}, 0xC0000365. */
    public static final NtStatus FAILED_DRIVER_ENTRY = named(0xC0000365, "STATUS_FAILED_DRIVER_ENTRY", Errno.ENOEXEC);

    /** {@code STATUS_MOUNT_POINT_NOT_RESOLVED}, 0xC0000368. */
    public static final NtStatus MOUNT_POINT_NOT_RESOLVED =
            named(0xC0000368, "STATUS_MOUNT_POINT_NOT_RESOLVED", Errno.EXDEV);

    /** {@code STATUS_DRIVER_FAILED_PRIOR_UNLOAD}, 0xC000038E. */
    public static final NtStatus DRIVER_FAILED_PRIOR_UNLOAD =
            named(0xC000038E, "STATUS_DRIVER_FAILED_PRIOR_UNLOAD", Errno.EBUSY);

    /** {@code STATUS_INVALID_IMAGE_HASH}, 0xC0000428. */
    public static final NtStatus INVALID_IMAGE_HASH =
            named(0xC0000428, "STATUS_INVALID_IMAGE_HASH", Errno.EKEYREJECTED);

    /** {@code STATUS_REPARSE_POINT_ENCOUNTERED}, 0xC000050B. */
    public static final NtStatus REPARSE_POINT_ENCOUNTERED =
            named(0xC000050B, "STATUS_REPARSE_POINT_ENCOUNTERED", Errno.ELOOP);

    /** {@code STATUS_FILE_TOO_LARGE}, 0xC0000904. */
    public static final NtStatus FILE_TOO_LARGE = named(0xC0000904, "STATUS_FILE_TOO_LARGE", Errno.EFBIG);

    /** {@code STATUS_VIRUS_INFECTED}, 0xC0000906. */
    public static final NtStatus VIRUS_INFECTED = named(0xC0000906, "STATUS_VIRUS_INFECTED", Errno.EACCES);

    /** {@code STATUS_VIRUS_DELETED}, 0xC0000907. */
    public static final NtStatus VIRUS_DELETED = named(0xC0000907, "STATUS_VIRUS_DELETED", Errno.ENOENT);

    /** {@code STATUS_CANNOT_BREAK_OPLOCK}, 0xC0000909. */
    public static final NtStatus CANNOT_BREAK_OPLOCK = named(0xC0000909, "STATUS_CANNOT_BREAK_OPLOCK", Errno.EAGAIN);

    /** {@code STATUS_OFFLOAD_READ_FLT_NOT_SUPPORTED}, 0xC000A2A1. */
    public static final NtStatus OFFLOAD_READ_FLT_NOT_SUPPORTED =
            named(0xC000A2A1, "STATUS_OFFLOAD_READ_FLT_NOT_SUPPORTED", Errno.EOPNOTSUPP);

    /** {@code STATUS_OFFLOAD_WRITE_FLT_NOT_SUPPORTED}, 0xC000A2A2. */
    public static final NtStatus OFFLOAD_WRITE_FLT_NOT_SUPPORTED =
            named(0xC000A2A2, "STATUS_OFFLOAD_WRITE_FLT_NOT_SUPPORTED", Errno.EOPNOTSUPP);

    /** {@code STATUS_TRANSACTION_NOT_ACTIVE}, 0xC0190003. */
    public static final NtStatus TRANSACTION_NOT_ACTIVE =
            named(0xC0190003, "STATUS_TRANSACTION_NOT_ACTIVE", Errno.EINVAL);

    /** {@code STATUS_OBJECT_NAME_EXISTS}, 0x40000000. */
    public static final NtStatus OBJECT_NAME_EXISTS = named(0x40000000, "STATUS_OBJECT_NAME_EXISTS", 0);

    /** {@code STATUS_FLT_IO_COMPLETE}, 0x001C0001. */
    public static final NtStatus FLT_IO_COMPLETE = named(0x001C0001, "STATUS_FLT_IO_COMPLETE", 0);

    /** {@code STATUS_FLT_BUFFER_TOO_SMALL}, 0x801C0001. */
    public static final NtStatus FLT_BUFFER_TOO_SMALL = named(0x801C0001, "STATUS_FLT_BUFFER_TOO_SMALL", Errno.EIO);

    /** {@code STATUS_FLT_NO_HANDLER_DEFINED}, 0xC01C0001. */
    public static final NtStatus FLT_NO_HANDLER_DEFINED = named(0xC01C0001, "STATUS_FLT_NO_HANDLER_DEFINED", Errno.EIO);

    /** {@code STATUS_FLT_CONTEXT_ALREADY_DEFINED}, 0xC01C0002. */
    public static final NtStatus FLT_CONTEXT_ALREADY_DEFINED =
            named(0xC01C0002, "STATUS_FLT_CONTEXT_ALREADY_DEFINED", Errno.EEXIST);

    /** {@code STATUS_FLT_INVALID_ASYNCHRONOUS_REQUEST}, 0xC01C0003. */
    public static final NtStatus FLT_INVALID_ASYNCHRONOUS_REQUEST =
            named(0xC01C0003, "STATUS_FLT_INVALID_ASYNCHRONOUS_REQUEST", Errno.EINVAL);

    /** {@code STATUS_FLT_DISALLOW_FAST_IO}, 0xC01C0004. */
    public static final NtStatus FLT_DISALLOW_FAST_IO = named(0xC01C0004, "STATUS_FLT_DISALLOW_FAST_IO", Errno.EIO);

    /** {@code STATUS_FLT_INVALID_NAME_REQUEST}, 0xC01C0005. */
    public static final NtStatus FLT_INVALID_NAME_REQUEST =
            named(0xC01C0005, "STATUS_FLT_INVALID_NAME_REQUEST", Errno.EINVAL);

    /** {@code STATUS_FLT_NOT_SAFE_TO_POST_OPERATION}, 0xC01C0006. */
    public static final NtStatus FLT_NOT_SAFE_TO_POST_OPERATION =
            named(0xC01C0006, "STATUS_FLT_NOT_SAFE_TO_POST_OPERATION", Errno.EIO);

    /** {@code STATUS_FLT_NOT_INITIALIZED}, 0xC01C0007. */
    public static final NtStatus FLT_NOT_INITIALIZED = named(0xC01C0007, "STATUS_FLT_NOT_INITIALIZED", Errno.EAGAIN);

    /** {@code STATUS_FLT_FILTER_NOT_READY}, 0xC01C0008. */
    public static final NtStatus FLT_FILTER_NOT_READY = named(0xC01C0008, "STATUS_FLT_FILTER_NOT_READY", Errno.EAGAIN);

    /** {@code STATUS_FLT_POST_OPERATION_CLEANUP}, 0xC01C0009. */
    public static final NtStatus FLT_POST_OPERATION_CLEANUP =
            named(0xC01C0009, "STATUS_FLT_POST_OPERATION_CLEANUP", Errno.EIO);

    /** {@code STATUS_FLT_INTERNAL_ERROR}, 0xC01C000A. */
    public static final NtStatus FLT_INTERNAL_ERROR = named(0xC01C000A, "STATUS_FLT_INTERNAL_ERROR", Errno.EIO);

    /** {@code STATUS_FLT_DELETING_OBJECT}, 0xC01C000B. */
    public static final NtStatus FLT_DELETING_OBJECT = named(0xC01C000B, "STATUS_FLT_DELETING_OBJECT", Errno.ESHUTDOWN);

    /** {@code STATUS_FLT_MUST_BE_NONPAGED_POOL}, 0xC01C000C. */
    public static final NtStatus FLT_MUST_BE_NONPAGED_POOL =
            named(0xC01C000C, "STATUS_FLT_MUST_BE_NONPAGED_POOL", Errno.EIO);

    /** {@code STATUS_FLT_DUPLICATE_ENTRY}, 0xC01C000D. */
    public static final NtStatus FLT_DUPLICATE_ENTRY = named(0xC01C000D, "STATUS_FLT_DUPLICATE_ENTRY", Errno.EEXIST);

    /** {@code STATUS_FLT_CBDQ_DISABLED}, 0xC01C000E. */
    public static final NtStatus FLT_CBDQ_DISABLED = named(0xC01C000E, "STATUS_FLT_CBDQ_DISABLED", Errno.EIO);

    /** {@code STATUS_FLT_DO_NOT_ATTACH}, 0xC01C000F. */
    public static final NtStatus FLT_DO_NOT_ATTACH = named(0xC01C000F, "STATUS_FLT_DO_NOT_ATTACH", Errno.EIO);

    /** {@code STATUS_FLT_DO_NOT_DETACH}, 0xC01C0010. */
    public static final NtStatus FLT_DO_NOT_DETACH = named(0xC01C0010, "STATUS_FLT_DO_NOT_DETACH", Errno.EIO);

    /** {@code STATUS_FLT_INSTANCE_ALTITUDE_COLLISION}, 0xC01C0011. */
    public static final NtStatus FLT_INSTANCE_ALTITUDE_COLLISION =
            named(0xC01C0011, "STATUS_FLT_INSTANCE_ALTITUDE_COLLISION", Errno.EEXIST);

    /** {@code STATUS_FLT_INSTANCE_NAME_COLLISION}, 0xC01C0012. */
    public static final NtStatus FLT_INSTANCE_NAME_COLLISION =
            named(0xC01C0012, "STATUS_FLT_INSTANCE_NAME_COLLISION", Errno.EEXIST);

    /** {@code STATUS_FLT_FILTER_NOT_FOUND}, 0xC01C0013. */
    public static final NtStatus FLT_FILTER_NOT_FOUND = named(0xC01C0013, "STATUS_FLT_FILTER_NOT_FOUND", Errno.ENOENT);

    /** {@code STATUS_FLT_VOLUME_NOT_FOUND}, 0xC01C0014. */
    public static final NtStatus FLT_VOLUME_NOT_FOUND = named(0xC01C0014, "STATUS_FLT_VOLUME_NOT_FOUND", Errno.ENODEV);

    /** {@code STATUS_FLT_INSTANCE_NOT_FOUND}, 0xC01C0015. */
    public static final NtStatus FLT_INSTANCE_NOT_FOUND =
            named(0xC01C0015, "STATUS_FLT_INSTANCE_NOT_FOUND", Errno.ENOENT);

    /** {@code STATUS_FLT_CONTEXT_ALLOCATION_NOT_FOUND}, 0xC01C0016. */
    public static final NtStatus FLT_CONTEXT_ALLOCATION_NOT_FOUND =
            named(0xC01C0016, "STATUS_FLT_CONTEXT_ALLOCATION_NOT_FOUND", Errno.EIO);

    /** {@code STATUS_FLT_INVALID_CONTEXT_REGISTRATION}, 0xC01C0017. */
    public static final NtStatus FLT_INVALID_CONTEXT_REGISTRATION =
            named(0xC01C0017, "STATUS_FLT_INVALID_CONTEXT_REGISTRATION", Errno.EINVAL);

    /** {@code STATUS_FLT_NAME_CACHE_MISS}, 0xC01C0018. */
    public static final NtStatus FLT_NAME_CACHE_MISS = named(0xC01C0018, "STATUS_FLT_NAME_CACHE_MISS", Errno.EIO);

    /** {@code STATUS_FLT_NO_DEVICE_OBJECT}, 0xC01C0019. */
    public static final NtStatus FLT_NO_DEVICE_OBJECT = named(0xC01C0019, "STATUS_FLT_NO_DEVICE_OBJECT", Errno.EIO);

    /** {@code STATUS_FLT_VOLUME_ALREADY_MOUNTED}, 0xC01C001A. */
    public static final NtStatus FLT_VOLUME_ALREADY_MOUNTED =
            named(0xC01C001A, "STATUS_FLT_VOLUME_ALREADY_MOUNTED", Errno.EIO);

    /** {@code STATUS_FLT_ALREADY_ENLISTED}, 0xC01C001B. */
    public static final NtStatus FLT_ALREADY_ENLISTED = named(0xC01C001B, "STATUS_FLT_ALREADY_ENLISTED", Errno.EIO);

    /** {@code STATUS_FLT_CONTEXT_ALREADY_LINKED}, 0xC01C001C. */
    public static final NtStatus FLT_CONTEXT_ALREADY_LINKED =
            named(0xC01C001C, "STATUS_FLT_CONTEXT_ALREADY_LINKED", Errno.EEXIST);

    /** {@code STATUS_FLT_NO_WAITER_FOR_REPLY}, 0xC01C0020. */
    public static final NtStatus FLT_NO_WAITER_FOR_REPLY =
            named(0xC01C0020, "STATUS_FLT_NO_WAITER_FOR_REPLY", Errno.EPIPE);

    /** {@code STATUS_FLT_REGISTRATION_BUSY}, 0xC01C0023. */
    public static final NtStatus FLT_REGISTRATION_BUSY =
            named(0xC01C0023, "STATUS_FLT_REGISTRATION_BUSY", Errno.EAGAIN);

    /** {@code STATUS_FLT_WCOS_NOT_SUPPORTED}, 0xC01C0024. */
    public static final NtStatus FLT_WCOS_NOT_SUPPORTED = named(0xC01C0024, "STATUS_FLT_WCOS_NOT_SUPPORTED", Errno.EIO);

    private static final NtStatus[] BY_ERRNO = byErrno();

    private final int value;
    private final String name;
    private final int errno;

    private NtStatus(int value, String name, int errno) {
        this.value = value;
        this.name = name;
        this.errno = errno;
    }

    private static NtStatus named(int value, String name, int errno) {
        var status = new NtStatus(value, name, errno);
        BY_VALUE.put(value, status);
        BY_NAME.put(name, status);
        return status;
    }

    /** The status with exactly these bits: the shared instance where the value has a name. Any 32 bits are allowed. */
    public static NtStatus of(int value) {
        NtStatus known = BY_VALUE.get(value);
        return known != null ? known : new NtStatus(value, "", value < 0 ? Errno.EIO : 0);
    }

    /**
     * The status of a name, in any case and with or without {@code STATUS_}, or of a number such as {@code 0xC01C0010}.
     *
     * @return empty where the text is neither
     */
    public static Optional<NtStatus> parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        if (upper.startsWith("0X")) {
            try {
                return Optional.of(of(Integer.parseUnsignedInt(upper.substring(2), 16)));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        NtStatus status = BY_NAME.get(upper);
        return Optional.ofNullable(status != null ? status : BY_NAME.get("STATUS_" + upper));
    }

    /** The status that stands for an errno of the base file system; {@link #SUCCESS} for 0, {@link #UNSUCCESSFUL} where no row fits. */
    public static NtStatus ofErrno(int errno) {
        return errno >= 0 && errno < BY_ERRNO.length ? BY_ERRNO[errno] : UNSUCCESSFUL;
    }

    /** Every status that has a name, in the order of the reference. */
    public static Collection<NtStatus> named() {
        return Collections.unmodifiableCollection(BY_VALUE.values());
    }

    /** The 32 bits. */
    public int value() {
        return value;
    }

    /** Bits 31-30. */
    public Severity severity() {
        return Severity.of(value);
    }

    /** Bit 29: a code that somebody other than the system's maker defined. */
    public boolean isCustomer() {
        return (value >>> 29 & 1) != 0;
    }

    /** Bits 27-16. */
    public int facility() {
        return value >>> 16 & 0xFFF;
    }

    /** Bits 15-0. */
    public int code() {
        return value & 0xFFFF;
    }

    /** Success or informational: what lets an unload or an attach go ahead. */
    public boolean isSuccess() {
        return value >= 0;
    }

    /** Whether this status has a name. */
    public boolean hasName() {
        return !name.isEmpty();
    }

    /** The name with its prefix, such as {@code STATUS_FLT_DO_NOT_DETACH}; the number where it has none. */
    public String name() {
        return name.isEmpty() ? hex() : name;
    }

    /** The number as eight digits: {@code 0xC01C0010}. */
    public String hex() {
        return String.format(Locale.ROOT, "0x%08X", value);
    }

    /**
     * What a program is told when a filter sets this status: 0 for success and informational values, a warning's or an error's row,
     * else EIO. Never ENOSYS, never outside 0..511.
     *
     * @param major the operation: END_OF_FILE ends a read and NO_MORE_FILES a listing without an error, INVALID_DEVICE_REQUEST
     *     on an ioctl is ENOTTY
     */
    public int errno(MajorFunction major) {
        if (equals(INVALID_DEVICE_REQUEST) && major == MajorFunction.DEVICE_CONTROL) {
            return Errno.ENOTTY;
        }
        boolean endOfData = equals(END_OF_FILE) && major == MajorFunction.READ
                || (equals(NO_MORE_FILES) || equals(NO_MORE_ENTRIES)) && major == MajorFunction.DIRECTORY_CONTROL
                || equals(BUFFER_OVERFLOW) && (major == MajorFunction.READ || major == MajorFunction.DIRECTORY_CONTROL);
        return endOfData ? 0 : errno;
    }

    /**
     * The HRESULT of the filter manager's facility, as Windows' user-mode calls give it; empty for other facilities, whose
     * translation goes through Win32 codes that mean nothing here.
     */
    public Optional<Integer> hresult() {
        return facility() == FACILITY_FILTER_MANAGER ? Optional.of(value & 0x8000FFFF | 0x1F << 16) : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NtStatus status && status.value == value;
    }

    @Override
    public int hashCode() {
        return value;
    }

    /** The name and the number, {@code STATUS_FLT_DO_NOT_DETACH (0xC01C0010)}, or the number alone. */
    @Override
    public String toString() {
        return name.isEmpty() ? hex() : name + " (" + hex() + ")";
    }

    private static NtStatus[] byErrno() {
        var table = new NtStatus[Errno.EHWPOISON + 1];
        for (NtStatus status : BY_VALUE.values()) {
            int errno = status.errno;
            if (errno > 0 && errno < table.length && !status.isSuccess() && table[errno] == null) {
                table[errno] = status;
            }
        }
        table[0] = SUCCESS;
        table[Errno.EPERM] = PRIVILEGE_NOT_HELD;
        table[Errno.ENOENT] = OBJECT_NAME_NOT_FOUND;
        table[Errno.EACCES] = ACCESS_DENIED;
        table[Errno.EEXIST] = OBJECT_NAME_COLLISION;
        table[Errno.EXDEV] = NOT_SAME_DEVICE;
        table[Errno.EBUSY] = SHARING_VIOLATION;
        table[Errno.EINVAL] = INVALID_PARAMETER;
        table[Errno.EIO] = IO_DEVICE_ERROR;
        table[Errno.EINTR] = CANCELLED;
        table[Errno.ENOSYS] = NOT_IMPLEMENTED;
        table[Errno.EOPNOTSUPP] = NOT_SUPPORTED;
        table[Errno.EAGAIN] = FILE_LOCK_CONFLICT;
        table[Errno.ENOMEM] = INSUFFICIENT_RESOURCES;
        table[Errno.ERANGE] = BUFFER_TOO_SMALL;
        for (int i = 0; i < table.length; i++) {
            if (table[i] == null) {
                table[i] = UNSUCCESSFUL;
            }
        }
        return table;
    }
}
