package dev.weir.testkit.ownio;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.FilterException;
import dev.weir.NtStatus;
import dev.weir.PreOperationStatus;
import dev.weir.io.OwnIo;
import dev.weir.io.OwnIoException;
import dev.weir.testkit.FilterHarness;
import dev.weir.testkit.RecordingFilter;
import dev.weir.testkit.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A harness with a filter {@code own} at 2000 that does own I/O, one above it and one below. */
final class OwnIoRig implements AutoCloseable {
    /** What may fail. */
    interface Calls {
        void run() throws IOException;
    }

    final FilterHarness harness = new FilterHarness();
    final RecordingFilter above = new RecordingFilter("above");
    final RecordingFilter own = new RecordingFilter("own").pre(PreOperationStatus.SUCCESS_NO_CALLBACK);
    final RecordingFilter below = new RecordingFilter("below");

    OwnIoRig() throws FilterException {
        harness.load(above, "3000");
        harness.load(own, "2000");
        harness.load(below, "1000");
    }

    OwnIo io() {
        return io("own");
    }

    OwnIo io(String filter) {
        return harness.volume().instances().stream()
                .filter(instance -> instance.filter().name().equals(filter))
                .findFirst()
                .orElseThrow()
                .io();
    }

    /** The names of the operations that a filter saw on their way down. */
    static List<String> operations(RecordingFilter filter) {
        return filter.seen(Seen.Callback.PRE).stream().map(Seen::operation).toList();
    }

    void forgetSeen() {
        above.forgetSeen();
        own.forgetSeen();
        below.forgetSeen();
    }

    /** For callbacks, which throw nothing checked. */
    static void unchecked(Calls calls) {
        try {
            calls.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exception that calls end with. */
    static OwnIoException failure(Calls calls) {
        try {
            calls.run();
        } catch (OwnIoException expected) {
            return expected;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("nothing failed");
    }

    static NtStatus status(Calls calls) {
        return failure(calls).status();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    /** The result of what runs elsewhere, at most {@link FilterHarness#PATIENCE} from now. */
    static <T> T get(CompletionStage<T> later) throws ExecutionException, InterruptedException, TimeoutException {
        return later.toCompletableFuture().get(FilterHarness.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    void put(String path, String text) {
        var handle = harness.create(path).orFail().handle();
        harness.write(handle, 0, text).orFail();
        harness.close(handle);
    }

    String get(String path) {
        var handle = harness.open(path, 0).orFail().handle();
        String text = harness.read(handle, 0, 100_000).orFail().text();
        harness.close(handle);
        return text;
    }

    @Override
    public void close() {
        harness.close();
    }
}
