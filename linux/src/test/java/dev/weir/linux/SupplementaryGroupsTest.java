package dev.weir.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SupplementaryGroupsTest {
    @Test
    void groupsAreParsed() {
        assertThat(SupplementaryGroups.parse("Name:\tx\nGroups:\t4 24 4294967294 \nNStgid:\t1\n"))
                .containsExactly(4, 24, -2);
        assertThat(SupplementaryGroups.parse("Groups:\t\n")).isEmpty();
        assertThat(SupplementaryGroups.parse("")).isEmpty();
        assertThat(SupplementaryGroups.of(-1)).isEmpty();
        assertThat(SupplementaryGroups.of(Integer.MAX_VALUE)).isEmpty();
    }
}
