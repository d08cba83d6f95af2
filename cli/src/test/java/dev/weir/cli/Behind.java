package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The same shell script on a bare directory and on one behind filters, by the same user. */
final class Behind {
    private static final Pattern KIND = Pattern.compile("([0-9,]+) ([a-z]+)");

    private Behind() {}

    /** Runs a script in a directory without Weir. */
    static Scripts.Result bare(Path directory, List<String> user, String script) throws Exception {
        Path out = Files.createTempFile("weir-bare", ".out");
        Path err = Files.createTempFile("weir-bare", ".err");
        try {
            List<String> command = new ArrayList<>(user);
            command.addAll(List.of("sh", "-c", script));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
            builder.environment().put("LC_ALL", "C");
            builder.environment().put("HOME", directory.getParent().toString());
            Process process = builder.start();
            assertThat(process.waitFor(240, TimeUnit.SECONDS)).as(script).isTrue();
            return new Scripts.Result(process.exitValue(), text(out), text(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Runs it there behind spy, whose lines go to a file beside the directory. */
    static Scripts.Result spied(Installed installed, Path directory, String script) throws Exception {
        return installed.weirIn(
                directory, "run", "--filter", "spy", "-o", log(directory).toString(), ".", "--", "sh", "-c", script);
    }

    /** Names need not be UTF-8. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    static Path log(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".operations");
    }

    /** How many operations of these kinds a run's summary counts, failed ones left out. */
    static long count(String summary, String... kinds) {
        long count = 0;
        String line = summary.lines()
                .filter(l -> l.matches("weir: [0-9,]+ [a-z]+(?: \\(.*failed\\))?(?:, .*|)"))
                .findFirst()
                .orElse("");
        for (String part : line.substring(Math.min(6, line.length())).split(", ", -1)) {
            Matcher kind = KIND.matcher(part);
            if (kind.find() && List.of(kinds).contains(kind.group(2))) {
                count += Long.parseLong(kind.group(1).replace(",", ""));
                Matcher failed = Pattern.compile("\\(([0-9,]+) failed").matcher(part);
                count -= failed.find() ? Long.parseLong(failed.group(1).replace(",", "")) : 0;
            }
        }
        return count;
    }

    /** Each successful open has one CLEANUP and one CLOSE. */
    static void assertOpensAreClosed(String summary) {
        long opens = count(summary, "open", "create", "opendir", "tmpfile");
        assertThat(opens).as(summary).isPositive();
        assertThat(count(summary, "cleanup")).as(summary).isEqualTo(opens);
        assertThat(count(summary, "release")).as(summary).isEqualTo(opens);
    }
}
