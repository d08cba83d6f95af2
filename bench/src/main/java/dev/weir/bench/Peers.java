package dev.weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Other file systems in user space that mirror a directory, each as it ships, with its own time-outs and caching. Those that are not there are left out. */
final class Peers {
    private final Places places;

    private Peers(Places places) {
        this.places = places;
    }

    static void addTo(Places places) throws IOException {
        var peers = new Peers(places);
        peers.bindfs();
        peers.gocryptfs();
        peers.passthrough("passthrough_ll", "WEIR_PASSTHROUGH_LL");
        peers.passthrough("passthrough_hp", "WEIR_PASSTHROUGH_HP");
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

    /** One of libfuse's examples, which no distribution packages. */
    private void passthrough(String name, String variable) throws IOException {
        places.add(name, at -> {
            String program = System.getenv(variable);
            if (program == null || !Files.isExecutable(Path.of(program))) {
                throw new IOException("no program at $" + variable + " (build libfuse's examples)");
            }
            String below = below(at).toString();
            List<String> command = name.endsWith("ll")
                    ? List.of(program, "-f", "-o", "source=" + below, at.toString())
                    : List.of(program, "--foreground", below, at.toString());
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
