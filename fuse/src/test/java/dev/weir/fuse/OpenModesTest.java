package dev.weir.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenModesTest {
    private final OpenModes modes = new OpenModes();

    @Test
    void keepsOneBackingIdUntilTheLastOpenIsClosed() {
        modes.openedPassedThrough(7);
        modes.openedPassedThrough(modes.backing());

        assertThat(modes.isPassedThrough()).isTrue();
        assertThat(modes.closed(OpenFlag.PASSTHROUGH | OpenFlag.DIRECT_IO)).isZero();
        assertThat(modes.closed(OpenFlag.PASSTHROUGH)).isEqualTo(7);
        assertThat(modes.isPassedThrough()).isFalse();
        assertThat(modes.backing()).isZero();
    }

    @Test
    void doesNotPassThroughWhileOpenInAnotherWay() {
        assertThat(modes.mayPassThrough()).isTrue();
        modes.openedOtherwise();
        assertThat(modes.mayPassThrough()).isFalse();
        assertThat(modes.closed(OpenFlag.KEEP_CACHE)).isZero();
        assertThat(modes.mayPassThrough()).isTrue();
    }
}
