package versions;

import dev.weir.*;
import dev.weir.io.*;
import dev.weir.operation.*;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/** Keeps what a file was before its first change: the content of {@code name} goes to {@code .versions/name}. */
public final class VersionsFilter implements Minifilter {
    private static final FileLocation VERSIONS = FileLocation.of(".versions");
    private static final int CHUNK = 1 << 16;

    private final Set<FileNode> kept = Collections.newSetFromMap(new WeakHashMap<>());

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .preOperation(
                        MajorFunction.CREATE,
                        (data, objects) -> before(data, objects.instance().io()))
                .preOperation(
                        MajorFunction.WRITE,
                        (data, objects) -> before(data, objects.instance().io()))
                .preOperation(
                        MajorFunction.SET_INFORMATION,
                        (data, objects) -> before(data, objects.instance().io()))
                .build();
    }

    private PreOperationStatus before(CallbackData data, OwnIo io) {
        boolean changes = switch (data.parameters()) {
            case Open open -> (open.flags() & OpenFlags.TRUNCATE) != 0;
            case Write _, Truncate _, Allocate _ -> true;
            default -> false;
        };
        try {
            if (changes) {
                keep(data.node(), io);
            }
            return PreOperationStatus.SUCCESS_NO_CALLBACK;
        } catch (OwnIoException failed) {
            data.setErrno(failed.errno());
            return PreOperationStatus.COMPLETE;
        }
    }

    /** The lock holds other writers back until the copy is there. Own I/O never comes back to this filter, so it can't deadlock. */
    private synchronized void keep(FileNode node, OwnIo io) throws OwnIoException {
        if (kept.contains(node)) {
            return;
        }
        try (OwnFile from = io.open(FileLocation.of(node), OpenFlags.READ_ONLY)) {
            if (from.information().size() > 0) {
                FileName name = node.path().names().getLast();
                makeFolder(io);
                try (OwnFile to = io.create(VERSIONS.resolve(name), OpenFlags.WRITE_ONLY | OpenFlags.TRUNCATE, 0600)) {
                    copy(from, to);
                }
            }
        }
        kept.add(node);
    }

    private static void makeFolder(OwnIo io) throws OwnIoException {
        try {
            io.makeDirectory(VERSIONS, 0700);
        } catch (OwnIoException failed) {
            if (failed.errno() != Errno.EEXIST) {
                throw failed;
            }
        }
    }

    private static void copy(OwnFile from, OwnFile to) throws OwnIoException {
        long at = 0;
        byte[] chunk = from.read(at, CHUNK);
        while (chunk.length > 0) {
            to.write(at, chunk);
            at += chunk.length;
            chunk = from.read(at, CHUNK);
        }
    }
}
