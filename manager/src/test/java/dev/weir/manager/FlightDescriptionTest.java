package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlightDescriptionTest {
    @Test
    void anOperationThatEndedMeanwhileHasNoAge() {
        assertThat(FlightDescription.age(0, 123_456_789_000L)).isEqualTo(-1);
    }

    @Test
    void anAgeIsNeverNegative() {
        assertThat(FlightDescription.age(1000, 900)).isZero();
        assertThat(FlightDescription.age(1000, 1900)).isEqualTo(900);
        assertThat(FlightDescription.age(-1000, 1000)).isEqualTo(2000);
    }
}
