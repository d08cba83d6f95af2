package dev.weir.fuse;

import dev.weir.testkit.FilterHarness;

/** Plays the kernel for a volume in memory. */
final class FakeKernel extends Wire implements AutoCloseable {
    final FilterHarness harness;

    FakeKernel() {
        this(new FilterHarness());
    }

    private FakeKernel(FilterHarness harness) {
        super(harness.volume());
        this.harness = harness;
    }

    @Override
    public void close() {
        connection.interrupts().stop();
        harness.close();
    }
}
