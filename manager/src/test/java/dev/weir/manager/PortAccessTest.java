package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.PortPeer;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may connect to a port, by the mode of its file. */
class PortAccessTest {
    @ParameterizedTest
    @CsvSource({
        // mode, user, group, supplementary, admitted; the port is of user 10, group 20
        "0, 0, 99, 99, true",
        "600, 10, 99, 99, true",
        "060, 10, 20, 20, false",
        "600, 11, 20, 20, false",
        "660, 11, 20, 99, true",
        "660, 11, 99, 20, true",
        "660, 11, 99, 99, false",
        "606, 11, 20, 99, false",
        "602, 11, 99, 99, true",
        "755, 11, 20, 99, false",
        "400, 10, 99, 99, false"
    })
    void writeBitsDecide(String mode, int user, int group, int supplementary, boolean admitted) {
        var access = new PortAccess(10, 20, Integer.parseInt(mode, 8));
        assertThat(access.admits(new PortPeer(1, user, group), Set.of(supplementary)))
                .isEqualTo(admitted);
    }
}
