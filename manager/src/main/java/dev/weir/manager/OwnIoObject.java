package dev.weir.manager;

import dev.weir.Altitude;
import dev.weir.CallbackData;
import dev.weir.Errno;
import dev.weir.FileHandle;
import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.Instance;
import dev.weir.NtStatus;
import dev.weir.Requestor;
import dev.weir.io.AttributeChange;
import dev.weir.io.FileInformation;
import dev.weir.io.FileLocation;
import dev.weir.io.FileReference;
import dev.weir.io.ListedName;
import dev.weir.io.OwnFile;
import dev.weir.io.OwnIo;
import dev.weir.io.OwnIoException;
import dev.weir.io.OwnTask;
import dev.weir.io.OwnWork;
import dev.weir.io.VolumeInformation;
import dev.weir.operation.Parameters;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The own I/O of an instance, for one who asks. Safe on any thread. */
final class OwnIoObject implements OwnIo {
    private static final int CREATE = 0x40;
    private static final int ALL_ATTRIBUTES = 0x7ff;
    private static final int LONGEST_TARGET = 4096;
    private static final int LONGEST_VALUE = 1 << 16;

    private final InstanceObject instance;
    private final OwnIoDesk desk;
    private final @Nullable Altitude below;
    private final OwnRequestor requestor;

    OwnIoObject(InstanceObject instance, OwnIoDesk desk, @Nullable Altitude below, OwnRequestor requestor) {
        this.instance = instance;
        this.desk = desk;
        this.below = below;
        this.requestor = requestor;
    }

    @Override
    public Instance instance() {
        return instance;
    }

    OwnIoDesk desk() {
        return desk;
    }

    VolumeObject volume() {
        return instance.volume();
    }

    @Nullable
    Altitude below() {
        return below;
    }

    /** Whose process the locks are said to be of. */
    int process() {
        return requestor.process();
    }

    @Override
    public OwnIo as(Requestor other) throws OwnIoException {
        if (!other.isKnown()) {
            throw invalid("nobody is known to have asked");
        }
        return new OwnIoObject(instance, desk, below, OwnRequestor.of(other));
    }

    @Override
    public OwnIo fromTheTop() {
        return new OwnIoObject(instance, desk, null, requestor);
    }

    // ---- one operation

    /**
     * Does one operation to its end.
     *
     * @param request begins it, by {@link Requests}
     * @param result called where it has succeeded; what it does not take of the result is given back
     */
    <T> T perform(Consumer<? super Operation> request, Function<? super Operation, T> result) throws OwnIoException {
        desk.enter();
        try {
            OwnOperation own = volume().ownOperations().take();
            OwnTaskObject<?> task = desk.task();
            OwnOperation before = task == null ? null : task.runs(own);
            try {
                request.accept(own.operation);
                own.operation.generatedBy(instance);
                requestor.copyTo(own.operation);
                desk.begun(own);
                own.run(below);
                if (!own.operation.status().isSuccess()) {
                    throw failure(own.operation);
                }
                OwnChanges.tell(own.operation);
                return result.apply(own.operation);
            } finally {
                desk.ended(own);
                if (task != null) {
                    task.runs(before);
                }
                volume().ownOperations().give(own);
            }
        } finally {
            desk.exit();
        }
    }

    static OwnIoException failure(Operation operation) {
        int errno = operation.errno() == 0 ? Errno.EIO : operation.errno();
        return new OwnIoException(
                operation.status(),
                errno,
                operation.operationName() + " /" + FlightDescription.path(operation) + ": " + operation.status() + " ("
                        + Errno.name(errno) + ")");
    }

    static OwnIoException invalid(String message) {
        return new OwnIoException(NtStatus.INVALID_PARAMETER, Errno.EINVAL, message);
    }

    private static Void nothing(Operation operation) {
        return null;
    }

    private static FileNodeObject node(Operation operation) {
        FileNodeObject found = operation.takeResultNode();
        if (found == null) {
            throw new IllegalStateException(operation.operationName() + " succeeded without a node");
        }
        return found;
    }

    // ---- on a node, on a name

    private interface OnNode<T> {
        T call(FileNodeObject node) throws OwnIoException;
    }

    private interface OnName<T> {
        T call(FileNodeObject directory, FileName name) throws OwnIoException;
    }

    private FileNodeObject lookUp(FileNodeObject directory, FileName name) throws OwnIoException {
        return perform(
                operation -> {
                    Requests.lookup(operation, name);
                    operation.on(directory);
                },
                OwnIoObject::node);
    }

    private <T> T at(FileLocation where, OnNode<T> call) throws OwnIoException {
        var chain = new OwnChain();
        try {
            FileNodeObject node = OwnWalk.file(volume(), where, this::lookUp, chain);
            chain.add(node);
            return call.call(node);
        } finally {
            chain.release();
        }
    }

    private <T> T in(FileLocation where, OnName<T> call) throws OwnIoException {
        var chain = new OwnChain();
        try {
            FileNodeObject directory = OwnWalk.directory(volume(), where, this::lookUp, chain);
            chain.add(directory);
            return call.call(directory, OwnWalk.last(where));
        } finally {
            chain.release();
        }
    }

    private <T> T on(FileLocation where, Consumer<Operation> request, Function<Operation, T> result)
            throws OwnIoException {
        return at(
                where,
                node -> perform(
                        operation -> {
                            request.accept(operation);
                            operation.on(node);
                        },
                        result));
    }

    private void make(FileLocation where, BiConsumer<Operation, FileName> request) throws OwnIoException {
        in(
                where,
                (directory, name) -> perform(
                        operation -> {
                            request.accept(operation, name);
                            operation.on(directory);
                        },
                        OwnIoObject::nothing));
    }

    // ---- files

    @Override
    public OwnFile open(FileLocation file, int openFlags) throws OwnIoException {
        try {
            return openOnce(file, openFlags);
        } catch (OwnIoException failed) {
            if (failed.errno() != Errno.ESTALE || file.path().isRoot()) {
                throw failed;
            }
            // The name leads elsewhere now, or a filter wants it looked up again.
            return openOnce(file, openFlags);
        }
    }

    private OwnFile openOnce(FileLocation file, int openFlags) throws OwnIoException {
        return keeping(chain -> {
            FileNodeObject node = OwnWalk.file(volume(), file, this::lookUp, chain);
            chain.add(node);
            return open(node, openFlags, chain);
        });
    }

    private interface Keeping<T> {
        T call(OwnChain chain) throws OwnIoException;
    }

    /** What is made keeps the chain; where it fails the chain is released. */
    private static <T> T keeping(Keeping<T> call) throws OwnIoException {
        var chain = new OwnChain();
        boolean kept = false;
        try {
            T made = call.call(chain);
            kept = true;
            return made;
        } finally {
            if (!kept) {
                chain.release();
            }
        }
    }

    private OwnFile open(FileNodeObject node, int openFlags, OwnChain chain) throws OwnIoException {
        boolean directory = node.type() == FileType.DIRECTORY;
        if (!directory && node.type() != FileType.REGULAR) {
            int errno = node.type() == FileType.SYMBOLIC_LINK ? Errno.ELOOP : Errno.ENXIO;
            throw new OwnIoException(
                    NtStatus.ofErrno(errno), errno, "open /" + node.path() + ": it is a " + node.type());
        }
        return perform(
                operation -> {
                    if (directory) {
                        Requests.opendir(operation, openFlags);
                    } else {
                        Requests.open(operation, openFlags);
                    }
                    operation.on(node);
                },
                operation -> opened(operation, chain));
    }

    private OwnFile opened(Operation operation, OwnChain chain) {
        FileHandleObject handle = operation.takeResultHandle();
        if (handle == null) {
            throw new IllegalStateException(operation.operationName() + " succeeded without a file");
        }
        var file = new OwnFileObject(this, handle, chain);
        desk.opened(file);
        return file;
    }

    @Override
    public OwnFile create(FileLocation file, int openFlags, int mode) throws OwnIoException {
        return keeping(chain -> {
            FileNodeObject directory = OwnWalk.directory(volume(), file, this::lookUp, chain);
            chain.add(directory);
            FileName name = OwnWalk.last(file);
            return perform(
                    operation -> {
                        Requests.create(operation, name, FileType.REGULAR.bits() | mode & 07777, 0, openFlags | CREATE);
                        operation.on(directory);
                    },
                    operation -> opened(operation, chain));
        });
    }

    @Override
    public OwnFile through(FileHandle programsFile) throws OwnIoException {
        if (programsFile instanceof FileHandleObject handle && handle.node().isOn(volume())) {
            return new OwnFileObject(this, handle, null);
        }
        throw invalid("the file is not open on " + volume().name());
    }

    // ---- names

    @Override
    public FileReference lookUp(FileLocation file) throws OwnIoException {
        return keeping(chain -> {
            FileNodeObject node = OwnWalk.file(volume(), file, this::lookUp, chain);
            chain.add(node);
            var reference = new OwnReference(desk, node, information(node), chain);
            desk.opened(reference);
            return reference;
        });
    }

    @Override
    public List<ListedName> list(FileLocation directory) throws OwnIoException {
        try (OwnFile open = open(directory, 0)) {
            return open.list();
        }
    }

    @Override
    public void makeDirectory(FileLocation directory, int mode) throws OwnIoException {
        make(directory, (operation, name) -> Requests.mkdir(operation, name, mode & 07777, 0));
    }

    @Override
    public void makeSymbolicLink(FileLocation link, FileName target) throws OwnIoException {
        make(link, (operation, name) -> Requests.symlink(operation, name, target));
    }

    @Override
    public FileName readSymbolicLink(FileLocation link) throws OwnIoException {
        return on(
                link,
                operation -> {
                    Requests.readlink(operation);
                    OwnResults.data(operation, new byte[LONGEST_TARGET]);
                },
                operation -> FileName.of(OwnResults.bytes(operation)));
    }

    @Override
    public void link(FileLocation file, FileLocation furtherName) throws OwnIoException {
        at(
                file,
                node -> in(
                        furtherName,
                        (directory, name) -> perform(
                                operation -> {
                                    Requests.link(operation, directory, name);
                                    operation.on(node);
                                },
                                OwnIoObject::nothing)));
    }

    @Override
    public void rename(FileLocation from, FileLocation to, int flags) throws OwnIoException {
        in(
                from,
                (directory, name) -> in(to, (newDirectory, newName) -> {
                    FileNodeObject moved = lookUp(directory, name);
                    FileNodeObject replaced = null;
                    try {
                        replaced = lookUpOrNull(newDirectory, newName);
                        FileNodeObject goes = replaced;
                        return perform(
                                operation -> {
                                    Requests.rename(operation, name, newDirectory, newName, flags, moved, goes);
                                    operation.on(directory);
                                },
                                OwnIoObject::nothing);
                    } finally {
                        moved.release(1);
                        if (replaced != null) {
                            replaced.release(1);
                        }
                    }
                }));
    }

    private @Nullable FileNodeObject lookUpOrNull(FileNodeObject directory, FileName name) throws OwnIoException {
        try {
            return lookUp(directory, name);
        } catch (OwnIoException absent) {
            if (absent.errno() == Errno.ENOENT) {
                return null;
            }
            throw absent;
        }
    }

    @Override
    public void unlink(FileLocation name) throws OwnIoException {
        remove(name, Requests::unlink);
    }

    @Override
    public void removeDirectory(FileLocation directory) throws OwnIoException {
        remove(directory, Requests::rmdir);
    }

    private interface Removal {
        void begin(Operation operation, FileName name, FileNodeObject removed);
    }

    private void remove(FileLocation where, Removal removal) throws OwnIoException {
        in(where, (directory, name) -> {
            FileNodeObject removed = lookUp(directory, name);
            try {
                return perform(
                        operation -> {
                            removal.begin(operation, name, removed);
                            operation.on(directory);
                        },
                        OwnIoObject::nothing);
            } finally {
                removed.release(1);
            }
        });
    }

    // ---- attributes

    private FileInformation information(FileNodeObject node) throws OwnIoException {
        return perform(
                operation -> {
                    Requests.getattr(operation, ALL_ATTRIBUTES);
                    operation.on(node);
                },
                OwnResults::information);
    }

    @Override
    public FileInformation information(FileLocation file) throws OwnIoException {
        return at(file, this::information);
    }

    @Override
    public FileInformation change(FileLocation file, AttributeChange change) throws OwnIoException {
        return on(file, operation -> OwnResults.change(operation, change), OwnResults::information);
    }

    @Override
    public byte[] extendedAttribute(FileLocation file, FileName name) throws OwnIoException {
        return on(
                file,
                operation -> {
                    Requests.getxattr(operation, name, LONGEST_VALUE);
                    OwnResults.data(operation, new byte[LONGEST_VALUE]);
                },
                OwnResults::bytes);
    }

    @Override
    public List<FileName> extendedAttributes(FileLocation file) throws OwnIoException {
        return on(
                file,
                operation -> {
                    Requests.listxattr(operation, LONGEST_VALUE);
                    OwnResults.data(operation, new byte[LONGEST_VALUE]);
                },
                operation -> OwnResults.names(OwnResults.bytes(operation)));
    }

    @Override
    public void setExtendedAttribute(FileLocation file, FileName name, byte[] value, int flags) throws OwnIoException {
        on(
                file,
                operation -> {
                    Requests.setxattr(operation, name, flags, 0);
                    OwnResults.data(operation, value.clone());
                },
                OwnIoObject::nothing);
    }

    @Override
    public void removeExtendedAttribute(FileLocation file, FileName name) throws OwnIoException {
        on(file, operation -> Requests.removexattr(operation, name), OwnIoObject::nothing);
    }

    @Override
    public VolumeInformation volumeInformation() throws OwnIoException {
        return on(FileLocation.of(""), Requests::statfs, OwnResults::volumeInformation);
    }

    @Override
    public void flushVolume() throws OwnIoException {
        on(FileLocation.of(""), Requests::syncfs, OwnIoObject::nothing);
    }

    // ---- with the operation at hand

    @Override
    public void reissue(CallbackData data, Consumer<? super Parameters> change) throws OwnIoException {
        new OwnCallback(instance, desk, data).reissue(change);
    }

    @Override
    public void cancelOpen(CallbackData data, NtStatus status) throws OwnIoException {
        new OwnCallback(instance, desk, data).cancelOpen(status);
    }

    @Override
    public void redirect(CallbackData data, FileLocation to) throws OwnIoException {
        new OwnCallback(instance, desk, data).redirect(to);
    }

    // ---- later

    @Override
    public <T> OwnTask<T> submit(OwnWork<T> work) {
        var task = new OwnTaskObject<T>(instance, desk);
        task.submit(this, work);
        return task;
    }

    @Override
    public void cancelAll() {
        desk.cancelAll();
    }
}
