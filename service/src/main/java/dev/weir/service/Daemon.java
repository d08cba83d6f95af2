package dev.weir.service;

import dev.weir.service.control.SocketPaths;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** {@code weir serve}: a service that runs until it is told to end, and then unmounts. */
public final class Daemon {
    private Daemon() {}

    /**
     * Runs it. Returns never, unless it can't start: SIGTERM, SIGINT and SIGHUP end the JVM through a shutdown hook that closes the service.
     *
     * @param socket where to listen, else the environment's or the usual place
     * @param folder where to keep the state, else the usual place
     * @param said told that it listens, and what did not come back
     */
    public static void run(Optional<String> socket, Optional<Path> folder, Consumer<String> said)
            throws IOException, Refusal, InterruptedException {
        Map<String, String> environment = System.getenv();
        Path path = SocketPaths.serving(socket, environment);
        Settings settings = Settings.daemon(folder, environment);
        SocketPaths.makeFolder(path);
        Weir weir = Weir.start(settings, SocketPaths.folder(path));
        FileChannel lock = lock(settings.folder());
        Thread closing = new Thread(() -> close(weir, said), "weir-shutdown");
        Runtime.getRuntime().addShutdownHook(closing);
        DeadMounts.describe().forEach(said);
        weir.restore().forEach(said);
        weir.listen(path);
        said.accept("listening at " + path);
        new CountDownLatch(1).await();
        lock.close();
    }

    /** Two services must not keep one state. Held until the process ends. */
    private static FileChannel lock(Path folder) throws IOException, Refusal {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new Refusal(Refusal.Kind.NO, "another service keeps its state in " + folder + ": use --state");
        }
        return channel;
    }

    private static void close(Weir weir, Consumer<String> said) {
        try {
            weir.close();
        } catch (IOException e) {
            said.accept("ending: " + e.getMessage());
        }
    }
}
