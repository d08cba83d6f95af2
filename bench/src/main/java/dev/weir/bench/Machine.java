package dev.weir.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    static Figures figures(String bench, int rounds) throws IOException {
        var figures = new Figures();
        figures.remark("bench", bench);
        figures.remark("when", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
        figures.remark("rounds", Integer.toString(rounds));
        figures.remark(
                "processor", Runtime.getRuntime().availableProcessors() + " x " + field("/proc/cpuinfo", "model name"));
        figures.remark("memory", memory());
        figures.remark("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        Path folder = Path.of(System.getenv().getOrDefault("WEIR_BENCH_DIRECTORY", "/tmp"));
        figures.remark("below", Files.getFileStore(folder).type());
        figures.remark("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        figures.remark("weir", commit());
        System.out.println(figures.remarks());
        return figures;
    }

    private static String memory() throws IOException {
        long kibibytes = Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", ""));
        return Math.round(kibibytes / 1048576.0) + " GiB";
    }

    private static String field(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("0");
    }

    private static String commit() {
        try {
            return Commands.output(Path.of("."), "git", "describe", "--always", "--dirty")
                    .strip();
        } catch (IOException noRepository) {
            return "unknown";
        }
    }
}
