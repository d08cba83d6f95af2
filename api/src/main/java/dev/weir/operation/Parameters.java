package dev.weir.operation;

/**
 * What a program asked for, with its parameters: one type for each thing that programs do, named as programmers know it.
 *
 * <pre>{@code
 * switch (data.parameters()) {
 *     case Rename rename -> audit(rename.name(), rename.newName());
 *     case Truncate truncate -> audit(truncate.size());
 *     default -> {}
 * }
 * }</pre>
 *
 * <p>Objects of these types are views that the manager uses again: they are valid as long as the {@link dev.weir.CallbackData} that they came from. A setter
 * changes what the filters below and the base file system see, if the callback then calls {@link dev.weir.CallbackData#setDirty()}; in a post-operation it changes nothing.
 * Flags and modes have the values of Linux.
 */
public sealed interface Parameters
        permits SetAttributes,
                Allocate,
                Cleanup,
                Close,
                CloseDescriptor,
                CopyRange,
                CreateFile,
                Fsync,
                FsyncDirectory,
                GetXattr,
                Ioctl,
                Link,
                ListXattr,
                LockFile,
                Lookup,
                MakeDirectory,
                MakeNode,
                MakeSymbolicLink,
                MakeTemporaryFile,
                Open,
                OpenDirectory,
                QueryAttributes,
                QueryLock,
                QueryVolume,
                Read,
                ReadDirectory,
                ReadSymbolicLink,
                RemoveDirectory,
                RemoveXattr,
                Rename,
                Seek,
                SetLock,
                SetXattr,
                Shutdown,
                SyncVolume,
                Unlink,
                Write {}
