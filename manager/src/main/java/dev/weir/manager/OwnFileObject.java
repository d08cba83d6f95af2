package dev.weir.manager;

import dev.weir.Errno;
import dev.weir.FileHandle;
import dev.weir.FileNode;
import dev.weir.NtStatus;
import dev.weir.io.AttributeChange;
import dev.weir.io.FileInformation;
import dev.weir.io.ListedName;
import dev.weir.io.LockType;
import dev.weir.io.OwnFile;
import dev.weir.io.OwnIoException;
import dev.weir.io.OwnTask;
import dev.weir.io.RecordLock;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An open file in the hands of a filter. Safe on any thread. */
final class OwnFileObject implements OwnFile, OwnIoDesk.Resource {
    private static final int LISTING = 1 << 15;
    private static final int ALL_ATTRIBUTES = 0x7ff;
    private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

    private final OwnIoObject io;
    private final FileHandleObject handle;
    private final @Nullable OwnChain chain;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param chain what the filter's open led through, released at the close; null for a program's file */
    OwnFileObject(OwnIoObject io, FileHandleObject handle, @Nullable OwnChain chain) {
        this.io = io;
        this.handle = handle;
        this.chain = chain;
    }

    @Override
    public FileNode node() {
        return handle.node();
    }

    @Override
    public FileHandle handle() {
        return handle;
    }

    /** What is done while the file is open. */
    interface Use<T> {
        T call() throws OwnIoException;
    }

    /** What is open below stays so during the use, whoever closes it meanwhile. */
    <T> T using(Use<T> use) throws OwnIoException {
        io.desk().checkOpen();
        if (closed.get() || !handle.tryUse()) {
            throw isClosed();
        }
        try {
            return use.call();
        } finally {
            io.volume().unused(handle);
        }
    }

    <T> T perform(Consumer<? super Operation> request, Function<? super Operation, T> result) throws OwnIoException {
        return using(() -> io.perform(
                operation -> {
                    request.accept(operation);
                    operation.through(handle);
                },
                result));
    }

    boolean wasClosed() {
        return closed.get();
    }

    OwnIoException isClosed() {
        return new OwnIoException(NtStatus.FILE_CLOSED, Errno.EBADF, "/" + node().path() + ": this file is closed");
    }

    static Void nothing(Operation operation) {
        return null;
    }

    private static void check(long offset, long length) throws OwnIoException {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw OwnIoObject.invalid("offset " + offset + ", length " + length);
        }
    }

    private static int room(long offset, MemorySegment segment) throws OwnIoException {
        int room = (int) Math.min(segment.byteSize(), Integer.MAX_VALUE);
        check(offset, room);
        if (!segment.isAccessibleBy(ANOTHER)) {
            throw OwnIoObject.invalid("the memory is one thread's alone: those below may run on another");
        }
        return room;
    }

    // ---- data

    @Override
    public int read(long offset, MemorySegment to) throws OwnIoException {
        int room = room(offset, to);
        return perform(
                operation -> {
                    Requests.read(operation, offset, room, handle.openFlags());
                    operation.data(to, 0, room);
                },
                operation -> OwnResults.read(operation, to));
    }

    @Override
    public byte[] read(long offset, int length) throws OwnIoException {
        check(offset, length);
        var bytes = new byte[length];
        MemorySegment memory = MemorySegment.ofArray(bytes);
        int done = 0;
        while (done < length) {
            int got = read(offset + done, memory.asSlice(done));
            if (got <= 0) {
                return Arrays.copyOf(bytes, done);
            }
            done += got;
        }
        return bytes;
    }

    @Override
    public int write(long offset, MemorySegment from) throws OwnIoException {
        int length = room(offset, from);
        return perform(
                operation -> {
                    Requests.write(operation, offset, length, handle.openFlags());
                    operation.data(from, 0, length);
                },
                operation -> (int) operation.information());
    }

    @Override
    public void write(long offset, byte[] bytes) throws OwnIoException {
        check(offset, bytes.length);
        MemorySegment memory = MemorySegment.ofArray(bytes);
        int done = 0;
        while (done < bytes.length) {
            int put = write(offset + done, memory.asSlice(done));
            if (put <= 0) {
                throw new OwnIoException(
                        NtStatus.ofErrno(Errno.EIO), Errno.EIO, "write /" + node().path() + ": nothing was written");
            }
            done += put;
        }
    }

    @Override
    public CompletionStage<byte[]> readLater(long offset, int length) {
        return io.submit(mine -> read(offset, length)).completion();
    }

    @Override
    public CompletionStage<Void> writeLater(long offset, byte[] bytes) {
        byte[] copy = bytes.clone();
        return io.submit(mine -> {
                    write(offset, copy);
                    return copy.length;
                })
                .completion()
                .thenAccept(length -> {});
    }

    @Override
    public void allocate(int mode, long offset, long length) throws OwnIoException {
        check(offset, length);
        perform(operation -> Requests.fallocate(operation, offset, length, mode), OwnFileObject::nothing);
    }

    @Override
    public long seek(long offset, int whence) throws OwnIoException {
        return perform(operation -> Requests.lseek(operation, offset, whence), Operation::information);
    }

    @Override
    public long copyTo(long offset, OwnFile to, long toOffset, long length) throws OwnIoException {
        check(offset, length);
        check(toOffset, length);
        if (!(to instanceof OwnFileObject target) || target.io.volume() != io.volume()) {
            throw OwnIoObject.invalid("both files have to be of " + io.volume().name());
        }
        return target.using(() -> perform(
                operation -> Requests.copyFileRange(operation, offset, target.handle, toOffset, length, 0),
                Operation::information));
    }

    @Override
    public void flush(boolean dataOnly) throws OwnIoException {
        perform(
                operation -> {
                    if (handle.isDirectory()) {
                        Requests.fsyncdir(operation, dataOnly);
                    } else {
                        Requests.fsync(operation, dataOnly);
                    }
                },
                OwnFileObject::nothing);
    }

    @Override
    public byte[] control(int command, byte[] input, int outputLength) throws OwnIoException {
        check(0, outputLength);
        return perform(
                operation -> {
                    Requests.ioctl(operation, command, 0, input.length, outputLength, 0);
                    OwnResults.data(operation, Arrays.copyOf(input, Math.max(input.length, outputLength)));
                },
                OwnResults::bytes);
    }

    // ---- attributes and names

    @Override
    public FileInformation information() throws OwnIoException {
        return perform(operation -> Requests.getattr(operation, ALL_ATTRIBUTES), OwnResults::information);
    }

    @Override
    public FileInformation change(AttributeChange change) throws OwnIoException {
        return perform(operation -> OwnResults.change(operation, change), OwnResults::information);
    }

    @Override
    public List<ListedName> list() throws OwnIoException {
        var names = new ArrayList<ListedName>();
        long offset = 0;
        while (offset >= 0) {
            long from = offset;
            byte[] piece = perform(
                    operation -> {
                        Requests.readdir(operation, from, LISTING);
                        OwnResults.data(operation, new byte[LISTING]);
                    },
                    OwnResults::bytes);
            offset = OwnResults.addNames(piece, names);
        }
        return names;
    }

    // ---- locks

    @Override
    public void lock(LockType type, long offset, long length) throws OwnIoException {
        locks().set(type, offset, length, true);
    }

    @Override
    public boolean tryLock(LockType type, long offset, long length) throws OwnIoException {
        return locks().set(type, offset, length, false);
    }

    @Override
    public OwnTask<OwnFile> lockLater(LockType type, long offset, long length) {
        return io.submit(mine -> {
            lock(type, offset, length);
            return this;
        });
    }

    @Override
    public void unlock(long offset, long length) throws OwnIoException {
        locks().drop(offset, length);
    }

    @Override
    public Optional<RecordLock> findLock(LockType type, long offset, long length) throws OwnIoException {
        return new OwnLocks(this, io, handle).find(type, offset, length);
    }

    @Override
    public void lockWhole(LockType type) throws OwnIoException {
        locks().setWhole(type, true);
    }

    @Override
    public boolean tryLockWhole(LockType type) throws OwnIoException {
        return locks().setWhole(type, false);
    }

    @Override
    public OwnTask<OwnFile> lockWholeLater(LockType type) {
        return io.submit(mine -> {
            lockWhole(type);
            return this;
        });
    }

    @Override
    public void unlockWhole() throws OwnIoException {
        locks().dropWhole();
    }

    private OwnLocks locks() throws OwnIoException {
        if (chain == null) {
            throw OwnIoObject.invalid("the locks of a program's file are the program's");
        }
        return new OwnLocks(this, io, handle);
    }

    // ---- the end

    @Override
    public void close() {
        if (chain == null) {
            closed.set(true);
        } else if (io.desk().enterToClose()) {
            try {
                reclaim();
                io.desk().closed(this);
            } finally {
                io.desk().exit();
            }
        }
    }

    @Override
    public void reclaim() {
        if (!closed.getAndSet(true)) {
            io.volume().ownOperations().close(handle, io.below());
            if (chain != null) {
                chain.release();
            }
        }
    }

    @Override
    public String description() {
        return (handle.isDirectory() ? "the open directory /" : "the open file /") + node().path();
    }
}
