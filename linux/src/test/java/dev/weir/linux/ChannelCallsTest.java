package dev.weir.linux;

import static dev.weir.linux.TemporaryFiles.close;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Errno;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelCallsTest {
    private final NativeThread thread = NativeThread.current();

    @Test
    void aPipeIsReadyWhenSomethingWasWritten() {
        long pipe = ChannelCalls.pipe(thread);
        int read = ChannelCalls.first(pipe);
        int write = ChannelCalls.second(pipe);
        assertThat(ChannelCalls.poll(thread, read, ChannelCalls.POLLIN, 1_000_000))
                .isZero();
        assertThat(FileCalls.write(thread, write, thread.struct(), 1)).isEqualTo(1);
        assertThat(ChannelCalls.poll(thread, read, ChannelCalls.POLLIN, -1)).isEqualTo(ChannelCalls.POLLIN);
        close(write);
        assertThat(FileCalls.read(thread, read, thread.struct(), 10)).isEqualTo(1);
        assertThat(ChannelCalls.poll(thread, read, ChannelCalls.POLLIN, -1)).isEqualTo(ChannelCalls.POLLHUP);
        close(read);
    }

    @Test
    void noDescriptorIsReceivedWhereNoneWasSent() {
        long pair = ChannelCalls.socketPair(thread);
        int ours = ChannelCalls.first(pair);
        assertThat(ChannelCalls.receiveDescriptor(thread, ours)).isEqualTo(-Errno.EAGAIN);
        close(ChannelCalls.second(pair));
        assertThat(ChannelCalls.receiveDescriptor(thread, ours)).isEqualTo(-Errno.ENODATA);
        close(ours);
    }

    @Test
    void aHelperInheritsTheDescriptorAndNothingElse() throws SystemCallException {
        long pair = ChannelCalls.socketPair(thread);
        HelperProcess helper = HelperProcess.run(
                List.of(bytes("/bin/sh"), bytes("-c"), bytes("echo $GREETING; printf hi >&3; cat; exit 7")),
                Map.of("GREETING", "good day"),
                ChannelCalls.second(pair));
        assertThat(helper.status()).isEqualTo(7);
        assertThat(helper.output()).isEqualTo("good day");
        assertThat(FileCalls.read(thread, ChannelCalls.first(pair), thread.struct(), 10))
                .isEqualTo(2);
        close(ChannelCalls.first(pair));
        close(ChannelCalls.second(pair));
    }

    @Test
    void aHelperThatIsNotThereIsReported() {
        org.assertj.core.api.Assertions.assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(() -> HelperProcess.run(List.of(bytes("/nonexistent/helper")), Map.of(), -1))
                .extracting(SystemCallException::errno)
                .isEqualTo(Errno.ENOENT);
    }

    @Test
    void aProcessIsFoundByItsDescriptor() {
        int own = ProcessCalls.process(thread);
        assertThat(own).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(ProcessCalls.thread(thread)).isPositive();
        assertThat(ProcessCalls.kill(thread, own, 0)).isZero();
        int pidfd = ProcessCalls.openProcess(thread, own);
        long pipe = ChannelCalls.pipe(thread);
        int taken = ProcessCalls.takeDescriptor(thread, pidfd, ChannelCalls.second(pipe));
        assertThat(FileCalls.write(thread, taken, thread.struct(), 1)).isEqualTo(1);
        for (int descriptor : new int[] {taken, pidfd, ChannelCalls.first(pipe), ChannelCalls.second(pipe)}) {
            close(descriptor);
        }
    }

    private static byte[] bytes(String text) {
        return TemporaryFiles.bytes(text);
    }
}
