package dev.weir.operation;

import dev.weir.FileName;
import dev.weir.FileNode;
import java.util.Optional;

/** {@code rmdir}: Removing an empty directory. Major function {@link dev.weir.MajorFunction#SET_INFORMATION}. */
public non-sealed interface RemoveDirectory extends Parameters {

    /** The name in the directory {@link dev.weir.CallbackData#node()}. */
    FileName name();

    /** Changes {@link #name()} for those below, if the callback marks the operation as changed. */
    void setName(FileName name);

    /** The directory that goes; empty where nobody has looked it up, or a filter above set another name. */
    Optional<FileNode> removed();
}
