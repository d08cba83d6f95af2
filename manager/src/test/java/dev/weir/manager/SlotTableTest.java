package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SlotTableTest {
    private static final int MANY = 3 * 4096 + 100;

    private final SlotTable<String> table = new SlotTable<>();

    private void fill() {
        for (long id = 1; id <= MANY; id++) {
            assertThat(table.take()).isEqualTo(id);
            assertThat(table.get(id)).isNull();
            table.set(id, "object " + id);
        }
    }

    @Test
    void numbersStartAtOneAndGrowOverSeveralChunks() {
        fill();
        for (long id = 1; id <= MANY; id++) {
            assertThat(table.get(id)).isEqualTo("object " + id);
        }
        List<String> all = new ArrayList<>();
        table.forEach(all::add);
        assertThat(all)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, MANY)
                        .mapToObj(id -> "object " + id)
                        .toList());
    }

    @Test
    void aFreedNumberIsTakenAgainAndIsEmptyUntilThen() {
        fill();
        table.free(4096);
        table.free(1);
        assertThat(table.get(4096)).isNull();
        assertThat(table.get(1)).isNull();
        assertThat(table.get(4097)).isEqualTo("object 4097");
        assertThat(table.take()).isEqualTo(4096);
        assertThat(table.take()).isEqualTo(1);
        assertThat(table.take()).isEqualTo(MANY + 1);
        List<String> all = new ArrayList<>();
        table.forEach(all::add);
        assertThat(all).hasSize(MANY - 2).doesNotContain("object 1", "object 4096");
    }

    @Test
    void aNumberThatNobodyTookIsEmpty() {
        table.set(table.take(), "one");
        for (long id : new long[] {
            0, -1, 2, 4095, 4096, 4097, 1L << 28, (1L << 28) - 1, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE
        }) {
            assertThat(table.get(id)).as("number %d", id).isNull();
        }
        assertThatThrownBy(() -> table.set(4096, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4096");
        assertThatThrownBy(() -> table.free(1 << 20)).isInstanceOf(IllegalArgumentException.class);
    }
}
