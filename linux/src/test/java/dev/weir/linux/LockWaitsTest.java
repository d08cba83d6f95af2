package dev.weir.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LockWaitsTest {
    private final LockWaits waits = new LockWaits();
    private final List<String> denied = new ArrayList<>();

    private final class Named implements LockWaits.Wait {
        final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void deny() {
            denied.add(name);
            waits.remove(this);
        }
    }

    private Named waiting(String name, long owner, Long... by) {
        Named wait = new Named(name);
        waits.put(wait, owner, Set.of(by));
        return wait;
    }

    private List<String> deniedInTwoRounds() {
        waits.denyCircles();
        assertThat(denied).isEmpty();
        waits.denyCircles();
        return denied;
    }

    @Test
    void theYoungestOfACircleIsDenied() {
        waiting("first", 1, 2L);
        waiting("second", 2, 3L);
        waiting("third", 3, 1L);
        assertThat(deniedInTwoRounds()).containsExactly("third");
    }

    @Test
    void whatIsInTheWayLaterDoesNotMakeAWaitYounger() {
        Named first = waiting("first", 1);
        waiting("second", 2, 1L);
        waits.put(first, 1, Set.of(2L));
        assertThat(deniedInTwoRounds()).containsExactly("second");
    }

    @Test
    void whoOnlyWaitsForACircleIsNoPartOfIt() {
        waiting("first", 1, 2L);
        waiting("second", 2, 1L);
        waiting("outside", 3, 1L, 2L);
        assertThat(deniedInTwoRounds()).containsExactly("second");
    }

    @Test
    void aWaitWithoutACircleIsNotDenied() {
        waiting("first", 1, 2L, 4L);
        waiting("second", 2, 3L, 4L);
        waiting("third", 3, 4L);
        waiting("outside", 5);
        assertThat(deniedInTwoRounds()).isEmpty();
    }

    @Test
    void twoThreadsOfOneOwnerAreNoCircle() {
        waiting("one", 1, 2L);
        waiting("other", 1, 2L, 3L);
        assertThat(deniedInTwoRounds()).isEmpty();
    }

    @Test
    void ofTwoThreadsOfOneOwnerTheOneInTheCircleIsDenied() {
        waiting("second", 2, 1L);
        waiting("in the circle", 1, 2L);
        waiting("apart", 1, 3L);
        assertThat(deniedInTwoRounds()).containsExactly("in the circle");
    }

    @Test
    void circlesApartAreDeniedAtOnce() {
        waiting("first", 1, 2L);
        waiting("second", 2, 1L);
        waiting("third", 3, 4L);
        waiting("fourth", 4, 3L);
        assertThat(deniedInTwoRounds()).containsExactlyInAnyOrder("second", "fourth");
    }

    @Test
    void whoIsDeniedMakesNoFurtherCircle() {
        waiting("first", 1, 2L);
        waiting("second", 2, 1L, 3L);
        waiting("third", 3, 2L);
        assertThat(deniedInTwoRounds()).containsExactly("second");
        waits.denyCircles();
        assertThat(denied).containsExactly("second");
    }

    @Test
    void aCircleThatIsGoneInTheNextRoundWasNone() {
        Named first = waiting("first", 1, 2L);
        waiting("second", 2, 1L);
        waits.denyCircles();
        waits.put(first, 1, Set.of());
        waits.denyCircles();
        waits.put(first, 1, Set.of(2L));
        waits.denyCircles();
        assertThat(denied).isEmpty();
        waits.denyCircles();
        assertThat(denied).containsExactly("second");
    }

    @Test
    void whoseWaitEndedIsNotDenied() {
        Named first = waiting("first", 1, 2L);
        waiting("second", 2, 1L);
        waits.denyCircles();
        waits.remove(first);
        waits.denyCircles();
        assertThat(denied).isEmpty();
    }
}
