package dev.weir.manager.conformance;

import dev.weir.Configuration;
import dev.weir.FileName;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Manager;
import dev.weir.manager.Operation;
import dev.weir.manager.OperationKind;
import dev.weir.manager.OperationOwner;
import dev.weir.manager.VolumeObject;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** A rig for tests of other packages, whose base file system writes nothing down. */
public final class Rigs implements AutoCloseable {
    /** Answers nobody. */
    public static final OperationOwner NOBODY = new OperationOwner() {
        @Override
        public void leaving(Operation leaver) {}

        @Override
        public void completed(Operation ended) {}
    };

    private final Rig rig = new Rig();

    private Rigs() {
        rig.base.records = false;
    }

    public static Rigs quiet() {
        return new Rigs();
    }

    public Manager manager() {
        return rig.manager;
    }

    public VolumeObject volume() {
        return rig.volume;
    }

    public FileHandleObject open() {
        return rig.open();
    }

    /** Has the base file system fail a kind of operation. */
    public void failing(OperationKind kind) {
        rig.base.failing.add(kind);
    }

    /** Called for each operation before the base file system acts on it. */
    public void onExecute(Consumer<Operation> action) {
        rig.base.onExecute = action;
    }

    /** The base file system does no more than {@link #onExecute} does, and succeeds. */
    public void answersItself() {
        rig.base.passive = true;
    }

    /** What the base file system says about a name in a directory when it is asked. */
    public void isNamed(BiPredicate<FileNodeObject, FileName> answer) {
        rig.base.isNamed = answer;
    }

    public Configuration configuration() {
        return rig.configuration;
    }

    @Override
    public void close() {
        rig.close();
    }
}
