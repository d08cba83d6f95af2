package dev.weir.manager.conformance;

import java.util.concurrent.CountDownLatch;

/** A place in a callback where a thread is held, so that a test can look at what others do meanwhile. Any thread. */
final class StopPoint {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    /** In the callback: says that it is there, and waits. */
    void stopHere() {
        reached.countDown();
        UnloadRowsTest.awaitQuietly(go);
    }

    /** In the test: waits until somebody is there. */
    void awaitReached() {
        UnloadRowsTest.awaitQuietly(reached);
    }

    /** Lets everybody go on, from now on too. */
    void goOn() {
        go.countDown();
    }
}
