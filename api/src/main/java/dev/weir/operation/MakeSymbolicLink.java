package dev.weir.operation;

import dev.weir.FileName;

/** {@code symlink}: Making a symbolic link. Major function {@link dev.weir.MajorFunction#CREATE}. */
public non-sealed interface MakeSymbolicLink extends Parameters {

    /** The name in the directory {@link dev.weir.CallbackData#node()}. */
    FileName name();

    /** Changes {@link #name()} for those below, if the callback marks the operation as changed. */
    void setName(FileName name);

    /** What the link points to: any bytes but NUL. */
    FileName target();

    /** Changes {@link #target()} for those below, if the callback marks the operation as changed. */
    void setTarget(FileName target);
}
