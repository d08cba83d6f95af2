package dev.weir.operation;

/** {@code chown}: Changing the owner or the group; may carry a mode without set-user-ID bits. Major function {@link dev.weir.MajorFunction#SET_INFORMATION}. */
public non-sealed interface SetOwner extends SetAttributes {}
