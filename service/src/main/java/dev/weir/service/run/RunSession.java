package dev.weir.service.run;

import dev.weir.Errno;
import dev.weir.fuse.FuseVolume;
import dev.weir.linux.ChildProgram;
import dev.weir.linux.HostFileSystem;
import dev.weir.linux.NativeThread;
import dev.weir.linux.ProcessCalls;
import dev.weir.linux.RealPath;
import dev.weir.linux.SystemCallException;
import dev.weir.service.DeadMounts;
import dev.weir.service.FilterSettings;
import dev.weir.service.Refusal;
import dev.weir.service.RunFolders;
import dev.weir.service.Settings;
import dev.weir.service.Weir;
import dev.weir.service.control.SocketPaths;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One {@code weir run}, from the filters' load to the summary. */
public final class RunSession {
    private static final Path ENVIRONMENT = Path.of("/proc/self/environ");
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final long SAY_AFTER_MILLIS = 1000;
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final RunRequest request;
    private final PrintStream messages;
    private final Path workingDirectory = Path.of("");
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
        String command = Launch.text(request.command().getFirst());
        int absent =
                ProgramFile.look(command, workingDirectory, System.getenv()).exitStatus();
        if (absent != 0 && command.chars().allMatch(c -> c < 128)) {
            return notStarted(absent);
        }
        RunFolders.sweep(System.getenv())
                .forEach(left -> messages.println("weir: " + left + ", which a killed run left, is removed"));
        byte[] directory = directory();
        Settings settings = Settings.embedded(Launch.text(directory));
        try (Weir weir = Weir.start(settings)) {
            load(weir);
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

    private int notStarted(int status) {
        messages.println("weir: " + Launch.text(request.command().getFirst())
                + (status == ProgramFile.NOT_FOUND.exitStatus() ? ": command not found" : ": can't be executed"));
        return status;
    }

    /** All are for one volume, so two at one altitude, or of one name, can't both be attached. */
    private void load(Weir weir) throws Refusal, IOException {
        for (FilterChoice filter : request.filters()) {
            weir.load(filter.filter(), new FilterSettings(filter.configuration(), filter.altitude(), request.verify()));
        }
        weir.checkCollisions();
    }

    private byte[] directory() throws Refusal, IOException, InterruptedException {
        String given = Launch.text(request.directory());
        byte[] real;
        try {
            real = RealPath.ofDirectory(request.directory());
        } catch (SystemCallException failed) {
            throw Refusal.system(given + ": " + Errno.text(failed.errno()));
        }
        String path = Launch.text(real);
        if (DeadMounts.isDead(path)) {
            throw Refusal.system(path + " is a dead mount: 'weir umount " + path + "' frees it");
        }
        DeadMounts.describe().forEach(line -> messages.println("weir: " + line));
        if (real.length == 1) {
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

    private int run(Weir weir, byte[] directory, Path folder, PrintStream operations)
            throws Refusal, IOException, InterruptedException {
        Path socket = folder.resolve("control.sock");
        weir.listen(socket);
        messages.println("weir: " + SocketPaths.VARIABLE + "=" + socket);
        // The reaper of processes is born here, outside of every namespace.
        new ProcessBuilder("/bin/sh", "-c", ":").start().waitFor();
        Stage stage = Stages.choose(directory, folder, request.isPrivate());
        if (stage instanceof VisibleStage) {
            weir.checkMountPoint(Path.of(Launch.text(directory)));
        }
        if (!stage.caveat().isEmpty()) {
            messages.println("weir: " + stage.caveat());
        }
        TerminalSignals signals = new TerminalSignals(terminations::incrementAndGet);
        signals.install();
        OperationLog log = new OperationLog(weir.events(), operations);
        long begin = System.nanoTime();
        AtomicReference<@Nullable FuseVolume> served = new AtomicReference<>();
        String name = Launch.text(directory);
        try {
            ChildProgram program = start(weir, stage, directory, socket, served);
            signals.program(program.process());
            int status = program.await();
            signals.programEnded();
            awaitChildren(stage, name);
            end(stage, name, served.get());
            weir.stopVerified().forEach(line -> messages.println("weir: " + line));
            log.end();
            FuseVolume volume = served.get();
            if (volume != null) {
                RunSummary.print(
                        messages, volume.volume(), weir.manager(), weir.totals(), log, System.nanoTime() - begin);
            }
            return status;
        } catch (ProgramNotStartedException failed) {
            return notStarted(failed.exitStatus());
        } finally {
            if (stage instanceof RootStage root) {
                root.close();
            }
        }
    }

    private ChildProgram start(
            Weir weir, Stage stage, byte[] directory, Path socket, AtomicReference<@Nullable FuseVolume> served)
            throws Refusal, IOException, InterruptedException, ProgramNotStartedException {
        Launch launch = new Launch(request.command(), ChildProgram.strings(ENVIRONMENT), RealPath.ofWorkingDirectory())
                .with(SocketPaths.VARIABLE, socket.toString());
        HostFileSystem base = HostFileSystem.open(directory);
        AtomicBoolean taken = new AtomicBoolean();
        try {
            return stage.start(launch, device -> {
                taken.set(true);
                served.set(weir.serve(Launch.text(directory), base, device, request.settings()));
            });
        } catch (IOException | Refusal failed) {
            FuseVolume volume = served.get();
            if (!taken.get()) {
                base.close();
            } else if (volume != null) {
                stage.unmountLazily();
                volume.awaitEnd(END_PATIENCE);
            }
            if (failed instanceof SystemCallException call && call.call().equals(ChildProgram.EXEC)) {
                throw new ProgramNotStartedException(call.errno());
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

    private void end(Stage stage, String directory, @Nullable FuseVolume volume)
            throws IOException, InterruptedException {
        if (volume == null) {
            return;
        }
        int before = terminations.get();
        for (long waited = 0; !volume.isEnded() && !stage.unmount(); waited += 100) {
            if (terminations.get() > before) {
                stage.abandon();
                break;
            }
            if (waited == SAY_AFTER_MILLIS) {
                String holders = stage.holders();
                messages.println("weir: " + directory + " is still in use" + (holders.isEmpty() ? "" : ": " + holders)
                        + "; waiting (a SIGTERM ends that)");
            }
            Thread.sleep(100);
        }
        volume.awaitEnd(END_PATIENCE);
    }
}
