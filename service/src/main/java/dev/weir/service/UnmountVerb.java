package dev.weir.service;

import dev.weir.NtStatus;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;
import java.io.IOException;

/** Unmounts one: when nobody uses it, or lazily, or by ending its connection. */
record UnmountVerb(MountedVolumes volumes) implements Verb {
    @Override
    public String name() {
        return "unmount";
    }

    @Override
    public JsonObject call(Request request) throws Refusal, IOException, InterruptedException {
        String name = request.text("volume");
        MountedVolume volume = volumes.find(name)
                .orElseThrow(() -> Refusal.no(NtStatus.FLT_VOLUME_NOT_FOUND, name + " is not mounted by this service"));
        if (!volume.isOurs()) {
            throw Refusal.no(
                    NtStatus.INVALID_DEVICE_REQUEST, name + " belongs to a 'weir run': it ends with its program");
        }
        if (request.parameters().flag("abort")) {
            volumes.abort(volume);
        } else if (request.parameters().flag("lazy")) {
            volumes.unmountLazily(volume);
        } else {
            volumes.unmount(volume);
        }
        return new JsonObject();
    }
}
