package dev.weir;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * File names as one instance is to see them: {@link Instance#names()}. They are those of the nearest name provider below the instance ({@link NameProvider}), or of the file system.
 *
 * <p>A name was true at some moment during the call; nothing keeps it true afterwards. One that is cached is handed out again without allocating, and never after the file, or a directory
 * above it, was renamed through the volume.
 *
 * <p>Names can't be asked for (STATUS_FLT_INVALID_NAME_REQUEST) in the callbacks of paging I/O and after the CLEANUP of a file: a provider might have to wait for just that. {@link FileNode#path()}
 * can, and asks no provider.
 *
 * <p>Safe on any thread; may block as long as a provider or the file system does, but with {@link FileNameQuery#CACHE_ONLY}. All throw STATUS_NOT_SUPPORTED for {@link FileNameFormat#SHORT},
 * STATUS_OBJECT_NAME_NOT_FOUND for a file that never had a name (O_TMPFILE) or whose name nobody knows, STATUS_INVALID_PARAMETER for a file of another volume, STATUS_FLT_DELETING_OBJECT where
 * the instance is gone, and what a provider refused with.
 */
public interface FileNames {

    /**
     * The name of what an operation is about (FltGetFileNameInformation): of the file, or the name in a directory that the operation gives. After a successful rename it is the new one, after a successful
     * unlink the last one, {@linkplain FileNameInformation#isUnlinked deleted}.
     */
    default FileNameInformation of(CallbackData data, FileNameFormat format, FileNameQuery query)
            throws FilterException {
        return of(data, format, query, Set.of());
    }

    /** The same with flags. */
    FileNameInformation of(CallbackData data, FileNameFormat format, FileNameQuery query, Set<FileNameFlag> flags)
            throws FilterException;

    /** The name of a file, outside an operation (FltGetFileNameInformationUnsafe); of several the one that was looked up last. */
    default FileNameInformation of(FileNode node, FileNameFormat format, FileNameQuery query) throws FilterException {
        return of(node, format, query, Set.of());
    }

    /** The same with flags. */
    FileNameInformation of(FileNode node, FileNameFormat format, FileNameQuery query, Set<FileNameFlag> flags)
            throws FilterException;

    /** The name of an open file, outside an operation (FltGetFileNameInformationUnsafe). */
    default FileNameInformation of(FileHandle handle, FileNameFormat format, FileNameQuery query)
            throws FilterException {
        return of(handle, format, query, Set.of());
    }

    /** The same with flags. */
    FileNameInformation of(FileHandle handle, FileNameFormat format, FileNameQuery query, Set<FileNameFlag> flags)
            throws FilterException;

    /** Every name of a file that somebody looked up, normalized, none twice; empty where all are gone. Found out now. */
    List<FileNameInformation> all(FileNode node) throws FilterException;

    /**
     * Where a rename or a link leads to, or a symbolic link points to (FltGetDestinationFileNameInformation), in a pre- or post-operation.
     *
     * @throws FilterException STATUS_INVALID_PARAMETER for another operation; STATUS_FLT_INVALID_NAME_REQUEST for a short name; STATUS_MOUNT_POINT_NOT_RESOLVED where a symbolic link's target leaves the volume
     */
    FileNameInformation ofDestination(CallbackData data, FileNameFormat format, FileNameQuery query)
            throws FilterException;

    /** What a name in a directory would be called, whether it is there or not. */
    FileNameInformation ofDestination(FileNode directory, FileName name, FileNameFormat format, FileNameQuery query)
            throws FilterException;

    /**
     * The name that tunneling gave a file that was created, renamed or linked (FltGetTunneledName), after a normalized name was asked for in the pre-operation. Always empty: Linux has no short names to tunnel.
     */
    default Optional<FileNameInformation> tunneled(CallbackData data, FileNameInformation normalized) {
        return Optional.empty();
    }

    /** Forgets every cached name of the volume (FltPurgeFileNameInformationCache): a provider calls it when what it maps changes. */
    void purge();
}
