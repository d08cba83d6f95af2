package dev.weir.filters.protect;

import dev.weir.FileName;
import dev.weir.FileNode;
import dev.weir.FilePath;
import java.util.Arrays;
import java.util.List;

/** Which paths are protected: those that a glob matches, and all below them. Immutable. */
final class ProtectedPaths {
    private final PathGlob[] globs;

    private ProtectedPaths(PathGlob[] globs) {
        this.globs = globs;
    }

    /** @throws IllegalArgumentException naming the glob that is none, and why */
    static ProtectedPaths of(List<String> globs) {
        return new ProtectedPaths(globs.stream().map(ProtectedPaths::parsed).toArray(PathGlob[]::new));
    }

    private static PathGlob parsed(String text) {
        try {
            return PathGlob.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not a glob: " + e.getMessage(), e);
        }
    }

    /** Whether a path is protected. */
    boolean cover(FilePath path) {
        for (PathGlob glob : globs) {
            long states = glob.start();
            for (FileName name : path.names()) {
                states = glob.step(states, name.text());
                if (glob.accepts(states)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a file is protected under any of its names. */
    boolean cover(FileNode node) {
        for (FilePath path : node.paths()) {
            if (cover(path)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether what is protected below one directory is protected below another under the same names, and nothing else is. Both are not protected themselves. May say no where the answer is
     * hidden in the globs.
     */
    boolean areAlikeBelow(FilePath one, FilePath other) {
        return Arrays.stream(globs).allMatch(glob -> states(glob, one) == states(glob, other));
    }

    private static long states(PathGlob glob, FilePath path) {
        long states = glob.start();
        for (FileName name : path.names()) {
            states = glob.step(states, name.text());
        }
        return states;
    }
}
