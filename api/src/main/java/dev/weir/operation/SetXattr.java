package dev.weir.operation;

import dev.weir.FileName;

/** {@code setxattr}: Setting an extended attribute to the data. POSIX ACLs are the names system.posix_acl_access and system.posix_acl_default. Major function {@link dev.weir.MajorFunction#SET_EA}. */
public non-sealed interface SetXattr extends Parameters {

    /** With its namespace. */
    FileName name();

    /** Changes {@link #name()} for those below, if the callback marks the operation as changed. */
    void setName(FileName name);

    /** XATTR_CREATE 1, XATTR_REPLACE 2. */
    int flags();

    /** FUSE_SETXATTR_ACL_KILL_SGID 1. */
    int extraFlags();
}
