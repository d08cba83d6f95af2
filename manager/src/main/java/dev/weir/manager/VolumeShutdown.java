package dev.weir.manager;

import dev.weir.MajorFunction;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends SHUTDOWN to each instance of a volume, one after the other, each with five seconds. */
final class VolumeShutdown {
    private static final long SECONDS = 5;

    private final VolumeObject volume;

    VolumeShutdown(VolumeObject volume) {
        this.volume = volume;
    }

    void run() {
        for (CallbackNode node : volume.stack().nodes(MajorFunction.SHUTDOWN)) {
            var done = new CountDownLatch(1);
            volume.threads().administration().execute(() -> call(node, done));
            try {
                if (!done.await(SECONDS, TimeUnit.SECONDS)) {
                    node.instance.filter().found("did not end its shutdown within " + SECONDS + " s", volume.name());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void call(CallbackNode node, CountDownLatch done) {
        Operation operation = volume.newOperation(new OperationOwner() {
            @Override
            public void leaving(Operation leaver) {}

            @Override
            public void completed(Operation ended) {
                done.countDown();
            }
        });
        Requests.shutdown(operation);
        if (operation.flight.start(new CallbackNode[] {node}, null)) {
            volume.closeOperation(operation);
        }
    }
}
