package dev.weir.service.run;

import dev.weir.linux.ChildProgram;
import dev.weir.linux.SystemCallException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program that is to be started, byte for byte as the user gave it.
 *
 * @param environment {@code NAME=VALUE} each
 * @param directory where it starts; entered after the mount, so through it where it is inside
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Launch(List<byte[]> command, List<byte[]> environment, byte[] directory) {

    /** The same with a variable of its own. */
    Launch with(String name, String value) {
        byte[] prefix = bytes(name + "=");
        List<byte[]> changed = new ArrayList<>(environment.stream()
                .filter(variable ->
                        !Arrays.equals(Arrays.copyOf(variable, Math.min(prefix.length, variable.length)), prefix))
                .toList());
        changed.add(bytes(name + "=" + value));
        return new Launch(command, changed, directory);
    }

    /** Another program that gets this one's command after its own. */
    Launch after(List<byte[]> first, byte[] there) {
        List<byte[]> both = new ArrayList<>(first);
        both.addAll(command);
        return new Launch(both, environment, there);
    }

    ChildProgram start() throws SystemCallException {
        return ChildProgram.start(command, environment, directory);
    }

    /** For people. */
    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
