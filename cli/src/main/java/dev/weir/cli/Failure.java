package dev.weir.cli;

import dev.weir.service.Refusal;
import java.io.IOException;

/** What a command that failed prints, and its exit status. */
record Failure(String line, int exitStatus) {
    private static final int LONGEST = 1000;

    /** The words may be a jar's, a filter's or an argument: a line all the same, and nothing that a terminal obeys. */
    Failure {
        line = line.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        if (line.length() > LONGEST) {
            int half = LONGEST / 2;
            line = line.substring(0, half) + " [...] " + line.substring(line.length() - half);
        }
    }

    static Failure of(Exception problem) {
        return switch (problem) {
            // A "no" begins with who said it; the words before that are ours.
            case Refusal refusal when refusal.kind() == Refusal.Kind.NO -> new Failure(refusal.line(), 1);
            case Refusal refusal ->
                new Failure("weir: " + refusal.line(), refusal.kind().exitStatus());
            case IOException failed -> new Failure("weir: " + words(failed), Refusal.Kind.SYSTEM.exitStatus());
            default -> new Failure("weir: internal error: " + problem, Refusal.Kind.SYSTEM.exitStatus());
        };
    }

    private static String words(IOException failed) {
        String message = String.valueOf(failed.getMessage());
        return switch (failed) {
            case java.nio.file.NoSuchFileException missing -> message + ": No such file or directory";
            case java.nio.file.AccessDeniedException denied -> message + ": Permission denied";
            default -> message;
        };
    }
}
