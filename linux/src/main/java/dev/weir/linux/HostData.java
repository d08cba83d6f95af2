package dev.weir.linux;

import dev.weir.DataBuffer;
import dev.weir.Errno;
import dev.weir.manager.Operation;
import dev.weir.operation.Allocate;
import dev.weir.operation.CopyRange;
import dev.weir.operation.Read;
import dev.weir.operation.Seek;
import dev.weir.operation.Write;
import java.lang.foreign.MemorySegment;

/** The content of open files. Results are a number of bytes, a position or 0, or a negated {@link Errno}. */
final class HostData {
    private HostData() {}

    static long read(HostThread thread, Operation operation, HostFile file) {
        Read request = (Read) operation.parameters();
        DataBuffer buffer = operation.buffer();
        long count = Math.min(request.byteCount(), buffer.length());
        long got = read(thread, buffer, file.descriptor, count, request.offset());
        if (got == -Errno.EBADF && operation.isPagingIo()) {
            int pager = file.pager(thread);
            return pager < 0 ? pager : read(thread, buffer, pager, count, request.offset());
        }
        return got;
    }

    private static long read(HostThread thread, DataBuffer buffer, int descriptor, long count, long offset) {
        MemorySegment segment = buffer.segment();
        if (segment.isNative()) {
            return FileCalls.pread(thread.natives, descriptor, segment.address() + buffer.offset(), count, offset);
        }
        long done = 0;
        while (done < count) {
            long part = Math.min(count - done, HostThread.STAGING_SIZE);
            long got = FileCalls.pread(thread.natives, descriptor, thread.staging, part, offset + done);
            if (got <= 0) {
                return done > 0 ? done : got;
            }
            HostBuffers.out(thread.staging, buffer, done, got);
            done += got;
        }
        return done;
    }

    static long write(HostThread thread, Operation operation, HostFile file) {
        Write request = (Write) operation.parameters();
        DataBuffer buffer = operation.buffer();
        long count = Math.min(request.byteCount(), buffer.length());
        int descriptor = file.descriptor;
        if (!operation.isPagingIo()) {
            file.follow(thread, request.flags());
        } else if (file.appends()) {
            descriptor = file.pager(thread);
        }
        if (descriptor < 0) {
            return descriptor;
        }
        if (operation.isPagingIo() && buffer.segment().isNative() && MappedWrite.isNeeded(thread, descriptor)) {
            return writePages(thread, file, buffer, count, request.offset());
        }
        boolean entered = Writer.enter(thread, operation, descriptor);
        long put = write(thread, buffer, descriptor, count, request.offset());
        Writer.leave(thread, entered);
        return put;
    }

    private static long writePages(HostThread thread, HostFile file, DataBuffer buffer, long count, long offset) {
        int pager = file.pager(thread);
        long address = buffer.segment().address() + buffer.offset();
        long put = pager < 0 ? pager : MappedWrite.write(thread, pager, address, count, offset);
        if (put < 0 || put == count) {
            return put;
        }
        thread.privileged(true);
        long rest = FileCalls.pwrite(thread.natives, pager, address + put, count - put, offset + put);
        return rest < 0 && put == 0 ? rest : put + Math.max(rest, 0);
    }

    private static long write(HostThread thread, DataBuffer buffer, int descriptor, long count, long offset) {
        MemorySegment segment = buffer.segment();
        if (segment.isNative()) {
            return FileCalls.pwrite(thread.natives, descriptor, segment.address() + buffer.offset(), count, offset);
        }
        long done = 0;
        while (done < count) {
            long part = Math.min(count - done, HostThread.STAGING_SIZE);
            HostBuffers.in(buffer, done, thread.staging, part);
            long put = FileCalls.pwrite(thread.natives, descriptor, thread.staging, part, offset + done);
            if (put <= 0) {
                return done > 0 ? done : put;
            }
            done += put;
        }
        return done;
    }

    static long copyRange(HostThread thread, Operation operation, HostFile file) {
        CopyRange request = (CopyRange) operation.parameters();
        HostFile target = HostFileSystem.fileOf(request.destination());
        if (target == null) {
            return -Errno.EBADF;
        }
        boolean entered = Writer.enter(thread, operation, target.descriptor);
        long copied = FileCalls.copyRange(
                thread.natives,
                file.descriptor,
                request.offset(),
                target.descriptor,
                request.destinationOffset(),
                request.rangeLength(),
                request.flags());
        Writer.leave(thread, entered);
        return copied;
    }

    static long allocate(HostThread thread, Operation operation, HostFile file) {
        Allocate request = (Allocate) operation.parameters();
        boolean entered = Writer.enter(thread, operation, file.descriptor);
        int result = FileCalls.allocate(
                thread.natives, file.descriptor, request.mode(), request.offset(), request.rangeLength());
        Writer.leave(thread, entered);
        return result;
    }

    static long seek(HostThread thread, Operation operation, HostFile file) {
        Seek request = (Seek) operation.parameters();
        return FileCalls.seek(thread.natives, file.descriptor, request.offset(), request.whence());
    }

    /** What close(2) tells of writes that failed late: closing a duplicate asks the file system below. Where this process has no descriptor left it is not asked; fsync(2) still tells. */
    static long flush(HostThread thread, HostFile file) {
        int duplicate = FileCalls.duplicate(thread.natives, file.descriptor);
        if (duplicate == -Errno.EMFILE) {
            return 0;
        }
        return duplicate < 0 ? duplicate : FileCalls.close(thread.natives, duplicate);
    }
}
