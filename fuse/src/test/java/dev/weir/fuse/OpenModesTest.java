package dev.weir.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenModesTest {
    private final OpenModes modes = new OpenModes();

    @Test
    void keepsOneBackingIdUntilTheLastOpenIsClosed() {
        modes.openedPassedThrough(7, false);
        modes.openedPassedThrough(modes.backing(), false);

        assertThat(modes.isPassedThrough()).isTrue();
        assertThat(modes.closed(OpenFlag.PASSTHROUGH | OpenFlag.DIRECT_IO, false))
                .isZero();
        assertThat(modes.closed(OpenFlag.PASSTHROUGH, false)).isEqualTo(7);
        assertThat(modes.isPassedThrough()).isFalse();
        assertThat(modes.backing()).isZero();
    }

    @Test
    void doesNotPassThroughWhileOpenInAnotherWay() {
        assertThat(modes.mayPassThrough()).isTrue();
        modes.openedOtherwise(OpenFlag.KEEP_CACHE, true);
        modes.openedOtherwise(OpenFlag.DIRECT_IO, true);
        assertThat(modes.mayPassThrough()).isFalse();
        assertThat(modes.isWrittenBack()).isTrue();
        assertThat(modes.closed(OpenFlag.KEEP_CACHE, true)).isZero();
        assertThat(modes.isWrittenBack()).isFalse();
        assertThat(modes.mayPassThrough()).isFalse();
        assertThat(modes.closed(OpenFlag.DIRECT_IO, true)).isZero();
        assertThat(modes.mayPassThrough()).isTrue();
    }

    private static final long MINUTE = 60_000_000_000L;

    private void openedForWriting() {
        modes.openedPassedThrough(7, true);
    }

    private void closedForWriting() {
        modes.closed(OpenFlag.PASSTHROUGH, true);
    }

    @Test
    void isWrittenUnseenUntilTheEndOfEachOpenWasSeen() {
        assertThat(modes.isWrittenUnseen(MINUTE)).isFalse();
        assertThat(modes.openedPassedThrough(7, false)).isFalse();
        assertThat(modes.isWrittenUnseen(MINUTE)).isFalse();
        assertThat(modes.openedPassedThrough(7, true)).isTrue();
        assertThat(modes.openedPassedThrough(7, true)).isFalse();
        modes.closeSeen();
        closedForWriting();
        assertThat(modes.isWrittenUnseen(MINUTE)).isTrue();
        closedForWriting();
        assertThat(modes.isWrittenUnseen(MINUTE)).isTrue();
        modes.closeSeen();
        assertThat(modes.isWrittenUnseen(MINUTE)).isFalse();
        assertThat(modes.wasWrittenUnseen(MINUTE)).isTrue();
        assertThat(modes.wasWrittenUnseen(0)).isFalse();
    }

    @Test
    void whatIsOpenIsWrittenThoughEndsWereSeen() {
        openedForWriting();
        modes.closeSeen();
        modes.closeSeen();
        assertThat(modes.isWrittenUnseen(0)).isTrue();
    }

    /** Ends that others brought about, at the file below. */
    @Test
    void endsOfOthersDoNotCountForLaterOpens() {
        modes.closeSeen();
        modes.closeSeen();
        openedForWriting();
        closedForWriting();
        assertThat(modes.isWrittenUnseen(MINUTE)).isTrue();
        modes.closeSeen();
        assertThat(modes.isWrittenUnseen(MINUTE)).isFalse();
    }

    /** The end of a mapping of an earlier open does not stand for that of a later one. */
    @Test
    void endsThatComeLateCountForTheirOwnOpens() {
        openedForWriting();
        closedForWriting();
        openedForWriting();
        modes.closeSeen();
        closedForWriting();
        assertThat(modes.isWrittenUnseen(MINUTE)).isTrue();
        modes.closeSeen();
        assertThat(modes.isWrittenUnseen(MINUTE)).isFalse();
    }

    @Test
    void endsThatWereMergedAreGivenUpAfterATime() {
        openedForWriting();
        openedForWriting();
        closedForWriting();
        closedForWriting();
        modes.closeSeen();
        assertThat(modes.isWrittenUnseen(MINUTE)).isTrue();
        assertThat(modes.isWrittenUnseen(0)).isFalse();
    }
}
