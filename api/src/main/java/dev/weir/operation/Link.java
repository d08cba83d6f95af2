package dev.weir.operation;

import dev.weir.FileName;
import dev.weir.FileNode;

/** {@code link}: Giving the file {@link dev.weir.CallbackData#node()} a further name. Major function {@link dev.weir.MajorFunction#SET_INFORMATION}. */
public non-sealed interface Link extends Parameters {

    /** The directory that gets the name. */
    FileNode newParent();

    /** The further name. */
    FileName newName();

    /** Changes {@link #newName()} for those below, if the callback marks the operation as changed. */
    void setNewName(FileName newName);
}
