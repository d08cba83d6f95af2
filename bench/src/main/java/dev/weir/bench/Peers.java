package dev.weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Other file systems in user space that mirror a directory, each as it ships, with its own time-outs and caching. Those that are not there are left out. */
final class Peers {
    private static final String HP = "WEIR_PASSTHROUGH_HP";

    /** Stands for the directory below in a peer's options. */
    private static final String BELOW = "{below}";

    private final Places places;

    private Peers(Places places) {
        this.places = places;
    }

    static void addTo(Places places) throws IOException {
        var peers = new Peers(places);
        peers.bindfs();
        peers.gocryptfs();
        peers.example("passthrough_ll", "WEIR_PASSTHROUGH_LL", "-f", "-o", "source=" + BELOW);
        peers.example("passthrough_hp", HP, "--foreground", BELOW);
        peers.mirror();
    }

    private void bindfs() throws IOException {
        places.add("bindfs", at -> {
            String program = installed("bindfs");
            Path below = below(at);
            return PeerPlace.mount("bindfs", at, List.of(program, "-f", below.toString(), at.toString()));
        });
    }

    private void gocryptfs() throws IOException {
        places.add("gocryptfs", at -> {
            String program = installed("gocryptfs");
            String below = below(at).toString();
            Path password = Files.writeString(at.resolveSibling("gocryptfs.password"), "bench\n");
            String passfile = "-passfile=" + password;
            Commands.output(at, program, "-init", "-q", "-scryptn", "10", passfile, below);
            return PeerPlace.mount("gocryptfs", at, List.of(program, "-fg", "-q", passfile, below, at.toString()));
        });
    }

    /** For what only reads and writes tell: the one without the kernel's passthrough, which sees all data as a filter does. */
    static void addWithoutPassthrough(Places places) throws IOException {
        new Peers(places).example("passthrough_hp --nopassthrough", HP, "--foreground", "--nopassthrough", BELOW);
    }

    /** One of libfuse's examples, which no distribution packages. */
    private void example(String name, String variable, String... options) throws IOException {
        places.add(name, at -> {
            String program = System.getenv(variable);
            if (program == null || !Files.isExecutable(Path.of(program))) {
                throw new IOException("no program at $" + variable + " (docs/performance.md says how to build it)");
            }
            String below = below(at).toString();
            List<String> command = new ArrayList<>(List.of(program));
            for (String option : options) {
                command.add(option.replace(BELOW, below));
            }
            command.add(at.toString());
            return PeerPlace.mount(name, at, command);
        });
    }

    private void mirror() throws IOException {
        places.add("jfuse", at -> {
            String library = libfuse3();
            String below = below(at).toString();
            return PeerPlace.mount("jfuse", at, Commands.java(JavaMirror.class, below, at.toString(), library));
        });
    }

    private static String libfuse3() throws IOException {
        for (String folder :
                List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib")) {
            for (String name : List.of("libfuse3.so.3", "libfuse3.so.4")) {
                if (Files.exists(Path.of(folder, name))) {
                    return folder + "/" + name;
                }
            }
        }
        throw new IOException("no libfuse3 (apt-get install libfuse3-3)");
    }

    private static Path below(Path at) throws IOException {
        return Files.createDirectory(at.resolveSibling(at.getFileName() + ".below"));
    }

    private static String installed(String program) throws IOException {
        for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin").split(":", -1)) {
            Path file = Path.of(folder, program);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        throw new IOException("not installed (apt-get install " + program + ")");
    }
}
