package dev.weir.service.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.LoadOrderGroup;
import dev.weir.NtStatus;
import dev.weir.service.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code META-INF/weir/filter.toml}: what is read, and one line for each thing that is wrong. */
class DescriptorTest {
    private static final String COMPLETE = """
            name = "spy"
            class = "sample.Spy"
            group = "FSFilter Activity Monitor"
            default-instance = "top"
            [[instance]]
            name = "top"
            altitude = "385100.5"
            [[instance]]
            name = "bottom"
            altitude = "140000"
            flags = 3
            [[key]]
            name = "sealed"
            type = "boolean"
            default = false
            description = "refuses a non-mandatory unload"
            [[key]]
            name = "paths"
            type = "list"
            default = ["a", "b"]
            """;

    @Test
    void aCompleteOneIsRead() throws Exception {
        FilterDescriptor descriptor = read(COMPLETE);

        assertThat(descriptor.name()).isEqualTo("spy");
        assertThat(descriptor.className()).isEqualTo("sample.Spy");
        assertThat(descriptor.group()).contains(LoadOrderGroup.ACTIVITY_MONITOR);
        assertThat(descriptor.defaultInstance()).isEqualTo("top");
        assertThat(descriptor.instances())
                .extracting(i -> i.altitude().toString())
                .containsExactly("385100.5", "140000");
        assertThat(descriptor.instances())
                .extracting(InstanceEntry::suppressesAutomatic)
                .containsExactly(false, true);
        assertThat(descriptor.keys())
                .extracting(KeyDeclaration::defaultValue)
                .containsExactly(false, List.of("a", "b"));
    }

    @Test
    void theOnlyInstanceIsTheDefaultOne() throws Exception {
        assertThat(read(TestJars.descriptor("plain", "sample.Plain")).defaultInstance())
                .isEqualTo("plain");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "altitude = \"385100.5\"|altitude = \"abc\"|'abc' is not an altitude",
                "altitude = \"385100.5\"|altitude = \"5.\"|'5.' is not an altitude",
                "altitude = \"385100.5\"|altitude = 3.5|instance.altitude is missing or no text",
                "altitude = \"385100.5\"||instance.altitude is missing",
                "name = \"bottom\"|name = \"top\"|two instances named 'top'",
                "flags = 3|flags = 4|instance.flags",
                "flags = 3|colour = \"red\"|unknown key instance.colour",
                "class = \"sample.Spy\"||class is missing",
                "name = \"spy\"|name = \"../etc\"|'../etc' is not a name",
                "FSFilter Activity Monitor|FSFilter Nothing|'FSFilter Nothing' is not a load-order group",
                "default-instance = \"top\"|default-instance = \"no\"|default-instance 'no' is not one of its instances",
                "default-instance = \"top\"||several instances and no default-instance",
                "type = \"boolean\"|type = \"colour\"|string, boolean, integer or list",
                "default = false|default = \"x\"|key sealed needs a default that is of type boolean",
                "name = \"spy\"|name = [|is not TOML",
            })
    void aFaultIsNamedInOneLine(String place, String fault, String said) {
        String toml = COMPLETE.replace(place, fault == null ? "" : fault);

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> read(toml));

        assertThat(refusal.line()).contains("x.jar", said).hasLineCount(1);
        assertThat(refusal.status()).contains(NtStatus.INVALID_PARAMETER);
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NO);
    }

    private static FilterDescriptor read(String toml) throws Refusal {
        return DescriptorReader.read("x.jar", toml.getBytes(StandardCharsets.UTF_8));
    }
}
