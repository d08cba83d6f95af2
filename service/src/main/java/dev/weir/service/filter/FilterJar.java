package dev.weir.service.filter;

import dev.weir.Errno;
import dev.weir.NtStatus;
import dev.weir.linux.FileCalls;
import dev.weir.linux.NativeThread;
import dev.weir.linux.OpenFlags;
import dev.weir.service.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A filter's jar on its way in. It is opened once; owner and mode are checked on that descriptor, and what the same descriptor reads is copied to a private folder, so
 * that what was checked is what is loaded.
 *
 * @param copy our copy, in a folder that only the service can write
 */
public record FilterJar(Path copy, FilterDescriptor descriptor) {
    private static final long LIMIT = 256L << 20;
    private static final int DESCRIPTOR_LIMIT = 1 << 20;

    /**
     * Checks and copies a jar.
     *
     * @param source an absolute path
     * @param folder private to the service's user; the copy gets a name of its own there that begins with the filter's
     */
    public static FilterJar copyTo(Path folder, Path source, TrustedOwners trusted) throws Refusal, IOException {
        NativeThread thread = NativeThread.current();
        byte[] path = source.toString().getBytes(StandardCharsets.UTF_8);
        int descriptor = FileCalls.open(
                thread, OpenFlags.AT_FDCWD, thread.name(path), OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, 0);
        if (descriptor < 0) {
            throw new Refusal(
                    Refusal.Kind.SYSTEM, NtStatus.ofErrno(-descriptor), source + ": " + Errno.text(-descriptor));
        }
        Path copy = Files.createTempFile(folder, "incoming-", ".jar");
        try {
            trusted.check(thread, source, descriptor, LIMIT);
            Files.copy(Path.of("/proc/self/fd/" + descriptor), copy, StandardCopyOption.REPLACE_EXISTING);
            FilterDescriptor read = readDescriptor(source.toString(), copy);
            String unique = copy.getFileName().toString().substring("incoming-".length());
            Path named = Files.move(copy, folder.resolve(read.name() + "-" + unique));
            return new FilterJar(named, read);
        } finally {
            FileCalls.close(thread, descriptor);
            Files.deleteIfExists(copy);
        }
    }

    /** A jar that is ours already: a copy made earlier. */
    public static FilterJar ours(Path copy) throws Refusal, IOException {
        return new FilterJar(copy, readDescriptor(copy.toString(), copy));
    }

    private static FilterDescriptor readDescriptor(String source, Path copy) throws Refusal, IOException {
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            ZipEntry entry = zip.getEntry(FilterDescriptor.ENTRY);
            if (entry == null) {
                throw Refusal.no(
                        NtStatus.OBJECT_NAME_NOT_FOUND, source + " is no filter: it has no " + FilterDescriptor.ENTRY);
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return DescriptorReader.read(source, in.readNBytes(DESCRIPTOR_LIMIT));
            }
        } catch (ZipException notAJar) {
            throw Refusal.no(NtStatus.DRIVER_UNABLE_TO_LOAD, source + " is not a jar: " + notAJar.getMessage());
        }
    }
}
