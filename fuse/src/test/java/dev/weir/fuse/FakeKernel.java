package dev.weir.fuse;

import dev.weir.testkit.FilterHarness;

/** Plays the kernel for a volume in memory. */
final class FakeKernel extends Wire implements AutoCloseable {
    final FilterHarness harness;

    FakeKernel() {
        this(45);
    }

    FakeKernel(int minor) {
        this(new FilterHarness(), minor);
    }

    private FakeKernel(FilterHarness harness, int minor) {
        super(harness.volume(), minor);
        this.harness = harness;
    }

    @Override
    public void close() {
        connection.interrupts().stop();
        harness.close();
    }
}
