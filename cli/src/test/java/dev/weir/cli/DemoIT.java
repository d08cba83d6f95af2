package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void theStoryGoesAsItIsTold() throws Exception {
        Scripts.Result demo = Installed.asRoot(folder).weir("demo");

        assertThat(demo.exit()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.out())
                .contains("$ weir run --filter spy -o ../spy.log . -- sh")
                .contains("protect refused: STATUS_FLT_DO_NOT_DETACH (0xC01C0010)")
                .contains("protect answered STATUS_FLT_DO_NOT_DETACH (0xC01C0010); ignored: stop is mandatory")
                .contains("STATUS_INVALID_DEVICE_REQUEST (0xC0000010)")
                .contains(" numbers written, 0 failed");
    }
}
