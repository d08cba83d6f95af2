package dev.weir.service;

import dev.weir.fuse.FuseVolume;
import dev.weir.service.control.JsonObject;

/**
 * A volume that is mounted, with what it was asked for.
 *
 * @param isOurs whether it is mounted in this process's namespace, so that this service unmounts it
 */
record MountedVolume(String directory, MountSettings settings, FuseVolume front, boolean isOurs) {

    String mountPoint() {
        return front.volume().name();
    }

    JsonObject toJson() {
        JsonObject row = settings.toJson()
                .put("id", front.volume().id())
                .put("volume", mountPoint())
                .put("directory", directory)
                .put("fileSystem", front.volume().fileSystemType())
                .put("status", front.volume().isDetached() ? "Detached" : "")
                .put("instances", front.volume().instances().size())
                .put("transport", MountSettings.word(front.transport()))
                .put("unseenFiles", front.unseenFiles())
                .put("workers", front.workers());
        if (!front.passthroughRefusal().isEmpty()) {
            row.put("noPassthrough", front.passthroughRefusal());
        }
        if (!front.transportRefusal().isEmpty()) {
            row.put("noRing", front.transportRefusal());
        }
        if (!front.watchRefusal().isEmpty()) {
            row.put("noWatch", front.watchRefusal());
        }
        return row;
    }
}
