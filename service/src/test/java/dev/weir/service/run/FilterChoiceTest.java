package dev.weir.service.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.service.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterChoiceTest {
    @Test
    void aNameAlone() throws Exception {
        FilterChoice choice = FilterChoice.parse("spy");

        assertThat(choice.filter()).isEqualTo("spy");
        assertThat(choice.altitude()).isEmpty();
        assertThat(choice.configuration()).isEmpty();
    }

    @Test
    void aPathWithAltitudeAndKeys() throws Exception {
        FilterChoice choice = FilterChoice.parse("/my@home/x.jar@385100.5,globs=*.key:a=b,sealed=true");

        assertThat(choice.filter()).isEqualTo("/my@home/x.jar");
        assertThat(choice.altitude()).hasToString("Optional[385100.5]");
        assertThat(choice.configuration()).containsEntry("globs", "*.key:a=b").containsEntry("sealed", "true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@385100", "spy@abc", "spy,colour", "spy,=red"})
    void whatIsNoneIsWrongUsage(String text) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> FilterChoice.parse(text));

        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.USAGE);
        assertThat(refusal.line()).startsWith("--filter ").hasLineCount(1);
    }
}
