package dev.weir.linux;

import static dev.weir.linux.TemporaryFiles.close;
import static dev.weir.linux.TemporaryFiles.name;
import static dev.weir.linux.TemporaryFiles.ok;
import static dev.weir.linux.TemporaryFiles.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Errno;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test on a thread of its own, which ends with what it changed. */
class CallerIdentityTest {
    private static final int USER = 12345;
    private static final int GROUP = 23456;
    private static final int OTHER_GROUP = 34567;

    @TempDir
    Path folder;

    private interface Section {
        void run(NativeThread thread, CallerIdentity identity) throws Exception;
    }

    @BeforeEach
    void needsRoot() {
        assumeTrue(
                IdentityCalls.effectiveUser(NativeThread.current()) == 0
                        && Capabilities.has(NativeThread.current(), Capabilities.CAP_SETUID),
                "switching identities needs root");
    }

    @Test
    void aFileBelongsToTheCaller() throws Exception {
        onItsOwnThread((thread, identity) -> {
            int directory = directory(0, 0, 0777);
            assertThat(identity.enter(USER, GROUP, CallerIdentity.NO_GROUP, 027))
                    .isZero();
            int file = FileCalls.open(thread, directory, name("file"), OpenFlags.O_CREAT | OpenFlags.O_RDWR, 0666);
            assertThat(identity.leave()).isTrue();
            assertOwnerAndMode(thread, ok(file), USER, GROUP, 0100640);
            close(file);
            close(directory);
        });
    }

    @Test
    void aSetGroupIdDirectoryGivesItsGroup() throws Exception {
        onItsOwnThread((thread, identity) -> {
            int directory = directory(0, OTHER_GROUP, 02777);
            assertThat(identity.enter(USER, GROUP, CallerIdentity.NO_GROUP, 0)).isZero();
            int made = DirectoryCalls.makeDirectory(thread, directory, name("sub"), 0755);
            assertThat(identity.leave()).isTrue();
            ok(made);
            int node = ok(FileCalls.open(thread, directory, name("sub"), OpenFlags.O_PATH, 0));
            assertOwnerAndMode(thread, node, USER, OTHER_GROUP, 0042755);
            close(node);
            close(directory);
        });
    }

    @Test
    void accessByASupplementaryGroupOnlyNeedsThatGroup() throws Exception {
        onItsOwnThread((thread, identity) -> {
            int directory = directory(0, OTHER_GROUP, 0770);
            assertThat(identity.enter(USER, GROUP, CallerIdentity.NO_GROUP, 0)).isZero();
            int refused = DirectoryCalls.makeDirectory(thread, directory, name("sub"), 0755);
            assertThat(identity.leave()).isTrue();
            assertThat(refused).isEqualTo(-Errno.EACCES);

            assertThat(identity.enter(USER, GROUP, OTHER_GROUP, 0)).isZero();
            int made = DirectoryCalls.makeDirectory(thread, directory, name("sub"), 0755);
            assertThat(identity.leave()).isTrue();
            ok(made);
            assertThat(IdentityCalls.groupCount(thread)).isZero();
            close(directory);
        });
    }

    @Test
    void theCallerHasNoneOfTheServicesGroups() throws Exception {
        onItsOwnThread((thread, identity) -> {
            int directory = directory(USER + 1, 0, 0770);
            assertThat(identity.enter(USER, GROUP, CallerIdentity.NO_GROUP, 0)).isZero();
            int refused = DirectoryCalls.makeDirectory(thread, directory, name("sub"), 0755);
            assertThat(identity.leave()).isTrue();
            assertThat(refused).isEqualTo(-Errno.EACCES);
            close(directory);
        });
    }

    @Test
    void afterwardsTheThreadHasItsCapabilitiesAndItsUmaskAgain() throws Exception {
        onItsOwnThread((thread, identity) -> {
            long before = Capabilities.effective(thread);
            int umask = IdentityCalls.umask(thread, 0);
            IdentityCalls.umask(thread, umask);
            assertThat(identity.enter(USER, GROUP, OTHER_GROUP, 0777 & ~umask)).isZero();
            long within = Capabilities.effective(thread);
            assertThat(identity.leave()).isTrue();
            assertThat(within >>> Capabilities.CAP_DAC_OVERRIDE & 1).isZero();
            assertThat(Capabilities.effective(thread)).isEqualTo(before);
            assertThat(IdentityCalls.umask(thread, umask)).isEqualTo(umask);
            int directory = directory(USER, GROUP, 0);
            ok(DirectoryCalls.makeDirectory(thread, directory, name("sub"), 0755));
            close(directory);
        });
    }

    @Test
    void rootOfAnotherGroupStaysRoot() throws Exception {
        onItsOwnThread((thread, identity) -> {
            int directory = directory(USER, GROUP, 0);
            assertThat(identity.enter(0, OTHER_GROUP, CallerIdentity.NO_GROUP, 022))
                    .isZero();
            int file = FileCalls.open(thread, directory, name("file"), OpenFlags.O_CREAT | OpenFlags.O_RDWR, 0666);
            assertThat(identity.leave()).isTrue();
            assertOwnerAndMode(thread, ok(file), 0, OTHER_GROUP, 0100644);
            close(file);
            close(directory);
        });
    }

    @Test
    void otherThreadsKeepTheirIdentity() throws Exception {
        onItsOwnThread((thread, identity) -> {
            assertThat(identity.enter(USER, GROUP, CallerIdentity.NO_GROUP, 0)).isZero();
            CompletableFuture<Path> elsewhere = new CompletableFuture<>();
            Thread.ofPlatform().start(() -> {
                try {
                    elsewhere.complete(Files.createDirectory(folder.resolve("elsewhere")));
                } catch (Exception failure) {
                    elsewhere.completeExceptionally(failure);
                }
            });
            // A thread started within the section is somebody else's child: it inherits the caller's identity.
            assertThat(elsewhere).failsWithin(Duration.ofSeconds(20));
            assertThat(identity.leave()).isTrue();
        });
        assertThat(Files.getOwner(Files.createDirectory(folder.resolve("here"))).getName())
                .isEqualTo("root");
    }

    @Test
    void anInvalidIdIsRefusedAndNothingChanges() throws Exception {
        onItsOwnThread((thread, identity) -> {
            int invalid = -1;
            assertThat(identity.enter(USER, invalid, OTHER_GROUP, 0)).isEqualTo(-Errno.EPERM);
            assertThat(identity.enter(invalid, GROUP, OTHER_GROUP, 0)).isEqualTo(-Errno.EPERM);
            assertThat(identity.retired()).isFalse();
            assertThat(IdentityCalls.fileSystemUser(thread)).isZero();
            assertThat(IdentityCalls.fileSystemGroup(thread)).isZero();
            assertThat(IdentityCalls.groupCount(thread)).isZero();
        });
    }

    @Test
    void aThreadThatCannotComeBackIsRetired() throws Exception {
        onItsOwnThread((thread, identity) -> {
            assertThat(identity.enter(USER, GROUP, OTHER_GROUP, 0)).isZero();
            dropRightToSwitchGroups(thread);
            assertThat(identity.leave()).isFalse();
            assertThat(identity.retired()).isTrue();
            assertThatIllegalStateException().isThrownBy(() -> identity.enter(0, 0, CallerIdentity.NO_GROUP, 0));
        });
    }

    /** capset(2) without CAP_SETGID: the way back to no group is closed then. */
    private static void dropRightToSwitchGroups(NativeThread thread) {
        long effective = Capabilities.effective(thread);
        long header = thread.struct();
        long left = effective & ~(1L << Capabilities.CAP_SETGID);
        NativeMemory.putInt(header + 8, (int) left);
        NativeMemory.putInt(header + 20, (int) (left >>> 32));
        ok(RawSyscall.call(thread, SyscallNumbers.CAPSET, header, header + 8));
    }

    @Test
    void aVirtualThreadIsRefused() throws Exception {
        Thread thread = Thread.ofVirtual()
                .start(() -> assertThatIllegalStateException().isThrownBy(CallerIdentity::ofThisThread));
        thread.join();
    }

    private int directory(int uid, int gid, int mode) throws Exception {
        Path path = Files.createDirectory(folder.resolve("directory"));
        Files.setAttribute(path, "unix:uid", uid);
        Files.setAttribute(path, "unix:gid", gid);
        Files.setAttribute(path, "unix:mode", mode);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isNotNull();
        return open(path, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
    }

    private static void assertOwnerAndMode(NativeThread thread, int node, int uid, int gid, int mode) {
        long stat = thread.struct();
        ok(Statx.statDescriptor(thread, node, Statx.BASIC_STATS, stat));
        assertThat(Statx.uid(stat)).isEqualTo(uid);
        assertThat(Statx.gid(stat)).isEqualTo(gid);
        assertThat(Integer.toOctalString(Statx.mode(stat))).isEqualTo(Integer.toOctalString(mode));
    }

    private static void onItsOwnThread(Section section) throws Exception {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                section.run(NativeThread.current(), CallerIdentity.ofThisThread());
                done.complete(true);
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        });
        try {
            done.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw failure;
        }
    }
}
