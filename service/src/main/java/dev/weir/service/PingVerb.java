package dev.weir.service;

import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;

/** Says who answers. */
record PingVerb() implements Verb {
    @Override
    public String name() {
        return "ping";
    }

    @Override
    public boolean looksOnly() {
        return true;
    }

    @Override
    public JsonObject call(Request request) {
        return new JsonObject()
                .put("version", Version.text())
                .put("process", ProcessHandle.current().pid())
                .put("java", Runtime.version().toString());
    }
}
