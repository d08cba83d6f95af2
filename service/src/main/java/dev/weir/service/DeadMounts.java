package dev.weir.service;

import dev.weir.linux.Capabilities;
import dev.weir.linux.FuseConnection;
import dev.weir.linux.FuseMount;
import dev.weir.linux.FuseMountHelper;
import dev.weir.linux.MountEntry;
import dev.weir.linux.MountState;
import dev.weir.linux.MountTable;
import dev.weir.linux.NativeThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mounts of Weir whose program has ended: found in the mount table, freed without a service. Any thread; no call hangs. */
public final class DeadMounts {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private DeadMounts() {}

    /** The mount points of those in this mount namespace. */
    public static List<String> find() throws IOException, InterruptedException {
        List<String> dead = new ArrayList<>();
        for (MountEntry entry : MountTable.read().weirVolumes()) {
            if (MountState.probe(entry.mountPoint(), PATIENCE) == MountState.DEAD) {
                dead.add(entry.mountPointText());
            }
        }
        return dead;
    }

    /** A line for each dead mount, with the command that frees it. */
    public static List<String> describe() throws IOException, InterruptedException {
        return find().stream()
                .map(path -> path + " is a dead mount, its service has ended: 'weir umount " + path + "' frees it")
                .toList();
    }

    /**
     * What is mounted at a path by Weir, by whomever: whether it is there, and whether it answers.
     *
     * @param path absolute, without links
     */
    public static Optional<MountState> state(String path) throws IOException, InterruptedException {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        Optional<MountEntry> entry = MountTable.read().at(bytes).filter(MountEntry::isWeir);
        return entry.isPresent() ? Optional.of(MountState.probe(bytes, PATIENCE)) : Optional.empty();
    }

    /** Whether a mount of Weir's at a path is dead. */
    public static boolean isDead(String path) throws IOException, InterruptedException {
        return state(path).filter(state -> state == MountState.DEAD).isPresent();
    }

    /** Takes a mount out of the tree, whatever uses it. */
    public static void free(String path) throws IOException {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (Capabilities.has(NativeThread.current(), Capabilities.CAP_SYS_ADMIN)) {
            FuseMount.unmount(bytes, true);
        } else {
            FuseMountHelper.find()
                    .orElseThrow(() -> new IOException("fusermount3 is not installed: unmount " + path + " as root"))
                    .unmount(bytes, true);
        }
    }

    /** Ends the connection of a mount at a path, so that whoever waits in it is free, then takes it out of the tree. */
    public static void abort(String path) throws IOException {
        Optional<MountEntry> entry =
                MountTable.read().at(path.getBytes(StandardCharsets.UTF_8)).filter(MountEntry::isWeir);
        if (entry.isPresent()) {
            FuseConnection connection = new FuseConnection(entry.get().connection());
            if (connection.isPresent()) {
                connection.abort();
            }
        }
        free(path);
    }
}
