package dev.weir.service;

import dev.weir.FilterException;
import dev.weir.manager.Manager;
import dev.weir.manager.VolumeObject;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;

/** Detaches an instance by hand: {@code filter}, {@code volume}, and {@code instance} where it is not the filter's highest one. */
record DetachVerb(Manager manager, Runnable changed) implements Verb {
    @Override
    public String name() {
        return "detach";
    }

    @Override
    public JsonObject call(Request request) throws Refusal {
        try {
            VolumeObject volume = InstancesVerb.volume(manager, request.text("volume"));
            manager.detach(request.text("filter"), volume, request.parameters().text("instance"));
            changed.run();
            return new JsonObject().put("filter", request.text("filter")).put("volume", volume.name());
        } catch (FilterException refused) {
            throw Refusal.of(refused);
        }
    }
}
