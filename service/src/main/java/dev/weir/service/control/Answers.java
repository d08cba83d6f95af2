package dev.weir.service.control;

import dev.weir.NtStatus;
import dev.weir.service.Refusal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms of JSON-RPC's messages. */
final class Answers {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INTERNAL_ERROR = -32603;
    static final int REFUSED = -32000;

    private Answers() {}

    static JsonObject request(long id, String method, JsonObject parameters) {
        return message().put("id", id).put("method", method).put("params", parameters);
    }

    static JsonObject notification(String method, JsonObject parameters) {
        return message().put("method", method).put("params", parameters);
    }

    static JsonObject result(Object id, JsonObject result) {
        return message().put("id", id).put("result", result);
    }

    static JsonObject error(@Nullable Object id, int code, String text) {
        JsonObject error = new JsonObject().put("code", code).put("message", text);
        return message().put("id", id).put("error", error);
    }

    /** A refusal of the connection itself. */
    static JsonObject refusedAll(Refusal refusal) {
        return refused(null, refusal);
    }

    static JsonObject refused(@Nullable Object id, Refusal refusal) {
        JsonObject data = new JsonObject().put("exit", refusal.kind().exitStatus());
        refusal.status().ifPresent(status -> describe(data, status));
        JsonObject error = new JsonObject()
                .put("code", REFUSED)
                .put("message", refusal.line())
                .put("data", data);
        return message().put("id", id).put("error", error);
    }

    private static void describe(JsonObject data, NtStatus status) {
        data.put("status", status.name()).put("value", status.hex());
        status.hresult().ifPresent(hresult -> data.put("hresult", String.format(Locale.ROOT, "0x%08x", hresult)));
    }

    /** The refusal that an error message tells of. */
    static Refusal refusal(JsonObject error) {
        JsonObject data = error.object("data");
        int exit = data.number("exit")
                .orElse((long) Refusal.Kind.SYSTEM.exitStatus())
                .intValue();
        NtStatus status = data.text("value").flatMap(NtStatus::parse).orElse(null);
        return new Refusal(Refusal.Kind.of(exit), status, error.text("message").orElse("the service gives no reason"));
    }

    private static JsonObject message() {
        return new JsonObject().put("jsonrpc", "2.0");
    }
}
