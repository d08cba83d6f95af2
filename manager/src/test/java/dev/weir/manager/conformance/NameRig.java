package dev.weir.manager.conformance;

import dev.weir.CallbackData;
import dev.weir.FileName;
import dev.weir.FileNameFormat;
import dev.weir.FileNameInformation;
import dev.weir.FileNameQuery;
import dev.weir.FileNames;
import dev.weir.FileType;
import dev.weir.FilterException;
import dev.weir.PostOperationStatus;
import dev.weir.PreOperationStatus;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FileNodeObject;
import dev.weir.manager.Operation;
import dev.weir.manager.Requests;
import dev.weir.manager.VolumeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A volume named {@code stub} whose files a test puts in place, and a filter at 3000 that asks for names. What was asked is a text: the name, or the status of the refusal. */
final class NameRig implements AutoCloseable {
    interface Question {
        FileNameInformation ask(CallbackData data, FileNames names) throws FilterException;
    }

    final Rig rig = new Rig();
    final TestFilter asker = new TestFilter("asker", "3000");
    final VolumeObject volume = rig.volume;
    final FileNodeObject root = volume.root();
    final List<String> before = new ArrayList<>();
    final List<String> after = new ArrayList<>();
    private final CompletableFuture<FileNames> names = new CompletableFuture<>();
    private long inodes = 100;
    volatile Question question = (data, asked) -> asked.of(data, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT);

    NameRig() {
        asker.setup = (instance, flags) -> {
            names.complete(instance.names());
            return dev.weir.NtStatus.SUCCESS;
        };
        asker.pre = (data, objects) -> {
            before.add(answer(() -> question.ask(data, objects.instance().names())));
            return PreOperationStatus.SUCCESS_WITH_CALLBACK;
        };
        asker.post = (data, objects) -> {
            after.add(answer(() -> question.ask(data, objects.instance().names())));
            return PostOperationStatus.FINISHED_PROCESSING;
        };
        rig.load(asker);
    }

    interface Asked {
        FileNameInformation name() throws FilterException;
    }

    static String answer(Asked asked) {
        try {
            FileNameInformation name = asked.name();
            return name + (name.isUnlinked() ? " (deleted)" : "");
        } catch (FilterException refused) {
            return refused.status().name();
        }
    }

    /** Those of the asking instance. */
    FileNames names() {
        return Rig.get(names);
    }

    FileNodeObject node(FileNodeObject parent, String name, FileType type) {
        FileNodeObject made = nameless(type);
        made.linked(parent, FileName.of(name));
        return made;
    }

    FileNodeObject nameless(FileType type) {
        return volume.nodes().obtain(1, inodes++, 0, type, "base");
    }

    FileNodeObject directory(FileNodeObject parent, String name) {
        return node(parent, name, FileType.DIRECTORY);
    }

    FileNodeObject file(FileNodeObject parent, String name) {
        return node(parent, name, FileType.REGULAR);
    }

    FileHandleObject open(FileNodeObject node) {
        return result(node, operation -> Requests.open(operation, 0)).handle;
    }

    /** What an operation yielded. */
    record Yield(FileNodeObject node, FileHandleObject handle) {}

    /** Runs an operation on a node, granted below. */
    void does(FileNodeObject on, Consumer<Operation> request) {
        result(on, request);
    }

    private Yield result(FileNodeObject on, Consumer<Operation> request) {
        Operation operation = volume.newOperation(Rigs.NOBODY);
        request.accept(operation);
        operation.on(on);
        if (!volume.start(operation)) {
            throw new IllegalStateException("the operation has left");
        }
        return new Yield(operation.resultNode(), operation.resultHandle());
    }

    /** The same through an open file. */
    void through(FileHandleObject handle, Consumer<Operation> request) {
        Operation operation = volume.newOperation(Rigs.NOBODY);
        request.accept(operation);
        operation.through(handle);
        volume.start(operation);
    }

    /** The next operation finds or makes this node. */
    void yields(FileNodeObject found) {
        rig.base.passive = true;
        rig.base.onExecute = operation -> {
            if (operation.kind().yieldsNode()) {
                found.reference();
                operation.yieldNode(found);
                operation.attributes().fill(found.inode(), 0x81A4, 1, 0, 0, 0, 0, 4096, 0);
            }
            if (operation.kind().opens()) {
                operation.yieldHandle(operation.kind().yieldsNode() ? found : operation.node(), 0, "file");
            }
        };
    }

    void rename(FileNodeObject from, String name, FileNodeObject to, String newName, FileNodeObject moved) {
        rename(from, name, to, newName, 0, moved, null);
    }

    void rename(
            FileNodeObject from,
            String name,
            FileNodeObject to,
            String newName,
            int flags,
            FileNodeObject moved,
            FileNodeObject replaced) {
        does(
                from,
                operation -> Requests.rename(
                        operation, FileName.of(name), to, FileName.of(newName), flags, moved, replaced));
    }

    /** What was asked before and after the one operation since the last call. */
    List<String> asked() {
        var all = new ArrayList<>(before);
        all.addAll(after);
        before.clear();
        after.clear();
        return all;
    }

    @Override
    public void close() {
        rig.close();
    }
}
