package dev.weir.service.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.service.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FilterConfigurationTest {
    private static final FilterDescriptor DESCRIPTOR = new FilterDescriptor(
            "protect",
            "sample.Protect",
            Optional.empty(),
            "protect",
            List.of(),
            List.of(
                    new KeyDeclaration("sealed", KeyType.BOOLEAN, false, ""),
                    new KeyDeclaration("limit", KeyType.INTEGER, 7L, ""),
                    new KeyDeclaration("title", KeyType.STRING, "none", ""),
                    new KeyDeclaration("globs", KeyType.LIST, List.of(), "")));

    @Test
    void keysThatTheUserDoesNotGiveHaveTheirDefaults() throws Exception {
        FilterConfiguration configuration = FilterConfiguration.of(DESCRIPTOR, Map.of());

        assertThat(configuration.flag("sealed")).isFalse();
        assertThat(configuration.number("limit")).isEqualTo(7);
        assertThat(configuration.text("title")).isEqualTo("none");
        assertThat(configuration.list("globs")).isEmpty();
        assertThat(configuration.keys()).containsExactlyInAnyOrder("sealed", "limit", "title", "globs");
    }

    @Test
    void textsBecomeValuesOfTheKeysType() throws Exception {
        FilterConfiguration configuration = FilterConfiguration.of(
                DESCRIPTOR, Map.of("sealed", "true", "limit", "12", "title", "a=b", "globs", "*.key:secret/**"));

        assertThat(configuration.flag("sealed")).isTrue();
        assertThat(configuration.number("limit")).isEqualTo(12);
        assertThat(configuration.text("title")).isEqualTo("a=b");
        assertThat(configuration.list("globs")).containsExactly("*.key", "secret/**");
    }

    @Test
    void anUnknownKeyIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> FilterConfiguration.of(DESCRIPTOR, Map.of("seald", "true")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("protect has no key 'seald': sealed (boolean), limit (integer)");
    }

    @Test
    void aTextThatIsNotOfTheKeysTypeIsRefused() {
        assertThatThrownBy(() -> FilterConfiguration.of(DESCRIPTOR, Map.of("limit", "many")))
                .hasMessageContaining("key limit: 'many' is no integer");
    }

    @Test
    void askingAsAnotherTypeIsAProgrammingError() throws Exception {
        FilterConfiguration configuration = FilterConfiguration.of(DESCRIPTOR, Map.of());

        assertThatThrownBy(() -> configuration.flag("limit")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> configuration.text("colour")).isInstanceOf(IllegalArgumentException.class);
    }
}
