package dev.weir.cli;

import dev.weir.service.control.JsonObject;
import java.io.PrintWriter;
import java.util.List;

/** What the verifier found, for people. */
final class FindingLines {
    private FindingLines() {}

    /** Each after an empty line: the rule, where, the filter's stack trace, what to do. */
    static void print(PrintWriter out, List<JsonObject> findings) {
        for (JsonObject found : findings) {
            long count = found.number("count").orElse(1L);
            out.println();
            out.println(plain(found.show("rule") + ": " + found.show("what"))
                    + (count > 1 ? " (" + count + " times)" : ""));
            found.texts("detail").forEach(line -> out.println("    " + plain(line.strip())));
            out.println("    -> " + found.show("remedy"));
        }
    }

    /** Words of a filter's, without what a terminal obeys. */
    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
