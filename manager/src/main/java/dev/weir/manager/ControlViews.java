package dev.weir.manager;

import dev.weir.operation.Cleanup;
import dev.weir.operation.Close;
import dev.weir.operation.CloseDescriptor;
import dev.weir.operation.Fsync;
import dev.weir.operation.FsyncDirectory;
import dev.weir.operation.LockFile;
import dev.weir.operation.QueryLock;
import dev.weir.operation.SetLock;
import dev.weir.operation.Shutdown;
import dev.weir.operation.SyncVolume;

/** The views of locks, flushes and ends. */
final class ControlViews {
    private ControlViews() {}

    static final class FsyncView extends ParameterView implements Fsync {
        FsyncView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public boolean dataOnly() {
            return number(0) != 0;
        }
    }

    static final class FsyncDirectoryView extends ParameterView implements FsyncDirectory {
        FsyncDirectoryView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public boolean dataOnly() {
            return number(0) != 0;
        }
    }

    static final class SyncVolumeView extends ParameterView implements SyncVolume {
        SyncVolumeView(ParameterBlocks blocks) {
            super(blocks);
        }
    }

    static final class CloseDescriptorView extends ParameterView implements CloseDescriptor {
        CloseDescriptorView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public long lockOwner() {
            return number(0);
        }
    }

    static final class QueryLockView extends ParameterView implements QueryLock {
        QueryLockView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public long lockOwner() {
            return number(0);
        }

        @Override
        public long start() {
            return number(1);
        }

        @Override
        public long end() {
            return number(2);
        }

        @Override
        public int lockType() {
            return (int) number(3);
        }

        @Override
        public int lockProcess() {
            return (int) number(4);
        }
    }

    static final class SetLockView extends ParameterView implements SetLock {
        SetLockView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public long lockOwner() {
            return number(0);
        }

        @Override
        public long start() {
            return number(1);
        }

        @Override
        public long end() {
            return number(2);
        }

        @Override
        public int lockType() {
            return (int) number(3);
        }

        @Override
        public int lockProcess() {
            return (int) number(4);
        }

        @Override
        public boolean waiting() {
            return number(5) != 0;
        }
    }

    static final class LockFileView extends ParameterView implements LockFile {
        LockFileView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public long lockOwner() {
            return number(0);
        }

        @Override
        public int lockType() {
            return (int) number(1);
        }

        @Override
        public boolean waiting() {
            return number(2) != 0;
        }
    }

    static final class CleanupView extends ParameterView implements Cleanup {
        CleanupView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public long lockOwner() {
            return number(0);
        }
    }

    static final class CloseView extends ParameterView implements Close {
        CloseView(ParameterBlocks blocks) {
            super(blocks);
        }
    }

    static final class ShutdownView extends ParameterView implements Shutdown {
        ShutdownView(ParameterBlocks blocks) {
            super(blocks);
        }
    }
}
