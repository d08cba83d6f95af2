package dev.weir.manager;

import dev.weir.FileNode;
import dev.weir.io.FileInformation;
import dev.weir.io.FileReference;
import java.util.concurrent.atomic.AtomicBoolean;

/** A node that a filter looked up. The chain holds a reference on it and on the directories before it. */
final class OwnReference implements FileReference, OwnIoDesk.Resource {
    private final OwnIoDesk desk;
    private final FileNodeObject node;
    private final FileInformation information;
    private final OwnChain chain;
    private final AtomicBoolean closed = new AtomicBoolean();

    OwnReference(OwnIoDesk desk, FileNodeObject node, FileInformation information, OwnChain chain) {
        this.desk = desk;
        this.node = node;
        this.information = information;
        this.chain = chain;
    }

    @Override
    public FileNode node() {
        return node;
    }

    @Override
    public FileInformation information() {
        return information;
    }

    @Override
    public void close() {
        if (!desk.enterToClose()) {
            return;
        }
        try {
            reclaim();
            desk.closed(this);
        } finally {
            desk.exit();
        }
    }

    @Override
    public String description() {
        return "a reference on /" + node.path();
    }

    @Override
    public void reclaim() {
        if (!closed.getAndSet(true)) {
            chain.release();
        }
    }
}
