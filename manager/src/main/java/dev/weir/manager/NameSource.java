package dev.weir.manager;

import dev.weir.FileName;
import dev.weir.FileNameFormat;
import dev.weir.FilePath;
import org.jspecify.annotations.Nullable;

/** What a name is asked of, at the bottom of all providers. */
sealed interface NameSource {
    /** The path as the links of nodes have it, or where they end the file system below. */
    NameWalk walk(FileNameFormat format);

    /** The path as the file system below has it; null where it can't tell. May block. */
    @Nullable
    FilePath below(FileNameFormat format);

    /** What a cached answer belongs to; null where none can be kept. */
    @Nullable
    NameAnchor anchor(FileNameFormat format);

    /** Whether the name is gone now. */
    boolean isUnlinked(FileNameFormat format);

    /** Whether nothing need be there. */
    boolean isDestination();

    /** A file, by the name that it was opened by or another one. */
    record OfNode(FileNodeObject node, @Nullable NameLink openedBy) implements NameSource {
        @Override
        public NameWalk walk(FileNameFormat format) {
            return NameWalk.of(node, openedBy, format);
        }

        @Override
        public @Nullable FilePath below(FileNameFormat format) {
            return isUnlinked(format) ? null : node.table().base().pathOf(node);
        }

        @Override
        public @Nullable NameAnchor anchor(FileNameFormat format) {
            return NameWalk.anchor(node, NameWalk.pick(node, openedBy, format));
        }

        @Override
        public boolean isUnlinked(FileNameFormat format) {
            NameLink link = NameWalk.pick(node, openedBy, format);
            return link != null && link.gone;
        }

        @Override
        public boolean isDestination() {
            return false;
        }
    }

    /**
     * A name in a directory, whatever it leads to.
     *
     * @param anchor keeps the answer; null for none
     */
    record OfEntry(
            FileNodeObject directory,
            FileName name,
            boolean isUnlinked,
            @Nullable EntryName anchor) implements NameSource {
        @Override
        public NameWalk walk(FileNameFormat format) {
            NameWalk above = NameWalk.ofNode(directory);
            FilePath path = above.path().resolve(name);
            return new NameWalk(path, anchor, above.version(), above.isComplete(), above.isKnown(), isUnlinked);
        }

        @Override
        public @Nullable FilePath below(FileNameFormat format) {
            FilePath above = directory.isRoot()
                    ? FilePath.root()
                    : directory.table().base().pathOf(directory);
            return above == null ? null : above.resolve(name);
        }

        @Override
        public @Nullable NameAnchor anchor(FileNameFormat format) {
            return anchor;
        }

        @Override
        public boolean isUnlinked(FileNameFormat format) {
            return isUnlinked;
        }

        @Override
        public boolean isDestination() {
            return true;
        }
    }

    /** A path that was put together: what a symbolic link points to. */
    record OfPath(FilePath path) implements NameSource {
        @Override
        public NameWalk walk(FileNameFormat format) {
            return new NameWalk(path, null, 0, false, true, false);
        }

        @Override
        public @Nullable FilePath below(FileNameFormat format) {
            return path;
        }

        @Override
        public @Nullable NameAnchor anchor(FileNameFormat format) {
            return null;
        }

        @Override
        public boolean isUnlinked(FileNameFormat format) {
            return false;
        }

        @Override
        public boolean isDestination() {
            return true;
        }
    }
}
