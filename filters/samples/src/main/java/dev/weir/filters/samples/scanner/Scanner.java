package dev.weir.filters.samples.scanner;

import dev.weir.ClientPort;
import dev.weir.CommunicationPort;
import dev.weir.Filter;
import dev.weir.FilterException;
import dev.weir.MessageResult;
import dev.weir.PortDefinition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The program that scans, as the filter has it: behind the port {@code ScannerPort}, one at a time. A message is content, its reply one byte: 1 is safe, 0 is not. Safe on any thread. */
final class Scanner {
    static final String PORT = "ScannerPort";

    private final Duration patience;
    private final AtomicReference<@Nullable ClientPort> program = new AtomicReference<>();
    private volatile Optional<CommunicationPort> port = Optional.empty();

    Scanner(Duration patience) {
        this.patience = patience;
    }

    void listen(Filter filter) throws FilterException {
        port = Optional.of(filter.createCommunicationPort(PortDefinition.<ClientPort>of(
                PORT,
                (client, context) -> {
                    program.set(client);
                    return client;
                },
                client -> program.compareAndSet(client, null))));
    }

    void close() {
        port.ifPresent(CommunicationPort::close);
    }

    /** Whether this process is the program that scans, which must not wait for itself. */
    boolean is(int process) {
        ClientPort client = program.get();
        return client != null && client.peer().processId() == process;
    }

    /** Asks the program. Where there is none, or it does not answer in time, everything is safe. */
    boolean isSafe(byte[] content) {
        ClientPort client = program.get();
        if (client == null || content.length == 0) {
            return true;
        }
        MessageResult answer = client.sendMessage(ByteBuffer.wrap(content), 1, patience);
        return !answer.isReplied()
                || answer.reply().remaining() < 1
                || answer.reply().get(answer.reply().position()) != 0;
    }
}
