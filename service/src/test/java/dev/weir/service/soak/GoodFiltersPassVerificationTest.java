package dev.weir.service.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.service.FilterVerification;
import dev.weir.service.control.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code weir verify} on the jar of each filter and each sample that Weir brings. */
@Timeout(180)
class GoodFiltersPassVerificationTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void jars() throws IOException {
        BundledJars.copy("null", "dev.weir.filters.nullfilter.NullFilter", folder);
        BundledJars.copy("passall", "dev.weir.filters.passall.PassAllFilter", folder);
        BundledJars.copy("spy", "dev.weir.filters.spy.SpyFilter", folder);
        BundledJars.copy("protect", "dev.weir.filters.protect.ProtectFilter", folder);
        for (String sample : BundledJars.SAMPLES) {
            BundledJars.copySample(sample, folder);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "null,",
        "passall,",
        "spy,",
        "protect,globs=*.key",
        "cancelsafe,path=folder delay=50",
        "cdo,",
        "change,",
        "ctx,",
        "delete,",
        "metadata,",
        "namechanger,real=folder user=shown",
        "scanner,",
        "simrep,from=folder/link.txt to=folder/file.txt",
        "swapbuffers,"
    })
    void hasNoFinding(String filter, String configuration) throws Exception {
        Map<String, String> given = new LinkedHashMap<>();
        for (String entry : configuration == null ? new String[0] : configuration.split(" ", -1)) {
            given.put(entry.substring(0, entry.indexOf('=')), entry.substring(entry.indexOf('=') + 1));
        }
        JsonObject report =
                FilterVerification.run(folder.resolve(filter + ".jar").toString(), given);

        assertThat(report.objects("findings")).as(report.toString()).isEmpty();
        assertThat(report.number("operations").orElse(0L)).as(report.toString()).isGreaterThan(50);
    }
}
