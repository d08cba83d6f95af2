package dev.weir.manager;

/** Makes the view of a kind of operation. */
final class ParameterViews {
    private ParameterViews() {}

    static ParameterView of(OperationKind kind, ParameterBlocks blocks) {
        return switch (kind) {
            case LOOKUP -> new CreateViews.LookupView(blocks);
            case OPEN -> new CreateViews.OpenView(blocks);
            case CREATE -> new CreateViews.CreateFileView(blocks);
            case OPENDIR -> new CreateViews.OpenDirectoryView(blocks);
            case MKDIR -> new CreateViews.MakeDirectoryView(blocks);
            case MKNOD -> new CreateViews.MakeNodeView(blocks);
            case SYMLINK -> new CreateViews.MakeSymbolicLinkView(blocks);
            case TMPFILE -> new CreateViews.MakeTemporaryFileView(blocks);
            case LINK -> new NameViews.LinkView(blocks);
            case UNLINK -> new NameViews.UnlinkView(blocks);
            case RMDIR -> new NameViews.RemoveDirectoryView(blocks);
            case RENAME -> new NameViews.RenameView(blocks);
            case GETATTR -> new AttributeViews.QueryAttributesView(blocks);
            case READLINK -> new AttributeViews.ReadSymbolicLinkView(blocks);
            case SEEK -> new DataViews.SeekView(blocks);
            case TRUNCATE -> new AttributeViews.TruncateView(blocks);
            case CHMOD -> new AttributeViews.SetModeView(blocks);
            case CHOWN -> new AttributeViews.SetOwnerView(blocks);
            case UTIMENS -> new AttributeViews.SetTimesView(blocks);
            case ALLOCATE -> new DataViews.AllocateView(blocks);
            case READ -> new DataViews.ReadView(blocks);
            case WRITE -> new DataViews.WriteView(blocks);
            case COPY_RANGE -> new DataViews.CopyRangeView(blocks);
            case READDIR -> new DataViews.ReadDirectoryView(blocks);
            case FSYNC -> new ControlViews.FsyncView(blocks);
            case FSYNCDIR -> new ControlViews.FsyncDirectoryView(blocks);
            case SYNCFS -> new ControlViews.SyncVolumeView(blocks);
            case FLUSH -> new ControlViews.CloseDescriptorView(blocks);
            case GETXATTR -> new AttributeViews.GetXattrView(blocks);
            case LISTXATTR -> new AttributeViews.ListXattrView(blocks);
            case SETXATTR -> new AttributeViews.SetXattrView(blocks);
            case REMOVEXATTR -> new AttributeViews.RemoveXattrView(blocks);
            case STATFS -> new AttributeViews.QueryVolumeView(blocks);
            case IOCTL -> new DataViews.IoctlView(blocks);
            case GETLK -> new ControlViews.QueryLockView(blocks);
            case SETLK -> new ControlViews.SetLockView(blocks);
            case FLOCK -> new ControlViews.LockFileView(blocks);
            case CLEANUP -> new ControlViews.CleanupView(blocks);
            case RELEASE -> new ControlViews.CloseView(blocks);
            case SHUTDOWN -> new ControlViews.ShutdownView(blocks);
        };
    }
}
