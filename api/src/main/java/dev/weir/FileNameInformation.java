package dev.weir;

import java.util.Objects;

/**
 * A file's name at one moment, in pieces (FLT_FILE_NAME_INFORMATION, parsed). Immutable: nothing has to be released. Names are bytes; each piece has its text.
 *
 * <pre>
 *  /srv/data/projects/a/Test Results.tar.gz
 *  |        ||         ||              |  +-- extension
 *  |        |+-- parentDirectory, with its slashes, up to finalComponent: Test Results.tar.gz
 *  +-- volume
 * </pre>
 *
 * @param format what was asked for
 * @param volume the volume's name, which for a mounted directory is where it is mounted
 * @param path the name below the volume's root
 * @param isUnlinked whether this is a name that the file had: it leads nowhere, or to another file, now
 */
public record FileNameInformation(FileNameFormat format, String volume, FilePath path, boolean isUnlinked) {
    private static final FileName NOTHING = FileName.of("");

    public FileNameInformation {
        Objects.requireNonNull(format);
        Objects.requireNonNull(volume);
        Objects.requireNonNull(path);
    }

    /** The whole name, volume and all. */
    public FileName name() {
        FileName prefix = FileName.of(volume.endsWith("/") ? volume.substring(0, volume.length() - 1) : volume);
        return join(prefix, path.names().size());
    }

    /** The directory that the name is in, from the volume's root, with a slash at either end: {@code /} for a name in the root. Empty for the root itself. */
    public FileName parentDirectory() {
        if (path.isRoot()) {
            return NOTHING;
        }
        FileName directory = join(NOTHING, path.names().size() - 1);
        byte[] bytes = new byte[directory.length() + 1];
        directory.copyTo(bytes, 0);
        bytes[directory.length()] = '/';
        return FileName.of(bytes);
    }

    /** The last name; empty for the root. */
    public FileName finalComponent() {
        return path.isRoot() ? NOTHING : path.names().getLast();
    }

    /** What is behind the last dot of the last name, without it; {@code bashrc} for {@code .bashrc}, as FltMgr has it. Empty where there is no dot. */
    public FileName extension() {
        FileName last = finalComponent();
        for (int i = last.length() - 1; i >= 0; i--) {
            if (last.byteAt(i) == '.') {
                return FileName.of(last.bytes(), i + 1, last.length());
            }
        }
        return NOTHING;
    }

    private FileName join(FileName prefix, int count) {
        int length = prefix.length();
        for (int i = 0; i < count; i++) {
            length += 1 + path.names().get(i).length();
        }
        byte[] bytes = new byte[length];
        prefix.copyTo(bytes, 0);
        int at = prefix.length();
        for (int i = 0; i < count; i++) {
            bytes[at++] = '/';
            FileName name = path.names().get(i);
            name.copyTo(bytes, at);
            at += name.length();
        }
        return FileName.of(bytes);
    }

    /** The whole name as text; lossless. */
    @Override
    public String toString() {
        return name().text();
    }
}
