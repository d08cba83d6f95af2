package dev.weir.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.linux.NativeMemory;
import dev.weir.manager.VolumeObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Sends requests to a volume as bytes, without a device, from any thread, and collects the replies.
 *
 * <p>A message goes through an exchange of its own, so that one that is held up holds up no other.
 */
class Wire {
    static final int ROOT = 1;

    private static final int CAPACITY = 1 << 17;

    final Connection connection;
    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private long uniques;
    private int thread = 4242;
    private int user = 1000;

    Wire(VolumeObject volume) {
        this(volume, 45);
    }

    /** A kernel that speaks protocol 7.{@code minor}. */
    Wire(VolumeObject volume, int minor) {
        connection = new Connection(volume, MountOptions.usual(), false);
        Body init = Body.empty()
                .number(7)
                .number(minor)
                .number(1 << 17)
                .number(-1)
                .number(-1)
                .zeros(44);
        assertThat(ask(Opcode.INIT, 0, init).error()).isZero();
    }

    /** Who asks from now on. */
    void thread(int id) {
        thread = id;
    }

    void user(int id) {
        user = id;
    }

    /** Sends a request, and takes its one reply, which must be there when the handler has returned. */
    Answer ask(Opcode opcode, long node, Body body) {
        long unique = send(opcode.number(), node, body.bytes());
        List<Answer> own = answersTo(unique);
        assertThat(own).as("replies to %s", opcode).hasSize(1);
        return own.getFirst();
    }

    /** Sends a request; its reply may come later, or never. Returns its number. */
    long send(int opcode, long node, byte[] body) {
        long unique = nextUnique();
        send(message(opcode, unique, node, body));
        return unique;
    }

    synchronized long nextUnique() {
        uniques += 2;
        return uniques;
    }

    byte[] message(int opcode, long unique, long node, byte[] body) {
        return Body.empty()
                .number(RequestMessage.HEADER + body.length)
                .number(opcode)
                .word(unique)
                .word(node)
                .number(user)
                .number(user)
                .number(thread)
                .number(0)
                .data(body)
                .bytes();
    }

    /** Sends bytes, whatever they are. */
    void send(byte[] message) {
        var exchange = new Exchange(connection, this::take, Buffers.ofWorker(CAPACITY));
        NativeMemory.copyIn(message, 0, exchange.buffers().request(), message.length);
        RequestHandler.handle(exchange, message.length);
        if (!exchange.hasLeft()) {
            exchange.close();
        }
    }

    private long take(long address, long length) {
        answers.add(Answer.of(NativeMemory.bytes(address, (int) length)));
        return length;
    }

    List<Answer> answers() {
        return answers;
    }

    List<Answer> answersTo(long unique) {
        return answers.stream().filter(answer -> answer.unique() == unique).toList();
    }

    // ---- what tests often do

    Answer lookup(long directory, String name) {
        return ask(Opcode.LOOKUP, directory, Body.empty().name(name));
    }

    /** Makes and opens a file: the node at 0, the handle at 128. */
    Answer create(long directory, String name) {
        return ask(
                Opcode.CREATE,
                directory,
                Body.empty().number(2).number(0x81A4).number(18).number(0).name(name));
    }

    Answer open(long node) {
        return ask(Opcode.OPEN, node, Body.empty().number(2).number(0));
    }

    Answer write(long node, long handle, long offset, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        return ask(Opcode.WRITE, node, data(handle, offset, data.length).data(data));
    }

    Answer read(long node, long handle, long offset, int size) {
        return ask(Opcode.READ, node, data(handle, offset, size));
    }

    static Body data(long handle, long offset, int size) {
        return Body.empty()
                .word(handle)
                .word(offset)
                .number(size)
                .number(0)
                .word(0)
                .number(2)
                .number(0);
    }

    Answer release(long node, long handle) {
        return ask(
                Opcode.RELEASE,
                node,
                Body.empty().word(handle).number(2).number(0).word(0));
    }

    void forget(long node, long count) {
        send(Opcode.FORGET.number(), node, Body.empty().word(count).bytes());
    }

    static Body lock(long handle, long owner, int type) {
        return Body.empty()
                .word(handle)
                .word(owner)
                .word(0)
                .word(Long.MAX_VALUE)
                .number(type)
                .number(4242)
                .number(0)
                .number(0);
    }

    long interrupt(long unique) {
        return send(Opcode.INTERRUPT.number(), 0, Body.empty().word(unique).bytes());
    }
}
