package dev.weir.service;

import dev.weir.FilterException;
import dev.weir.Instance;
import dev.weir.manager.Manager;
import dev.weir.manager.VolumeObject;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;

/** Attaches a filter to a volume by hand: {@code filter}, {@code volume}, and {@code instance} and {@code altitude} where they are given. */
record AttachVerb(Manager manager, ManualAttachments attachments, Runnable changed) implements Verb {
    @Override
    public String name() {
        return "attach";
    }

    @Override
    public JsonObject call(Request request) throws Refusal {
        VolumeObject volume = InstancesVerb.volume(manager, request.text("volume"));
        try {
            Instance made = manager.attach(
                    request.text("filter"),
                    volume,
                    request.parameters().text("instance"),
                    LoadVerb.altitude(request.parameters()));
            attachments.made(made);
            changed.run();
            return Views.instance(made);
        } catch (FilterException refused) {
            throw Refusal.of(refused);
        }
    }
}
