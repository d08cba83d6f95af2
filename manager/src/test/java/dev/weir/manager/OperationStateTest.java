package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Errno;
import dev.weir.FileName;
import dev.weir.FileType;
import dev.weir.NtStatus;
import dev.weir.manager.conformance.Rigs;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operation says of its request and its result, and what it forgets when it is used again. */
class OperationStateTest {
    private final Rigs rig = Rigs.quiet();
    private final VolumeObject volume = rig.volume();
    private final Operation operation = volume.newOperation(Rigs.NOBODY);

    @AfterEach
    void close() {
        rig.close();
    }

    private String attributes() {
        AttributeBlock a = operation.attributes();
        return a.isPresent() + " " + a.inode() + " " + a.mode() + " " + a.links() + " " + a.userId() + " " + a.groupId()
                + " " + a.size() + " " + a.blocks() + " " + a.blockSize() + " " + a.deviceNumber() + " "
                + a.accessSeconds() + " " + a.accessNanos() + " " + a.modificationSeconds() + " "
                + a.modificationNanos() + " " + a.changeSeconds() + " " + a.changeNanos();
    }

    @Test
    void attributesAreWhatTheBaseFilledAndWhatFiltersChanged() {
        AttributeBlock block = operation.attributes();
        assertThat(attributes()).isEqualTo("false 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");
        block.fill(1, 0x81A4, 3, 4, 5, 6, 7, 8, 9);
        block.setTimes(10, 11, 12, 13, 14, 15);
        assertThat(attributes()).isEqualTo("true 1 33188 3 4 5 6 7 8 9 10 11 12 13 14 15");
        block.setSize(60);
        block.setBlocks(70);
        block.setUserId(40);
        block.setGroupId(50);
        block.setAccessTime(100, 110);
        block.setModificationTime(120, 130);
        block.setMode(0xF1FF);
        assertThat(attributes()).isEqualTo("true 1 33279 3 40 50 60 70 8 9 100 110 120 130 14 15");
        Requests.getattr(operation, 0);
        assertThat(attributes()).isEqualTo("false 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");
    }

    @Test
    void theNextRequestFindsNothingOfTheLast() {
        FileHandleObject handle = rig.open();
        Requests.read(operation, 1, 2, 3);
        long first = operation.id();
        operation.through(handle);
        operation.data(MemorySegment.ofArray(new byte[100]), 10, 20);
        operation.caching(true, true);
        operation.requestor().set(11, 12, 13, 14);
        operation.fail(Errno.ENOSPC);
        operation.yieldNode(volume.root());
        operation.lockAnswer().type = 1;
        operation.lockAnswer().start = 1;
        operation.lockAnswer().end = 1;
        operation.lockAnswer().process = 1;
        VolumeStatistics statistics = operation.volumeStatistics();
        statistics.blocks = 1;
        statistics.freeBlocks = 1;
        statistics.availableBlocks = 1;
        statistics.files = 1;
        statistics.freeFiles = 1;
        statistics.blockSize = 1;
        statistics.fragmentSize = 1;
        statistics.maximumNameLength = 1;
        assertThat(operation.buffer().offset()).isEqualTo(10);
        assertThat(operation.buffer().length()).isEqualTo(20);
        assertThat(operation.buffer().segment().byteSize()).isEqualTo(100);
        assertThat(operation.hasHandle()).isTrue();
        assertThat(operation.handle()).isSameAs(handle);
        assertThat(operation.hasNode()).isTrue();
        assertThat(operation.node()).isSameAs(volume.root());
        assertThat(operation.isPagingIo()).isTrue();
        assertThat(operation.isNonCached()).isTrue();

        Requests.statfs(operation);
        assertThat(operation.id()).isGreaterThan(first);
        assertThat(operation.hasNode()).isFalse();
        assertThat(operation.hasHandle()).isFalse();
        assertThatThrownBy(operation::node).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(operation::handle).isInstanceOf(IllegalStateException.class);
        assertThat(operation.buffer().offset()).isZero();
        assertThat(operation.buffer().length()).isZero();
        assertThat(operation.buffer().segment().byteSize()).isZero();
        assertThat(operation.isPagingIo()).isFalse();
        assertThat(operation.isNonCached()).isFalse();
        assertThat(operation.isGenerated()).isFalse();
        assertThat(operation.requestor().isKnown()).isFalse();
        assertThat(operation.errno()).isZero();
        assertThat(operation.status()).isEqualTo(NtStatus.SUCCESS);
        assertThat(operation.resultNode()).isNull();
        assertThat(operation.resultHandle()).isNull();
        assertThat(operation.lockAnswer())
                .usingRecursiveComparison()
                .isEqualTo(volume.newOperation(Rigs.NOBODY).lockAnswer());
        assertThat(statistics)
                .usingRecursiveComparison()
                .isEqualTo(volume.newOperation(Rigs.NOBODY).volumeStatistics());
        volume.closeUnseen(handle, null);
    }

    @Test
    void dataOutsideItsMemoryIsRefused() {
        assertThatThrownBy(() -> operation.data(MemorySegment.ofArray(new byte[8]), 4, 5))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theRequestorIsWhoTheFrontSaid() {
        RequestorBlock requestor = operation.requestor();
        assertThat(requestor.isKnown()).isFalse();
        assertThat(requestor.program()).isEmpty();
        requestor.set(11, 12, 13, 14);
        assertThat(requestor.isKnown()).isTrue();
        assertThat(requestor.threadId()).isEqualTo(11);
        assertThat(requestor.processId()).isEqualTo(12);
        assertThat(requestor.userId()).isEqualTo(13);
        assertThat(requestor.groupId()).isEqualTo(14);
        assertThat(requestor.program()).isEqualTo("test");
        requestor.set(11, -1, 13, 14);
        assertThat(requestor.processId()).isEqualTo(11);
        requestor.set(0, 0, 13, 14);
        assertThat(requestor.isKnown()).isFalse();
        assertThat(requestor.processId()).isZero();
        assertThat(requestor.program()).isEmpty();
        requestor.clear();
        assertThat(requestor.userId()).isEqualTo(-1);
        assertThat(requestor.threadId()).isEqualTo(-1);
        assertThat(requestor.groupId()).isEqualTo(-1);
    }

    @Test
    void aStatusCarriesItsErrnoAndAnErrnoItsStatus() {
        operation.setStatus(NtStatus.SUCCESS, 12);
        assertThat(operation.information()).isEqualTo(12);
        operation.setStatus(NtStatus.ACCESS_DENIED, 12);
        assertThat(operation.errno()).isEqualTo(Errno.EACCES);
        assertThat(operation.information()).isZero();
        operation.succeed(7);
        assertThat(operation.errno()).isZero();
        assertThat(operation.information()).isEqualTo(7);
        operation.setErrno(0);
        assertThat(operation.status()).isEqualTo(NtStatus.SUCCESS);
        assertThat(operation.information()).isEqualTo(7);
        operation.setErrno(Errno.ENOSPC);
        assertThat(operation.status()).isEqualTo(NtStatus.ofErrno(Errno.ENOSPC));
        assertThat(operation.information()).isZero();
        operation.setErrno(Errno.ENOSYS);
        assertThat(operation.errno()).isEqualTo(Errno.EOPNOTSUPP);
        operation.setErrno(511);
        assertThat(operation.errno()).isEqualTo(511);
        assertThatThrownBy(() -> operation.setErrno(512)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> operation.setErrno(-1)).isInstanceOf(IllegalArgumentException.class);
        operation.succeed(9);
        operation.fail(Errno.ENOSPC);
        assertThat(operation.information()).isZero();
        assertThat(operation.errno()).isEqualTo(Errno.ENOSPC);
    }

    @Test
    void theTagIsTheFrontsAndStays() {
        operation.tag(99);
        Requests.getattr(operation, 0);
        assertThat(operation.tag()).isEqualTo(99);
        assertThat(operation.kind()).isEqualTo(OperationKind.GETATTR);
        assertThat(operation.volume()).isSameAs(volume);
    }

    @Test
    void thePathIsThatOfWhatTheOperationIsAbout() {
        FileNodeObject directory = volume.nodes().obtain(1, 50, 0, FileType.DIRECTORY, "d");
        directory.linked(volume.root(), FileName.of("d"));
        FileName name = FileName.of("a");
        FileName other = FileName.of("b");
        Map<Consumer<Operation>, String> paths = new LinkedHashMap<>();
        paths.put(o -> Requests.lookup(o, name), "d/a");
        paths.put(o -> Requests.lookup(o, FileName.of(".")), "d");
        paths.put(o -> Requests.lookup(o, FileName.of("..")), "d");
        paths.put(o -> Requests.lookup(o, FileName.of("...")), "d/...");
        paths.put(o -> Requests.lookup(o, FileName.of(".a")), "d/.a");
        paths.put(o -> Requests.create(o, name, 0, 0, 0), "d/a");
        paths.put(o -> Requests.mkdir(o, name, 0, 0), "d/a");
        paths.put(o -> Requests.mknod(o, name, 0, 0, 0), "d/a");
        paths.put(o -> Requests.symlink(o, name, other), "d/a");
        paths.put(o -> Requests.unlink(o, name, null), "d/a");
        paths.put(o -> Requests.rmdir(o, name, null), "d/a");
        paths.put(o -> Requests.rename(o, name, directory, other, 0, null, null), "d/a");
        paths.put(o -> Requests.getattr(o, 0), "d");
        paths.forEach((request, path) -> {
            request.accept(operation);
            assertThat(operation.path().isRoot()).isTrue();
            operation.on(directory);
            assertThat(operation.path().text()).isEqualTo(path);
        });
    }

    @Test
    void aHandleKnowsItsOpener() {
        RequestorBlock opener = operation.requestor();
        opener.set(11, 12, 13, 14);
        FileHandleObject handle = volume.handles().open(volume.root(), 0x8001, true, "base", opener, null);
        opener.clear();
        assertThat(handle.node()).isSameAs(volume.root());
        assertThat(handle.openFlags()).isEqualTo(0x8001);
        assertThat(handle.isDirectory()).isTrue();
        assertThat(handle.base()).isEqualTo("base");
        assertThat(handle.openerProcessId()).isEqualTo(12);
        handle.copyOpenerTo(opener);
        assertThat(opener.threadId()).isEqualTo(11);
        assertThat(opener.userId()).isEqualTo(13);
        assertThat(opener.groupId()).isEqualTo(14);
        assertThat(handle.frontState()).isNull();
        handle.frontState("kept");
        assertThat(handle.frontState()).isEqualTo("kept");
        assertThat(volume.handles().byId(handle.id())).isSameAs(handle);
        assertThat(volume.handles().size()).isEqualTo(1);
        var all = new java.util.ArrayList<FileHandleObject>();
        volume.handles().forEach(all::add);
        assertThat(all).containsExactly(handle);
        long references = volume.root().references;
        volume.handles().close(handle);
        assertThat(volume.handles().byId(handle.id())).isNull();
        assertThat(volume.handles().size()).isZero();
        assertThat(volume.root().references).isEqualTo(references - 1);
    }
}
