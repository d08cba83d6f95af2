package dev.weir.testkit.posix;

import java.util.ArrayList;
import java.util.List;

/** Everything that can be seen of a volume's tree, a line for each file, to be compared with another's. */
final class TreeState {
    private static final int CHUNK = 1 << 20;

    private final PosixVolume volume;
    private final List<String> lines = new ArrayList<>();

    private TreeState(PosixVolume volume) {
        this.volume = volume;
    }

    static List<String> of(PosixVolume volume) {
        var state = new TreeState(volume);
        state.directory("");
        return state.lines;
    }

    private void directory(String path) {
        Answer names = volume.list(path.isEmpty() ? "." : path);
        if (!names.succeeded()) {
            lines.add(path + " can't be listed: " + names);
            return;
        }
        for (String entry : names.data().split("\n", -1)) {
            if (!entry.isEmpty()) {
                String name = entry.substring(0, entry.lastIndexOf('/'));
                file(path.isEmpty() ? name : path + "/" + name);
            }
        }
    }

    private void file(String path) {
        Answer attributes = volume.attributes(path);
        var line = new StringBuilder(path).append(": ").append(attributes);
        int type = attributes.succeeded()
                ? Integer.parseInt(attributes.data().split(" ", 2)[0], 8) & PosixVolume.FILE_TYPE
                : 0;
        if (type == PosixVolume.LINK_TYPE) {
            line.append(" -> ").append(volume.readLink(path));
        } else {
            Answer names = volume.listAttributes(path);
            line.append(" [").append(names);
            for (String name : names.data().split("\n", -1)) {
                if (!name.isEmpty()) {
                    line.append(' ').append(volume.getAttribute(path, name));
                }
            }
            line.append(']');
        }
        if (type == PosixVolume.REGULAR_TYPE) {
            line.append(' ').append(content(path));
        }
        lines.add(line.toString());
        if (type == PosixVolume.DIRECTORY_TYPE) {
            directory(path);
        }
    }

    private String content(String path) {
        Answer open = volume.open(path, PosixVolume.READ_ONLY, 0);
        if (!open.succeeded()) {
            return open.toString();
        }
        try {
            int hash = 0;
            long at = 0;
            while (true) {
                Answer some = volume.read((int) open.value(), at, CHUNK);
                if (some.value() <= 0) {
                    return some.value() + " at " + at + ", hash " + Integer.toHexString(hash);
                }
                hash = 31 * hash + some.data().hashCode();
                at += some.value();
            }
        } finally {
            volume.close((int) open.value());
        }
    }
}
