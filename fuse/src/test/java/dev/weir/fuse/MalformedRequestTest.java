package dev.weir.fuse;

import static dev.weir.fuse.FakeKernel.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.testkit.RecordingFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MalformedRequestTest {
    private static final int ROUNDS = 200;

    private final FakeKernel kernel = new FakeKernel();
    private long file;
    private long handle;
    private long directory;

    @BeforeEach
    void makeFiles() {
        Answer made = kernel.create(ROOT, "a");
        file = made.node();
        handle = made.word(Entries.ENTRY);
        directory = kernel.ask(Opcode.OPENDIR, ROOT, Body.empty().number(0).number(0))
                .handle();
    }

    @AfterEach
    void nothingThrew() {
        long failures = kernel.connection.failures();
        kernel.close();
        assertThat(failures).as("exceptions in handlers").isZero();
    }

    /** A well-formed body of each request. */
    private Body body(Opcode opcode) {
        Body empty = Body.empty();
        return switch (opcode) {
            case LOOKUP, UNLINK, RMDIR, REMOVEXATTR -> empty.name("name");
            case FORGET, INTERRUPT -> empty.word(1);
            case BATCH_FORGET -> empty.number(1).number(0).word(file).word(1);
            case GETATTR, STATX -> empty.zeros(24);
            case SETATTR -> empty.number(1 << 3).zeros(84);
            case SYMLINK -> empty.name("link").name("target");
            case MKNOD -> empty.number(0x81A4).zeros(12).name("node");
            case MKDIR -> empty.number(0x1ED).number(0).name("sub");
            case RENAME -> empty.word(ROOT).name("x").name("y");
            case RENAME2 -> empty.word(ROOT).word(0).name("x").name("y");
            case LINK -> empty.word(file).name("hard");
            case OPEN, OPENDIR -> empty.zeros(8);
            case READ -> FakeKernel.data(handle, 0, 100);
            case READDIR, READDIRPLUS -> FakeKernel.data(directory, 0, 4096);
            case WRITE -> FakeKernel.data(handle, 0, 5).data(new byte[5]);
            case FSYNC -> empty.word(handle).word(0);
            case FSYNCDIR -> empty.word(directory).word(0);
            case RELEASE, RELEASEDIR, FLUSH -> empty.word(12345).zeros(16);
            case SETXATTR -> empty.number(3).zeros(12).name("user.a").data(new byte[3]);
            case GETXATTR -> empty.number(100).number(0).name("user.a");
            case LISTXATTR -> empty.number(100).number(0);
            case INIT -> empty.number(7).number(45).zeros(56);
            case GETLK, SETLK -> FakeKernel.lock(handle, 1, 0);
            case CREATE, TMPFILE -> empty.number(2).number(0x81A4).zeros(8).name("new");
            case IOCTL ->
                empty.word(handle)
                        .number(0)
                        .number(0x80086601)
                        .word(0)
                        .number(0)
                        .number(8);
            case FALLOCATE -> empty.word(handle).word(0).word(10).word(0);
            case LSEEK -> empty.word(handle).word(0).word(3);
            case COPY_FILE_RANGE, COPY_FILE_RANGE_64 ->
                empty.word(handle)
                        .word(0)
                        .word(file)
                        .word(handle)
                        .word(10)
                        .word(5)
                        .word(0);
            default -> empty.zeros(64);
        };
    }

    private static List<Opcode> all() {
        var all = new ArrayList<>(List.of(Opcode.values()));
        // These two may wait, on purpose.
        all.remove(Opcode.SETLKW);
        all.remove(Opcode.CUSE_INIT);
        return all;
    }

    @Test
    void answersEachTruncatedRequestOnce() {
        for (Opcode opcode : all()) {
            byte[] whole = body(opcode).bytes();
            for (int length = 0; length <= whole.length; length++) {
                long unique = kernel.send(opcode.number(), file, Arrays.copyOf(whole, length));
                assertThat(kernel.answersTo(unique))
                        .as("%s cut off at %d", opcode, length)
                        .hasSize(opcode.replies() ? 1 : 0)
                        .allMatch(answer -> answer.error() > -512 && answer.error() <= 0)
                        .allMatch(answer -> answer.error() != -Errno.ENOSYS || opcode.refusal() == Errno.ENOSYS);
            }
        }
    }

    @Test
    void dropsWhatHasNoHeader() {
        for (int length = 0; length < RequestMessage.HEADER; length++) {
            kernel.answers().clear();
            kernel.send(new byte[length]);
            assertThat(kernel.answers()).isEmpty();
        }
    }

    @Test
    void answersAMessageWhoseLengthIsALieOnce() {
        byte[] message = kernel.message(Opcode.GETATTR.number(), kernel.nextUnique(), ROOT, new byte[16]);
        message[0] = 99;
        kernel.answers().clear();

        kernel.send(message);

        assertThat(kernel.answers()).singleElement().extracting(Answer::error).isEqualTo(-Errno.EIO);
    }

    @Test
    void answersRandomlyChangedRequestsAtMostOnce() {
        var random = new Random(20261122);
        for (int round = 0; round < ROUNDS; round++) {
            for (Opcode opcode : all()) {
                byte[] bytes = body(opcode).bytes();
                for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                long node = random.nextInt(8) == 0 ? random.nextLong() : random.nextInt(4);
                long unique = kernel.send(opcode.number(), node, bytes);
                assertThat(kernel.answersTo(unique))
                        .as("%s, round %d", opcode, round)
                        .hasSize(opcode.replies() ? 1 : 0)
                        .allMatch(answer -> answer.error() > -512 && answer.error() <= 0)
                        .allMatch(answer -> answer.length() == 16 + answer.body().length);
                kernel.answers().clear();
            }
        }
    }

    @Test
    void keepsToTheProtocolWhateverAFilterAnswers() throws Exception {
        var random = new Random(7);
        kernel.harness.load(
                new RecordingFilter("random").quiet().pre((data, objects) -> {
                    switch (random.nextInt(4)) {
                        case 0 -> data.setStatus(NtStatus.of(random.nextInt()), random.nextLong());
                        case 1 -> data.setErrno(random.nextInt(512));
                        case 2 -> data.setStatus(NtStatus.SUCCESS, random.nextLong());
                        default -> data.setStatus(NtStatus.NOT_IMPLEMENTED);
                    }
                    return PreOperationStatus.COMPLETE;
                }),
                "300000");
        for (int round = 0; round < ROUNDS; round++) {
            for (Opcode opcode : all()) {
                long unique = kernel.send(opcode.number(), file, body(opcode).bytes());
                assertThat(kernel.answersTo(unique))
                        .as("%s, round %d", opcode, round)
                        .hasSize(opcode.replies() ? 1 : 0)
                        .allMatch(answer -> answer.error() > -512 && answer.error() <= 0)
                        .allMatch(answer -> answer.error() != -Errno.ENOSYS || opcode.refusal() == Errno.ENOSYS);
                kernel.answers().clear();
            }
        }
        kernel.harness.unload("random");
        assertThat(kernel.read(file, handle, 0, 10).error()).isZero();
    }
}
