package dev.weir.service.run;

import dev.weir.linux.FuseMount;
import dev.weir.linux.MountEntry;
import dev.weir.linux.MountTable;
import dev.weir.linux.SystemCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is mounted in a program's namespace and nowhere else: the volume of the run, and what the program has mounted itself. */
final class NamespaceMounts {
    private NamespaceMounts() {}

    /** The run's volume at a directory, if it is still there: the first, since what the program mounts over it comes later. */
    static Optional<MountEntry> volume(List<MountEntry> inside, List<MountEntry> outside, byte[] directory) {
        return only(inside, outside).stream()
                .filter(entry -> entry.isWeir() && Arrays.equals(entry.mountPoint(), directory))
                .findFirst();
    }

    /** What else is in the namespace alone, the newest first. All of it may hold the volume: an image of it can be mounted elsewhere. */
    static List<MountEntry> others(List<MountEntry> inside, List<MountEntry> outside, byte[] directory) {
        List<MountEntry> others = new ArrayList<>(only(inside, outside).reversed());
        volume(inside, outside, directory).ifPresent(others::remove);
        return others;
    }

    /** The mounts on a mount and on those on it. */
    static List<MountEntry> on(MountEntry volume, List<MountEntry> all) {
        List<MountEntry> found = new ArrayList<>(List.of(volume));
        for (int i = 0; i < found.size(); i++) {
            int parent = found.get(i).id();
            all.stream().filter(entry -> entry.parent() == parent).forEach(found::add);
        }
        return List.copyOf(found.subList(1, found.size()));
    }

    private static List<MountEntry> only(List<MountEntry> inside, List<MountEntry> outside) {
        Set<String> known = outside.stream().map(NamespaceMounts::key).collect(Collectors.toSet());
        return inside.stream().filter(entry -> !known.contains(key(entry))).toList();
    }

    /** The same in two namespaces, in which a mount has two ids. */
    private static String key(MountEntry entry) {
        return entry.deviceMajor() + ":" + entry.deviceMinor() + " "
                + new String(entry.root(), StandardCharsets.ISO_8859_1) + "\0"
                + new String(entry.mountPoint(), StandardCharsets.ISO_8859_1);
    }

    /**
     * Does to the others what the end of the namespace does to all of its mounts; called in it when no process is there any more. One that is below another can't be named before that is gone: hence
     * the rounds. What somebody outside holds is taken out of the tree.
     */
    static void takeAwayOthers(List<MountEntry> outside, byte[] directory) throws IOException {
        List<MountEntry> left = others(MountTable.read().entries(), outside, directory);
        boolean lazily = false;
        while (!left.isEmpty()) {
            for (MountEntry entry : left) {
                unmount(entry, lazily);
            }
            List<MountEntry> now = others(MountTable.read().entries(), outside, directory);
            if (now.size() >= left.size()) {
                if (lazily) {
                    return;
                }
                lazily = true;
            }
            left = now;
        }
    }

    private static void unmount(MountEntry entry, boolean lazily) {
        try {
            FuseMount.unmount(entry.mountPoint(), lazily);
        } catch (SystemCallException busyOrBelowAnother) {
            // The table tells what is left.
        }
    }
}
