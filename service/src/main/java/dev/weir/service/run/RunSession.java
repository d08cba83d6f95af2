package dev.weir.service.run;

import dev.weir.fuse.FuseVolume;
import dev.weir.linux.HostFileSystem;
import dev.weir.linux.NativeThread;
import dev.weir.linux.ProcessCalls;
import dev.weir.service.DeadMounts;
import dev.weir.service.Refusal;
import dev.weir.service.Settings;
import dev.weir.service.Weir;
import dev.weir.service.control.SocketPaths;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One {@code weir run}, from the filters' load to the summary. */
public final class RunSession {
    /** The exit status where the program can't be executed. */
    public static final int NOT_EXECUTABLE = 126;

    /** The exit status where there is no such program. */
    public static final int NOT_FOUND = 127;

    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final long SAY_AFTER_MILLIS = 1000;
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final RunRequest request;
    private final PrintStream messages;
    private final Path workingDirectory = Path.of("").toAbsolutePath();
    private final AtomicInteger terminations = new AtomicInteger();

    public RunSession(RunRequest request) {
        this.request = request;
        this.messages = request.messages();
    }

    /**
     * Runs the program. Blocks until it and its children have ended.
     *
     * @return its exit status, 128 + N where signal N ended it
     * @throws Refusal what kept it from starting
     */
    public int run() throws Refusal, IOException, InterruptedException {
        String command = request.command().getFirst();
        switch (ProgramFile.look(command, workingDirectory, System.getenv())) {
            case NOT_FOUND -> {
                messages.println("weir: " + command + ": command not found");
                return NOT_FOUND;
            }
            case NOT_EXECUTABLE -> {
                messages.println("weir: " + command + ": can't be executed");
                return NOT_EXECUTABLE;
            }
            case FOUND -> {}
        }
        String directory = directory();
        Settings settings = Settings.embedded();
        try (Weir weir = Weir.start(settings)) {
            for (FilterChoice filter : request.filters()) {
                weir.load(filter.filter(), filter.configuration(), filter.altitude());
            }
            PrintStream operations = operations();
            try {
                return run(weir, directory, settings.folder(), operations);
            } finally {
                operations.flush();
                if (request.output().isPresent()) {
                    operations.close();
                }
            }
        }
    }

    private String directory() throws Refusal, IOException, InterruptedException {
        Path given = request.directory().toAbsolutePath().normalize();
        if (DeadMounts.isDead(given.toString())) {
            throw Refusal.system(given + " is a dead mount: 'weir umount " + given + "' frees it");
        }
        DeadMounts.describe().forEach(line -> messages.println("weir: " + line));
        if (!Files.isDirectory(given)) {
            throw Refusal.system(given + (Files.exists(given) ? ": Not a directory" : ": No such file or directory"));
        }
        String real = given.toRealPath().toString();
        if (real.equals("/")) {
            throw Refusal.system("/ itself can't be put behind filters: name a directory below it");
        }
        return real;
    }

    /** Standard error must not be closed: messages still come. */
    private PrintStream operations() throws IOException {
        FileOutputStream target = request.output().isPresent()
                ? new FileOutputStream(request.output().get().toFile())
                : new FileOutputStream(FileDescriptor.err);
        return new PrintStream(new BufferedOutputStream(target, 1 << 16), false, StandardCharsets.UTF_8);
    }

    private int run(Weir weir, String directory, Path folder, PrintStream operations)
            throws Refusal, IOException, InterruptedException {
        Path socket = folder.resolve("control.sock");
        weir.listen(socket);
        messages.println("weir: " + SocketPaths.VARIABLE + "=" + socket);
        // The reaper of processes is born here, outside of every namespace.
        new ProcessBuilder("true").start().waitFor();
        Stage stage = Stages.choose(directory, workingDirectory.toString(), folder, request.isPrivate());
        if (stage instanceof VisibleStage) {
            weir.checkMountPoint(Path.of(directory));
        }
        if (!stage.caveat().isEmpty()) {
            messages.println("weir: " + stage.caveat());
        }
        TerminalSignals signals = new TerminalSignals(terminations::incrementAndGet);
        signals.install();
        OperationLog log = new OperationLog(weir.events(), operations);
        long begin = System.nanoTime();
        AtomicReference<@Nullable FuseVolume> served = new AtomicReference<>();
        try {
            Process program = start(weir, stage, directory, socket, served);
            signals.program(program.pid());
            int status = program.waitFor();
            signals.programEnded();
            awaitChildren(stage, directory);
            end(stage, served.get());
            log.end();
            FuseVolume volume = served.get();
            if (volume != null) {
                RunSummary.print(messages, volume.volume(), weir.manager(), log, System.nanoTime() - begin);
            }
            return status;
        } finally {
            if (stage instanceof RootStage root) {
                root.close();
            }
        }
    }

    private Process start(
            Weir weir, Stage stage, String directory, Path socket, AtomicReference<@Nullable FuseVolume> served)
            throws Refusal, IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(request.command()).inheritIO().directory(workingDirectory.toFile());
        builder.environment().put(SocketPaths.VARIABLE, socket.toString());
        HostFileSystem base = Stage.open(directory);
        AtomicBoolean taken = new AtomicBoolean();
        try {
            return stage.start(builder, device -> {
                taken.set(true);
                served.set(weir.serve(directory, base, device, request.settings()));
            });
        } catch (IOException | Refusal failed) {
            if (!taken.get()) {
                base.close();
            } else if (served.get() != null) {
                stage.unmount();
            }
            throw failed;
        }
    }

    /**
     * Children in the background go on in the program's namespace, behind the filters: the mount stays as long as one is there. A TERM that comes now is passed on to them, a second one kills
     * them.
     */
    private void awaitChildren(Stage stage, String directory) throws InterruptedException {
        long waited = 0;
        boolean said = false;
        int told = 0;
        for (List<Long> members = stage.members(); !members.isEmpty(); members = stage.members()) {
            int wanted = request.kill() ? 2 : terminations.get();
            if (wanted > told) {
                int signal = wanted > 1 ? SIGKILL : SIGTERM;
                members.forEach(member -> ProcessCalls.kill(NativeThread.current(), Math.toIntExact(member), signal));
                told = request.kill() ? 0 : wanted;
            } else if (waited >= SAY_AFTER_MILLIS && !said) {
                said = true;
                messages.println("weir: waiting for " + NamespaceMembers.describe(members.getFirst())
                        + (members.size() > 1 ? " and " + (members.size() - 1) + " more" : "")
                        + ", which the program has left in " + directory + " (--kill would end it)");
            }
            long pause = waited < 200 ? 10 : 100;
            Thread.sleep(pause);
            waited += pause;
        }
    }

    private void end(Stage stage, @Nullable FuseVolume volume) throws IOException, InterruptedException {
        if (volume == null) {
            return;
        }
        int before = terminations.get();
        for (long waited = 0; !volume.isEnded() && !stage.unmount(); waited += 100) {
            if (terminations.get() > before) {
                stage.unmountLazily();
                break;
            }
            if (waited == SAY_AFTER_MILLIS) {
                messages.println("weir: " + stage.mountPoint() + " is still in use; waiting (a SIGTERM ends that)");
            }
            Thread.sleep(100);
        }
        volume.awaitEnd(END_PATIENCE);
    }
}
