package dev.weir.cli;

import dev.weir.service.Refusal;
import dev.weir.service.control.JsonObject;
import java.util.List;

/** KEY=VALUE arguments. */
final class KeyValues {
    private KeyValues() {}

    static JsonObject parse(List<String> texts) throws Refusal {
        JsonObject values = new JsonObject();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new Refusal(Refusal.Kind.USAGE, "'" + text + "' is not KEY=VALUE");
            }
            values.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return values;
    }
}
