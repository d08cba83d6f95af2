package dev.weir.manager;

import dev.weir.CallbackData;
import dev.weir.FileHandle;
import dev.weir.FileName;
import dev.weir.FileNameFlag;
import dev.weir.FileNameFormat;
import dev.weir.FileNameInformation;
import dev.weir.FileNameQuery;
import dev.weir.FileNames;
import dev.weir.FileNode;
import dev.weir.FilePath;
import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.operation.Link;
import dev.weir.operation.MakeSymbolicLink;
import dev.weir.operation.Rename;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that one instance sees. Answers from the cache without allocating, and leaves the rest to a {@link NameQuestion}. */
final class InstanceNames implements FileNames {
    private final InstanceObject instance;
    private final VolumeObject volume;

    InstanceNames(InstanceObject instance) {
        this.instance = instance;
        this.volume = instance.volume();
    }

    // ---- of an operation

    @Override
    public FileNameInformation of(
            CallbackData data, FileNameFormat format, FileNameQuery query, Set<FileNameFlag> flags)
            throws FilterException {
        Operation operation = mine(data);
        OperationKind kind = operation.kind();
        if (format == FileNameFormat.SHORT) {
            boolean preCreate = kind.opens() && !operation.flight.isOnTheWayUp();
            throw noShortNames(preCreate ? NtStatus.FLT_INVALID_NAME_REQUEST : NtStatus.NOT_SUPPORTED);
        }
        boolean safe = isSafe(operation);
        return switch (kind) {
            case LOOKUP, CREATE, MKDIR, MKNOD, SYMLINK, UNLINK, RMDIR, RENAME ->
                ask(OperationName.of(operation), format, query, flags, safe);
            case TMPFILE ->
                throw new FilterException(
                        NtStatus.OBJECT_NAME_NOT_FOUND, "the file is made without a name (O_TMPFILE)");
            default -> {
                FileNodeObject node = operation.hasNode() ? operation.node() : volume.root();
                yield ask(
                        node, operation.hasHandle() ? operation.handle().openedBy() : null, format, query, flags, safe);
            }
        };
    }

    /** Not where whoever answers might wait for the very operation, or the file is closed. */
    private static boolean isSafe(Operation operation) {
        return switch (operation.kind()) {
            case RELEASE -> false;
            case CLEANUP -> !operation.flight.isOnTheWayUp();
            default -> !operation.isPagingIo();
        };
    }

    private Operation mine(CallbackData data) throws FilterException {
        if (data instanceof LayerData handed && handed.operation().volume() == volume) {
            return handed.operation();
        }
        throw foreign();
    }

    // ---- of files

    @Override
    public FileNameInformation of(FileNode node, FileNameFormat format, FileNameQuery query, Set<FileNameFlag> flags)
            throws FilterException {
        checkLong(format);
        return ask(mine(node), null, format, query, flags, true);
    }

    @Override
    public FileNameInformation of(
            FileHandle handle, FileNameFormat format, FileNameQuery query, Set<FileNameFlag> flags)
            throws FilterException {
        checkLong(format);
        if (handle instanceof FileHandleObject object) {
            return ask(mine(object.node()), object.openedBy(), format, query, flags, true);
        }
        throw foreign();
    }

    private FileNodeObject mine(FileNode node) throws FilterException {
        if (node instanceof FileNodeObject object && object.table() == volume.nodes()) {
            return object;
        }
        throw foreign();
    }

    private FilterException foreign() {
        return new FilterException(NtStatus.INVALID_PARAMETER, "that is not of volume " + volume.name());
    }

    private static void checkLong(FileNameFormat format) throws FilterException {
        if (format == FileNameFormat.SHORT) {
            throw noShortNames(NtStatus.NOT_SUPPORTED);
        }
    }

    private static FilterException noShortNames(NtStatus status) {
        return new FilterException(status, "file systems on Linux have no short names: ask for another format");
    }

    @Override
    public List<FileNameInformation> all(FileNode node) throws FilterException {
        FileNodeObject object = mine(node);
        var names = new ArrayList<FileNameInformation>();
        for (NameLink link : object.liveLinks()) {
            FileNameInformation name =
                    ask(object, link, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT, Set.of(), true);
            if (!name.isUnlinked() && !names.contains(name)) {
                names.add(name);
            }
        }
        if (object.newest() == null && !object.isUnlinked()) {
            names.add(of(object, FileNameFormat.NORMALIZED, FileNameQuery.DEFAULT));
        }
        return List.copyOf(names);
    }

    // ---- of what will be

    @Override
    public FileNameInformation ofDestination(CallbackData data, FileNameFormat format, FileNameQuery query)
            throws FilterException {
        Operation operation = mine(data);
        return switch (operation.parameters()) {
            case Rename rename -> ofDestination(rename.newParent(), rename.newName(), format, query);
            case Link link -> ofDestination(link.newParent(), link.newName(), format, query);
            case MakeSymbolicLink link -> {
                checkDestination(format);
                FilePath path = LinkTarget.resolve(operation.node().path(), link.target());
                yield ask(new NameSource.OfPath(path), format, query, Set.of(), true);
            }
            default ->
                throw new FilterException(
                        NtStatus.INVALID_PARAMETER, operation.operationName() + " has no destination");
        };
    }

    @Override
    public FileNameInformation ofDestination(
            FileNode directory, FileName name, FileNameFormat format, FileNameQuery query) throws FilterException {
        checkDestination(format);
        return ask(new NameSource.OfEntry(mine(directory), name, false, null), format, query, Set.of(), true);
    }

    private static void checkDestination(FileNameFormat format) throws FilterException {
        if (format == FileNameFormat.SHORT) {
            throw noShortNames(NtStatus.FLT_INVALID_NAME_REQUEST);
        }
    }

    // ---- the cache

    @Override
    public void purge() {
        volume.nodes().clock().advance();
    }

    /** The same as below; allocates nothing where the cache answers. */
    private FileNameInformation ask(
            FileNodeObject node,
            @Nullable NameLink openedBy,
            FileNameFormat format,
            FileNameQuery query,
            Set<FileNameFlag> flags,
            boolean safe)
            throws FilterException {
        if (query != FileNameQuery.FILESYSTEM_ONLY) {
            NameClock clock = volume.nodes().clock();
            long version = clock.version();
            NameLink link = NameWalk.pick(node, openedBy, format);
            NameAnchor anchor = NameWalk.anchor(node, link);
            if (anchor != null && allows(query, safe)) {
                InstanceObject[] providers = volume.stack().nameProviders();
                long number = NameQuestion.number(providers, first(providers, flags));
                FileNameInformation known =
                        CachedName.find(anchor.cached, format, version, number, link != null && link.gone);
                if (known != null && clock.isStill(version)) {
                    return known;
                }
            }
        }
        return ask(new NameSource.OfNode(node, openedBy), format, query, flags, safe);
    }

    private FileNameInformation ask(
            NameSource source, FileNameFormat format, FileNameQuery query, Set<FileNameFlag> flags, boolean safe)
            throws FilterException {
        if (instance.isFreed()) {
            throw new FilterException(NtStatus.FLT_DELETING_OBJECT, "instance '" + instance.name() + "' is gone");
        }
        if (!safe && (query == FileNameQuery.DEFAULT || query == FileNameQuery.FILESYSTEM_ONLY)) {
            throw new FilterException(
                    NtStatus.FLT_INVALID_NAME_REQUEST,
                    "names can't be asked for here: ask before, with ALWAYS_ALLOW_CACHE_LOOKUP, or FileNode.path()");
        }
        InstanceObject[] providers = volume.stack().nameProviders();
        int first = first(providers, flags);
        FileNameInformation known = query == FileNameQuery.FILESYSTEM_ONLY
                ? null
                : cached(source, format, NameQuestion.number(providers, first));
        if (known != null) {
            return known;
        }
        if (!safe || query == FileNameQuery.CACHE_ONLY) {
            throw new FilterException(NtStatus.FLT_NAME_CACHE_MISS, "the name is not cached");
        }
        if (source instanceof NameSource.OfNode ofNode && ofNode.node().isNameless()) {
            throw new FilterException(NtStatus.OBJECT_NAME_NOT_FOUND, "the file never had a name (O_TMPFILE)");
        }
        return new NameQuestion(volume, source, query, flags, providers).ask(first, format);
    }

    private @Nullable FileNameInformation cached(NameSource source, FileNameFormat format, long number) {
        NameClock clock = volume.nodes().clock();
        long version = clock.version();
        NameAnchor anchor = source.anchor(format);
        FileNameInformation known = anchor == null
                ? null
                : CachedName.find(anchor.cached, format, version, number, source.isUnlinked(format));
        return clock.isStill(version) ? known : null;
    }

    private static boolean allows(FileNameQuery query, boolean safe) {
        return safe || query == FileNameQuery.CACHE_ONLY || query == FileNameQuery.ALWAYS_ALLOW_CACHE_LOOKUP;
    }

    /** Where the providers begin whose names this instance sees. */
    private int first(InstanceObject[] providers, Set<FileNameFlag> flags) {
        for (int i = 0; i < providers.length; i++) {
            int above = providers[i].altitude().compareTo(instance.altitude());
            boolean itself = providers[i] == instance && flags.contains(FileNameFlag.REQUEST_FROM_CURRENT_PROVIDER);
            if (above < 0 || itself) {
                return i;
            }
        }
        return providers.length;
    }
}
