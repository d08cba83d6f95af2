package dev.weir.service;

import dev.weir.linux.MountEntry;
import dev.weir.linux.MountTable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The private folders of services that live as long as one command. Each has a file that its service keeps locked: what a killed one leaves is known by the lock that nobody holds, and taken away by a
 * later one of the same user.
 */
public final class RunFolders {
    private static final System.Logger LOG = System.getLogger(RunFolders.class.getName());

    private static final String PREFIX = "weir-run-";
    private static final String LOCK = "lock";

    /** A folder without a lock may be one that is just being made. */
    private static final Duration MAKING = Duration.ofMinutes(10);

    /** Of this process: closing any descriptor of a lock's file gives the lock up, so these are never looked at. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private RunFolders() {}

    /** Where they may be, the best place first. */
    static List<Path> parents(Map<String, String> environment) {
        return Stream.of(
                        System.getProperty("java.io.tmpdir", "/tmp"),
                        environment.getOrDefault("XDG_RUNTIME_DIR", "/run"),
                        "/dev/shm")
                .map(Path::of)
                .filter(folder -> Files.isDirectory(folder) && Files.isWritable(folder))
                .distinct()
                .toList();
    }

    static Path make(Path parent) throws IOException {
        Path folder = Files.createTempDirectory(parent, PREFIX);
        OWN.add(folder);
        return folder;
    }

    /** Marks a folder as used, until the channel is closed or this process ends, however it ends. */
    static FileChannel hold(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new IOException(folder + " is used by another process");
        }
        return channel;
    }

    /** Those of this user whose process was killed. */
    static List<Path> dead(List<Path> parents) {
        List<Path> dead = new ArrayList<>();
        for (Path parent : parents) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
                for (Path folder : folders) {
                    if (isDead(folder)) {
                        dead.add(folder);
                    }
                }
            } catch (IOException | DirectoryIteratorException closedToUs) {
                LOG.log(System.Logger.Level.DEBUG, "looking in " + parent, closedToUs);
            }
        }
        return dead;
    }

    private static boolean isDead(Path folder) {
        try {
            return !OWN.contains(folder) && isOurs(folder) && isUnused(folder);
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean isOurs(Path folder) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(folder, "posix:isDirectory,owner,permissions", LinkOption.NOFOLLOW_LINKS);
        return Boolean.TRUE.equals(found.get("isDirectory"))
                && Files.getOwner(Path.of("/proc/self")).equals(found.get("owner"))
                && Set.of(
                                PosixFilePermission.OWNER_READ,
                                PosixFilePermission.OWNER_WRITE,
                                PosixFilePermission.OWNER_EXECUTE)
                        .equals(found.get("permissions"));
    }

    private static boolean isUnused(Path folder) throws IOException {
        Path lock = folder.resolve(LOCK);
        if (!Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
            Instant changed =
                    Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).toInstant();
            return changed.plus(MAKING).isBefore(Instant.now());
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    /** Takes away what killed services of this user have left, dead mounts in it too. Returns what was taken away. */
    public static List<Path> sweep(Map<String, String> environment) throws InterruptedException {
        return sweep(parents(environment));
    }

    static List<Path> sweep(List<Path> parents) throws InterruptedException {
        List<Path> swept = new ArrayList<>();
        for (Path folder : dead(parents)) {
            try {
                free(folder);
                if (mountsIn(folder).isEmpty()) {
                    delete(folder);
                    swept.add(folder);
                }
            } catch (IOException stays) {
                LOG.log(System.Logger.Level.DEBUG, "taking " + folder + " away", stays);
            }
        }
        return swept;
    }

    private static void free(Path folder) throws IOException, InterruptedException {
        for (String mount : mountsIn(folder)) {
            if (DeadMounts.isDead(mount)) {
                DeadMounts.free(mount);
            }
        }
    }

    private static List<String> mountsIn(Path folder) throws IOException {
        return MountTable.read().atOrBelow(folder.toString().getBytes(StandardCharsets.UTF_8)).stream()
                .map(MountEntry::mountPointText)
                .toList();
    }

    /** A folder with all that is in it; links are not followed. */
    static void delete(Path folder) throws IOException {
        OWN.remove(folder);
        FolderTree.delete(folder);
    }
}
