package dev.weir.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.cryptomator.jfuse.api.DirFiller;
import org.cryptomator.jfuse.api.Errno;
import org.cryptomator.jfuse.api.FileInfo;
import org.cryptomator.jfuse.api.FileModes;
import org.cryptomator.jfuse.api.Fuse;
import org.cryptomator.jfuse.api.FuseOperations;
import org.cryptomator.jfuse.api.Stat;
import org.cryptomator.jfuse.api.TimeSpec;
import org.jspecify.annotations.Nullable;

/** A plain mirror of a directory on jFUSE, with java.nio.file below: what a Java program without Weir would be. A program of its own: {@code JavaMirror BELOW MOUNT_POINT LIBFUSE3}. */
final class JavaMirror implements FuseOperations {
    private final Path below;
    private final Errno errno;
    private final Map<Long, FileChannel> open = new ConcurrentHashMap<>();
    private final AtomicLong handles = new AtomicLong();

    private JavaMirror(Path below, Errno errno) {
        this.below = below;
        this.errno = errno;
    }

    public static void main(String[] args) throws Exception {
        var builder = Fuse.builder();
        Path at = Path.of(args[1]);
        builder.setLibraryPath(args[2]);
        try (Fuse fuse = builder.build(new JavaMirror(Path.of(args[0]), builder.errno()))) {
            fuse.mount("mirror", at);
            while (Files.readString(Path.of("/proc/self/mountinfo")).contains(" " + at + " ")) {
                Thread.sleep(200);
            }
        }
    }

    /** What an operation does; its exceptions become an errno. */
    private interface Work {
        int run() throws IOException;
    }

    private int answer(Work work) {
        try {
            return work.run();
        } catch (NoSuchFileException missing) {
            return -errno.enoent();
        } catch (FileAlreadyExistsException there) {
            return -errno.eexist();
        } catch (DirectoryNotEmptyException notEmpty) {
            return -errno.enotempty();
        } catch (IOException | RuntimeException failure) {
            return -errno.eio();
        }
    }

    private Path path(String name) {
        return below.resolve(name.substring(1));
    }

    private FileChannel channel(FileInfo info) throws IOException {
        FileChannel channel = open.get(info.getFh());
        if (channel == null) {
            throw new IOException("not open");
        }
        return channel;
    }

    @Override
    public Errno errno() {
        return errno;
    }

    @Override
    public Set<Operation> supportedOperations() {
        return EnumSet.of(
                Operation.GET_ATTR,
                Operation.OPEN_DIR,
                Operation.READ_DIR,
                Operation.RELEASE_DIR,
                Operation.OPEN,
                Operation.CREATE,
                Operation.READ,
                Operation.WRITE,
                Operation.FSYNC,
                Operation.RELEASE,
                Operation.TRUNCATE,
                Operation.MKDIR,
                Operation.UNLINK,
                Operation.RMDIR,
                Operation.RENAME,
                Operation.CHMOD,
                Operation.CHOWN,
                Operation.UTIMENS,
                Operation.SYMLINK,
                Operation.READLINK);
    }

    @Override
    public int getattr(String name, Stat stat, @Nullable FileInfo info) {
        return answer(() -> {
            var attributes = Files.readAttributes(path(name), PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            int type =
                    attributes.isDirectory() ? Stat.S_IFDIR : attributes.isSymbolicLink() ? Stat.S_IFLNK : Stat.S_IFREG;
            stat.setMode(type | FileModes.fromPermissions(attributes.permissions()));
            stat.setNLink((short) (attributes.isDirectory() ? 2 : 1));
            stat.setSize(attributes.size());
            stat.aTime().set(attributes.lastAccessTime().toInstant());
            stat.mTime().set(attributes.lastModifiedTime().toInstant());
            stat.cTime().set(attributes.lastModifiedTime().toInstant());
            return 0;
        });
    }

    @Override
    public int opendir(String name, FileInfo info) {
        return 0;
    }

    @Override
    public int releasedir(@Nullable String name, FileInfo info) {
        return 0;
    }

    @Override
    public int readdir(String name, DirFiller filler, long offset, FileInfo info, int flags) {
        return answer(() -> {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path(name))) {
                filler.fill(".");
                filler.fill("..");
                for (Path file : files) {
                    filler.fill(String.valueOf(file.getFileName()));
                }
            }
            return 0;
        });
    }

    @Override
    public int open(String name, FileInfo info) {
        return opened(name, info, new FileAttribute<?>[0]);
    }

    @Override
    public int create(String name, int mode, FileInfo info) {
        return opened(name, info, PosixFilePermissions.asFileAttribute(FileModes.toPermissions(mode)));
    }

    private int opened(String name, FileInfo info, FileAttribute<?>... attributes) {
        return answer(() -> {
            Set<StandardOpenOption> options = new HashSet<>(info.getOpenFlags());
            // The kernel has found the place of an append, and says it with each write.
            if (options.remove(StandardOpenOption.APPEND)) {
                options.add(StandardOpenOption.WRITE);
            }
            FileChannel channel = FileChannel.open(path(name), options, attributes);
            long handle = handles.incrementAndGet();
            open.put(handle, channel);
            info.setFh(handle);
            return 0;
        });
    }

    @Override
    public int read(String name, ByteBuffer buffer, long size, long offset, FileInfo info) {
        return answer(() -> {
            FileChannel channel = channel(info);
            int done = 0;
            int count = 0;
            while (done < size && count >= 0) {
                count = channel.read(buffer, offset + done);
                done += Math.max(0, count);
            }
            return done;
        });
    }

    @Override
    public int write(String name, ByteBuffer buffer, long size, long offset, FileInfo info) {
        return answer(() -> {
            FileChannel channel = channel(info);
            int done = 0;
            while (done < size) {
                done += channel.write(buffer, offset + done);
            }
            return done;
        });
    }

    @Override
    public int fsync(String name, int dataOnly, FileInfo info) {
        return answer(() -> {
            channel(info).force(dataOnly == 0);
            return 0;
        });
    }

    @Override
    public int release(@Nullable String name, FileInfo info) {
        return answer(() -> {
            FileChannel channel = open.remove(info.getFh());
            if (channel != null) {
                channel.close();
            }
            return 0;
        });
    }

    @Override
    public int truncate(String name, long size, @Nullable FileInfo info) {
        return answer(() -> {
            try (FileChannel channel = FileChannel.open(path(name), StandardOpenOption.WRITE)) {
                if (size > channel.size()) {
                    channel.write(ByteBuffer.allocate(1), size - 1);
                }
                channel.truncate(size);
            }
            return 0;
        });
    }

    @Override
    public int mkdir(String name, int mode) {
        return answer(() -> {
            Files.createDirectory(path(name), PosixFilePermissions.asFileAttribute(FileModes.toPermissions(mode)));
            return 0;
        });
    }

    @Override
    public int unlink(String name) {
        return rmdir(name);
    }

    @Override
    public int rmdir(String name) {
        return answer(() -> {
            Files.delete(path(name));
            return 0;
        });
    }

    @Override
    public int rename(String from, String to, int flags) {
        return answer(() -> {
            Files.move(path(from), path(to), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return 0;
        });
    }

    @Override
    public int chmod(String name, int mode, @Nullable FileInfo info) {
        return answer(() -> {
            Files.setPosixFilePermissions(path(name), FileModes.toPermissions(mode));
            return 0;
        });
    }

    @Override
    public int chown(String name, int user, int group, @Nullable FileInfo info) {
        return answer(() -> {
            if (user != -1) {
                Files.setAttribute(path(name), "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
            }
            if (group != -1) {
                Files.setAttribute(path(name), "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
            }
            return 0;
        });
    }

    @Override
    public int utimens(String name, TimeSpec accessed, TimeSpec modified, @Nullable FileInfo info) {
        return answer(() -> {
            FileTime read = accessed.getOptional().map(FileTime::from).orElse(null);
            FileTime written = modified.getOptional().map(FileTime::from).orElse(null);
            Files.getFileAttributeView(path(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(written, read, null);
            return 0;
        });
    }

    @Override
    public int symlink(String target, String name) {
        return answer(() -> {
            Files.createSymbolicLink(path(name), Path.of(target));
            return 0;
        });
    }

    @Override
    public int readlink(String name, ByteBuffer buffer, long size) {
        return answer(() -> {
            byte[] target = Files.readSymbolicLink(path(name)).toString().getBytes(StandardCharsets.UTF_8);
            buffer.put(target, 0, (int) Math.min(target.length, size - 1)).put((byte) 0);
            return 0;
        });
    }
}
