package dev.weir.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.Errno;
import org.junit.jupiter.api.Test;

class SystemCallExceptionTest {
    @Test
    void anErrorSaysWhichCallAndWhy() {
        assertThatExceptionOfType(SystemCallException.class)
                .isThrownBy(() -> SystemCallException.check("mount /srv", -Errno.EPERM))
                .withMessage("mount /srv: Operation not permitted (EPERM)")
                .extracting(SystemCallException::errno)
                .isEqualTo(Errno.EPERM);
    }

    @Test
    void aResultIsPassedOn() throws SystemCallException {
        assertThat(SystemCallException.check("open", 7)).isEqualTo(7);
    }
}
