package dev.weir.bench;

import dev.weir.FilterException;
import dev.weir.fuse.FuseVolume;
import dev.weir.fuse.MountOptions;
import dev.weir.fuse.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory behind filters of this process. */
record WeirPlace(String name, Path directory, Volumes volumes, FuseVolume volume) implements Place {
    /** Whether new mounts are offered io_uring: a place that asks for it is worth making. */
    static boolean isRingOffered() {
        Path kernelSwitch = Path.of("/sys/module/fuse/parameters/enable_uring");
        try {
            return Files.exists(kernelSwitch)
                    && Files.readString(kernelSwitch).strip().equals("Y");
        } catch (IOException unreadable) {
            return false;
        }
    }

    /**
     * @param below the directory with the files, which may be the place's own
     * @throws IOException where the volume is not what was asked for, too
     */
    static WeirPlace mount(String name, Path below, Path at, MountOptions options, Filters... filters)
            throws FilterException, IOException {
        var volumes = new Volumes();
        FuseVolume volume = volumes.mount(
                below, at, options.withNotices(notice -> System.out.println("note: " + name + ": " + notice)));
        try {
            for (Filters filter : filters) {
                volumes.load(filter::make);
            }
            if (options.transport() == Transport.IO_URING && volume.transport() != Transport.IO_URING) {
                throw new IOException(volume.transportRefusal());
            }
        } catch (FilterException | IOException failure) {
            volumes.close();
            throw failure;
        }
        return new WeirPlace(name, at, volumes, volume);
    }

    @Override
    public void close() throws IOException {
        volumes.close();
    }
}
