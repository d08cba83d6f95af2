package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.operation.CreateFile;
import dev.weir.operation.Lookup;
import dev.weir.operation.MakeDirectory;
import dev.weir.operation.MakeNode;
import dev.weir.operation.MakeSymbolicLink;
import dev.weir.operation.MakeTemporaryFile;
import dev.weir.operation.Open;
import dev.weir.operation.OpenDirectory;

/** The views of what creates and opens. */
final class CreateViews {
    private CreateViews() {}

    static final class LookupView extends ParameterView implements Lookup {
        LookupView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public FileName name() {
            return name(0);
        }

        @Override
        public void setName(FileName name) {
            object(0, name);
        }
    }

    static final class OpenView extends ParameterView implements Open {
        OpenView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public int flags() {
            return (int) number(0);
        }

        @Override
        public void setFlags(int flags) {
            number(0, flags);
        }
    }

    static final class CreateFileView extends ParameterView implements CreateFile {
        CreateFileView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public FileName name() {
            return name(0);
        }

        @Override
        public void setName(FileName name) {
            object(0, name);
        }

        @Override
        public int mode() {
            return (int) number(0);
        }

        @Override
        public void setMode(int mode) {
            number(0, mode);
        }

        @Override
        public int umask() {
            return (int) number(1);
        }

        @Override
        public int flags() {
            return (int) number(2);
        }

        @Override
        public void setFlags(int flags) {
            number(2, flags);
        }
    }

    static final class OpenDirectoryView extends ParameterView implements OpenDirectory {
        OpenDirectoryView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public int flags() {
            return (int) number(0);
        }

        @Override
        public void setFlags(int flags) {
            number(0, flags);
        }
    }

    static final class MakeDirectoryView extends ParameterView implements MakeDirectory {
        MakeDirectoryView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public FileName name() {
            return name(0);
        }

        @Override
        public void setName(FileName name) {
            object(0, name);
        }

        @Override
        public int mode() {
            return (int) number(0);
        }

        @Override
        public void setMode(int mode) {
            number(0, mode);
        }

        @Override
        public int umask() {
            return (int) number(1);
        }
    }

    static final class MakeNodeView extends ParameterView implements MakeNode {
        MakeNodeView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public FileName name() {
            return name(0);
        }

        @Override
        public void setName(FileName name) {
            object(0, name);
        }

        @Override
        public int mode() {
            return (int) number(0);
        }

        @Override
        public void setMode(int mode) {
            number(0, mode);
        }

        @Override
        public int umask() {
            return (int) number(1);
        }

        @Override
        public int device() {
            return (int) number(2);
        }

        @Override
        public void setDevice(int device) {
            number(2, device);
        }
    }

    static final class MakeSymbolicLinkView extends ParameterView implements MakeSymbolicLink {
        MakeSymbolicLinkView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public FileName name() {
            return name(0);
        }

        @Override
        public void setName(FileName name) {
            object(0, name);
        }

        @Override
        public FileName target() {
            return name(1);
        }

        @Override
        public void setTarget(FileName target) {
            object(1, target);
        }
    }

    static final class MakeTemporaryFileView extends ParameterView implements MakeTemporaryFile {
        MakeTemporaryFileView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public int mode() {
            return (int) number(0);
        }

        @Override
        public void setMode(int mode) {
            number(0, mode);
        }

        @Override
        public int umask() {
            return (int) number(1);
        }

        @Override
        public int flags() {
            return (int) number(2);
        }

        @Override
        public void setFlags(int flags) {
            number(2, flags);
        }
    }
}
