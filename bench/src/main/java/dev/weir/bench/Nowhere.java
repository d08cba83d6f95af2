package dev.weir.bench;

import dev.weir.FileType;
import dev.weir.manager.BaseFileSystem;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.NodeTable;
import dev.weir.manager.Operation;

/** A base file system that answers everything at once: what is left is the dispatch. */
final class Nowhere implements BaseFileSystem {
    @Override
    public String type() {
        return "nowhere";
    }

    @Override
    public FileNodeObject root(NodeTable nodes) {
        return nodes.obtain(1, 1, 0, FileType.DIRECTORY, this);
    }

    @Override
    public void execute(Operation operation) {
        operation.attributes().fill(1, 0x41ED, 1, 0, 0, 4096, 8, 4096, 0);
        operation.succeed(0);
    }

    @Override
    public void close(FileHandleObject handle) {}

    @Override
    public void forget(FileNodeObject node) {}

    @Override
    public void close() {}
}
