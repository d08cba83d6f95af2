package dev.weir.service;

import dev.weir.service.control.JsonObject;
import dev.weir.service.control.MalformedMessageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** What a restart brings back: filters and volumes. Written whole, synced, and renamed into place. */
final class StateFile {
    private static final String NAME = "state.json";

    private final Path file;

    StateFile(Path folder) {
        this.file = folder.resolve(NAME);
    }

    /** What was written last; an empty object where nothing was. */
    JsonObject read() throws IOException {
        try {
            return JsonObject.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (MalformedMessageException damaged) {
            throw new IOException(file + " " + damaged.getMessage() + ": repair it or move it away", damaged);
        } catch (NoSuchFileException none) {
            return new JsonObject();
        }
    }

    synchronized void write(List<InstalledFilter> filters, List<MountedVolume> volumes, ManualAttachments attachments)
            throws IOException {
        JsonObject state = new JsonObject()
                .put("version", 1)
                .put("filters", filters.stream().map(StateFile::filter).toList())
                .put(
                        "volumes",
                        volumes.stream()
                                .filter(volume -> !volume.front().volume().isDetached())
                                .map(volume -> volume(volume, attachments))
                                .toList());
        Path fresh = Files.createTempFile(
                file.getParent(),
                NAME,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(fresh, state + "\n", StandardCharsets.UTF_8);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static JsonObject filter(InstalledFilter filter) {
        JsonObject configuration = new JsonObject();
        filter.configuration().forEach(configuration::put);
        JsonObject row = new JsonObject()
                .put("name", filter.name())
                .put("jar", filter.jar().copy().toString())
                .put("configuration", configuration)
                .put("running", filter.isLoaded());
        if (filter.settings().verified()) {
            row.put("verify", true);
        }
        filter.settings().altitude().ifPresent(altitude -> row.put("altitude", altitude.toString()));
        return row;
    }

    private static JsonObject volume(MountedVolume volume, ManualAttachments attachments) {
        return volume.settings()
                .toJson()
                .put("directory", volume.directory())
                .put("at", volume.mountPoint())
                .put("attached", attachments.on(volume.front().volume()));
    }
}
