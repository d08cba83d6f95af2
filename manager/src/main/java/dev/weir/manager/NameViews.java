package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.operation.Link;
import dev.weir.operation.RemoveDirectory;
import dev.weir.operation.Rename;
import dev.weir.operation.Unlink;
import java.util.Optional;

/** The views of what changes names. */
final class NameViews {
    private NameViews() {}

    static final class LinkView extends ParameterView implements Link {
        LinkView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public FileNode newParent() {
            return node(0);
        }

        @Override
        public FileName newName() {
            return name(1);
        }

        @Override
        public void setNewName(FileName newName) {
            object(1, newName);
        }
    }

    static final class UnlinkView extends ParameterView implements Unlink {
        UnlinkView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public FileName name() {
            return name(0);
        }

        @Override
        public void setName(FileName name) {
            object(0, name);
            forget(1);
        }

        @Override
        public Optional<FileNode> removed() {
            return Optional.ofNullable(nodeOrNull(1));
        }
    }

    static final class RemoveDirectoryView extends ParameterView implements RemoveDirectory {
        RemoveDirectoryView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public FileName name() {
            return name(0);
        }

        @Override
        public void setName(FileName name) {
            object(0, name);
            forget(1);
        }

        @Override
        public Optional<FileNode> removed() {
            return Optional.ofNullable(nodeOrNull(1));
        }
    }

    static final class RenameView extends ParameterView implements Rename {
        RenameView(ParameterBlocks blocks) {
            super(blocks);
        }

        @Override
        public FileName name() {
            return name(0);
        }

        @Override
        public void setName(FileName name) {
            object(0, name);
            forget(3);
        }

        @Override
        public FileNode newParent() {
            return node(1);
        }

        @Override
        public FileName newName() {
            return name(2);
        }

        @Override
        public void setNewName(FileName newName) {
            object(2, newName);
            forget(4);
        }

        @Override
        public int flags() {
            return (int) number(0);
        }

        @Override
        public void setFlags(int flags) {
            number(0, flags);
        }

        @Override
        public Optional<FileNode> moved() {
            return Optional.ofNullable(nodeOrNull(3));
        }

        @Override
        public Optional<FileNode> replaced() {
            return Optional.ofNullable(nodeOrNull(4));
        }
    }
}
