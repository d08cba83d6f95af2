package dev.weir.filters.spy;

import static java.util.Map.entry;

import dev.weir.MajorFunction;
import java.util.Map;

/** The programmers' names of all operations, with the major function under which each comes. */
final class OperationNames {
    static final Map<String, MajorFunction> MAJOR_FUNCTIONS = Map.ofEntries(
            entry("lookup", MajorFunction.QUERY_OPEN),
            entry("open", MajorFunction.CREATE),
            entry("create", MajorFunction.CREATE),
            entry("opendir", MajorFunction.CREATE),
            entry("mkdir", MajorFunction.CREATE),
            entry("mknod", MajorFunction.CREATE),
            entry("symlink", MajorFunction.CREATE),
            entry("tmpfile", MajorFunction.CREATE),
            entry("link", MajorFunction.SET_INFORMATION),
            entry("unlink", MajorFunction.SET_INFORMATION),
            entry("rmdir", MajorFunction.SET_INFORMATION),
            entry("rename", MajorFunction.SET_INFORMATION),
            entry("getattr", MajorFunction.QUERY_INFORMATION),
            entry("readlink", MajorFunction.QUERY_INFORMATION),
            entry("lseek", MajorFunction.QUERY_INFORMATION),
            entry("truncate", MajorFunction.SET_INFORMATION),
            entry("chmod", MajorFunction.SET_INFORMATION),
            entry("chown", MajorFunction.SET_INFORMATION),
            entry("utimens", MajorFunction.SET_INFORMATION),
            entry("fallocate", MajorFunction.SET_INFORMATION),
            entry("read", MajorFunction.READ),
            entry("write", MajorFunction.WRITE),
            entry("copy_file_range", MajorFunction.FILE_SYSTEM_CONTROL),
            entry("readdir", MajorFunction.DIRECTORY_CONTROL),
            entry("fsync", MajorFunction.FLUSH_BUFFERS),
            entry("fsyncdir", MajorFunction.FLUSH_BUFFERS),
            entry("syncfs", MajorFunction.FLUSH_BUFFERS),
            entry("close", MajorFunction.FLUSH_BUFFERS),
            entry("getxattr", MajorFunction.QUERY_EA),
            entry("listxattr", MajorFunction.QUERY_EA),
            entry("setxattr", MajorFunction.SET_EA),
            entry("removexattr", MajorFunction.SET_EA),
            entry("statfs", MajorFunction.QUERY_VOLUME_INFORMATION),
            entry("ioctl", MajorFunction.DEVICE_CONTROL),
            entry("getlk", MajorFunction.LOCK_CONTROL),
            entry("setlk", MajorFunction.LOCK_CONTROL),
            entry("flock", MajorFunction.LOCK_CONTROL),
            entry("cleanup", MajorFunction.CLEANUP),
            entry("release", MajorFunction.CLOSE),
            entry("shutdown", MajorFunction.SHUTDOWN));

    private OperationNames() {}
}
