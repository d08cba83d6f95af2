package dev.weir.operation;

import dev.weir.FileName;
import dev.weir.FileNode;
import java.util.Optional;

/** {@code rename}: Renaming a name in the directory {@link dev.weir.CallbackData#node()}. Major function {@link dev.weir.MajorFunction#SET_INFORMATION}. */
public non-sealed interface Rename extends Parameters {

    /** The name as it is. */
    FileName name();

    /** Changes {@link #name()} for those below, if the callback marks the operation as changed. */
    void setName(FileName name);

    /** The directory that the name moves to; the same one for a plain rename. */
    FileNode newParent();

    /** The name as it shall be. */
    FileName newName();

    /** Changes {@link #newName()} for those below, if the callback marks the operation as changed. */
    void setNewName(FileName newName);

    /** The flags of renameat2(2): RENAME_NOREPLACE 1, RENAME_EXCHANGE 2, RENAME_WHITEOUT 4. */
    int flags();

    /** Changes {@link #flags()} for those below, if the callback marks the operation as changed. */
    void setFlags(int flags);

    /** The file that moves; empty where nobody has looked it up, or a filter above set another name. */
    Optional<FileNode> moved();

    /** The file whose name the new name was; empty where there was none, nobody has looked it up, or a filter above set another name. */
    Optional<FileNode> replaced();
}
