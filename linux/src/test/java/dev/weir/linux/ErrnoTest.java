package dev.weir.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void eachConstantHasItsOwnNameAndAText() throws IllegalAccessException {
        int count = 0;
        for (Field field : Errno.class.getFields()) {
            int errno = field.getInt(null);
            assertThat(Errno.name(errno)).isEqualTo(field.getName());
            assertThat(Errno.text(errno)).isNotBlank().doesNotContain("Unknown");
            count++;
        }
        assertThat(count).isEqualTo(131);
    }

    @Test
    void aNumberWithoutANameIsShownAsANumber() {
        assertThat(Errno.name(524)).isEqualTo("errno 524");
        assertThat(Errno.name(41)).isEqualTo("errno 41");
        assertThat(Errno.text(-1)).isEqualTo("Unknown error -1");
    }

    @Test
    void anExceptionSaysWhichCallAndWhy() {
        assertThat(new SystemCallException("mount /srv", Errno.EPERM))
                .hasMessage("mount /srv: Operation not permitted (EPERM)")
                .extracting(SystemCallException::errno)
                .isEqualTo(Errno.EPERM);
    }
}
