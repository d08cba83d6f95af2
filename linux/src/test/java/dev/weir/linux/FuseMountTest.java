package dev.weir.linux;

import static dev.weir.linux.TemporaryFiles.bytes;
import static dev.weir.linux.TemporaryFiles.close;
import static dev.weir.linux.TemporaryFiles.ok;
import static dev.weir.linux.TemporaryFiles.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Errno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounts that nobody serves: all that can be seen without a server. */
class FuseMountTest {
    private static final Duration A_WHILE = Duration.ofSeconds(20);
    private static final int INIT = 26;

    private final NativeThread thread = NativeThread.current();

    @TempDir
    Path folder;

    private Path mountPoint;
    private int device = -1;

    @BeforeEach
    void makeMountPoint() throws IOException {
        assumeTrue(
                Capabilities.has(thread, Capabilities.CAP_SYS_ADMIN) && Files.exists(Path.of("/dev/fuse")),
                "mounting needs /dev/fuse and CAP_SYS_ADMIN");
        mountPoint = Files.createDirectory(folder.resolve("mount point"));
    }

    @AfterEach
    void unmount() throws IOException {
        if (device >= 0) {
            close(device);
        }
        for (MountEntry entry : MountTable.read().atOrBelow(bytes(folder.toRealPath()))) {
            FuseMount.unmount(entry.mountPoint(), true);
        }
    }

    @Test
    void theKernelGreetsAndTheTableShowsTheVolume() throws IOException {
        mount();
        assertThat(ChannelCalls.poll(thread, device, ChannelCalls.POLLIN, A_WHILE.toNanos()))
                .isEqualTo(ChannelCalls.POLLIN);
        MountEntry entry = entry();
        assertThat(entry.isWeir()).isTrue();
        assertThat(entry.source()).isEqualTo("weir");
        assertThat(entry.superOptions()).contains("user_id=0", "default_permissions", "allow_other", "max_read=65536");
        assertThat(entry.options()).contains("nosuid", "nodev");
    }

    @Test
    void aVolumeWhoseProgramHasEndedIsDeadAndGoes() throws Exception {
        mount();
        close(device);
        device = -1;
        assertThat(MountState.probe(bytes(mountPoint), A_WHILE)).isEqualTo(MountState.DEAD);
        FuseMount.unmount(bytes(mountPoint), false);
        assertThat(MountTable.read().at(bytes(mountPoint.toRealPath()))).isEmpty();
        assertThat(MountState.probe(bytes(mountPoint), A_WHILE)).isEqualTo(MountState.ALIVE);
    }

    @Test
    void aVolumeThatDoesNotAnswerIsSilentUntilItIsAborted() throws Exception {
        mount();
        assertThat(MountState.probe(bytes(mountPoint), Duration.ofMillis(200))).isEqualTo(MountState.SILENT);
        FuseMount.abort(entry());
        await().atMost(A_WHILE).until(() -> MountState.probe(bytes(mountPoint), A_WHILE) != MountState.SILENT);
        assertThat(FileCalls.read(thread, device, thread.struct(), NativeThread.STRUCT_SIZE))
                .isNegative();
    }

    @Test
    void aConnectionTellsWhoWaitsAndIsAborted() throws Exception {
        mount();
        FuseConnection connection = new FuseConnection(entry().connection());
        inANamespaceWithFusectl(() -> {
            assertThat(connection.isPresent()).isTrue();
            assertThat(MountState.probe(bytes(mountPoint), Duration.ofMillis(200)))
                    .isEqualTo(MountState.SILENT);
            assertThat(connection.waiting()).isPositive();
            FuseMount.abort(entry());
            assertThat(MountState.probe(bytes(mountPoint), A_WHILE)).isEqualTo(MountState.DEAD);
            await().atMost(A_WHILE).pollInSameThread().until(() -> connection.waiting() == 0);
        });
    }

    @Test
    void aVolumeThatIsInUseIsAbandonedWithAnErrorForItsUsers() throws Exception {
        mount();
        int user = open(mountPoint, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        assertThatIOException()
                .isThrownBy(() -> FuseMount.unmount(bytes(mountPoint), false))
                .withMessageContaining("EBUSY");
        FuseMount.abandon(bytes(mountPoint));
        assertThat(MountTable.read().at(bytes(mountPoint.toRealPath()))).isEmpty();
        assertThat(FileCalls.read(thread, device, thread.struct(), NativeThread.STRUCT_SIZE))
                .isNegative();
        close(user);
    }

    @Test
    void aConnectionThatIsGoneIsAbortedAlreadyWhereTheyAreListed() throws Exception {
        FuseConnection none = new FuseConnection(Integer.MAX_VALUE);
        inANamespaceWithFusectl(none::abort);
        assertThat(none.isPresent()).isFalse();
    }

    @Test
    void whereConnectionsAreNotListedAnAbortSaysWhatToDo() throws Exception {
        assumeTrue(
                MountTable.read().at(bytes("/sys/fs/fuse/connections")).isEmpty(), "fusectl is mounted on this system");
        mount();
        assertThatIOException()
                .isThrownBy(new FuseConnection(entry().connection())::abort)
                .withMessageContaining("mount -t fusectl none /sys/fs/fuse/connections");
    }

    @Test
    void aDirectoryIsMountedOverByItsDescriptor() throws IOException {
        int node = open(mountPoint, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        Files.writeString(mountPoint.resolve("below"), "x");
        device = FuseMount.mount(bytes("/proc/self/fd/" + node), options());
        assertThat(entry().isWeir()).isTrue();
        int below = ok(FileCalls.open(thread, node, TemporaryFiles.name("below"), OpenFlags.O_RDONLY, 0));
        close(below);
        close(node);
    }

    @Test
    void aDeviceIsClonedAndAFileRegisteredForPassthrough() throws IOException {
        mount();
        answerInit();
        close(ok(FuseDevice.cloneOf(thread, device)));
        Path file = Files.writeString(folder.resolve("file"), "x");
        int node = open(file, OpenFlags.O_RDONLY);
        int backing = FuseDevice.openBacking(thread, device, node);
        assumeTrue(backing != -Errno.EOPNOTSUPP && backing != -Errno.ENOTTY, "this kernel has no FUSE passthrough");
        assertThat(backing).isPositive();
        ok(FuseDevice.closeBacking(thread, device, backing));
        assertThat(FuseDevice.closeBacking(thread, device, backing)).isEqualTo(-Errno.ENOENT);
        close(node);
    }

    @Test
    void aMountPointThatIsNotThereIsReported() {
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(() -> FuseMount.mount(bytes(folder.resolve("none")), options()))
                .withMessageContaining("mount " + folder.resolve("none"))
                .extracting(SystemCallException::errno)
                .isEqualTo(Errno.ENOENT);
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(() -> FuseMount.unmount(bytes(mountPoint), false))
                .extracting(SystemCallException::errno)
                .isEqualTo(Errno.EINVAL);
    }

    @Test
    void theHelperMountsAndUnmounts() throws Exception {
        FuseMountHelper helper = helper();
        device = helper.mount(bytes(mountPoint), options());
        assertThat(ChannelCalls.poll(thread, device, ChannelCalls.POLLIN, A_WHILE.toNanos()))
                .isEqualTo(ChannelCalls.POLLIN);
        assertThat(entry().isWeir()).isTrue();
        assertThat(entry().source()).isEqualTo("weir");
        close(device);
        device = -1;
        helper.unmount(bytes(mountPoint), false);
        assertThat(MountTable.read().at(bytes(mountPoint.toRealPath()))).isEmpty();
    }

    @Test
    void whatTheHelperSaysIsPassedOn() {
        FuseMountHelper helper = helper();
        assertThatIOException()
                .isThrownBy(() -> helper.mount(bytes(folder.resolve("none")), options()))
                .withMessageContaining("fusermount3")
                .withMessageContaining("No such file or directory");
        assertThatIOException().isThrownBy(() -> helper.unmount(bytes(mountPoint), true));
    }

    private static FuseMountHelper helper() {
        assumeTrue(FuseMountHelper.find().isPresent(), "fusermount3 is not installed");
        return FuseMountHelper.find().orElseThrow();
    }

    private void mount() throws SystemCallException {
        device = FuseMount.mount(bytes(mountPoint), options());
    }

    private MountEntry entry() throws IOException {
        List<MountEntry> entries = MountTable.read().atOrBelow(bytes(mountPoint.toRealPath()));
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    private static FuseMountOptions options() {
        return new FuseMountOptions(0040755, 0, 0, true, true, 65536, MountCalls.MS_NOSUID | MountCalls.MS_NODEV);
    }

    private interface Step {
        void run() throws Exception;
    }

    /** fusectl is not mounted everywhere; a thread's own mount namespace has it at its place. */
    private static void inANamespaceWithFusectl(Step step) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            NativeThread thread = NativeThread.current();
            ok(MountCalls.unshare(thread, MountCalls.CLONE_NEWNS));
            ok(MountCalls.mount(
                    thread,
                    0,
                    TemporaryFiles.name("/"),
                    thread.emptyStruct(),
                    MountCalls.MS_REC | MountCalls.MS_PRIVATE,
                    0));
            long type = TemporaryFiles.secondName("fusectl");
            long place = TemporaryFiles.name("/sys/fs/fuse/connections");
            // EBUSY: this machine has it there already.
            assertThat(MountCalls.mount(thread, type, place, type, 0, 0)).isIn(0, -Errno.EBUSY);
            step.run();
            return true;
        });
        Thread.ofPlatform().start(task);
        task.get();
    }

    /** Reads INIT and grants passthrough: fuse_out_header, then fuse_init_out. */
    private void answerInit() {
        try (Arena arena = Arena.ofConfined()) {
            long buffer = arena.allocate(1 << 17, 8).address();
            assertThat(FileCalls.read(thread, device, buffer, 1 << 17)).isGreaterThan(40);
            assertThat(NativeMemory.getInt(buffer + 4)).isEqualTo(INIT);
            int minor = NativeMemory.getInt(buffer + 44);
            long reply = arena.allocate(80, 8).address();
            NativeMemory.putInt(reply, 80);
            NativeMemory.putLong(reply + 8, NativeMemory.getLong(buffer + 8));
            NativeMemory.putInt(reply + 16, 7);
            NativeMemory.putInt(reply + 20, minor);
            NativeMemory.putInt(reply + 28, 1 << 30);
            NativeMemory.putInt(reply + 36, 65536);
            NativeMemory.putInt(reply + 48, 1 << 5);
            NativeMemory.putInt(reply + 52, 1);
            assertThat(FileCalls.write(thread, device, reply, 80)).isEqualTo(80);
        }
    }
}
