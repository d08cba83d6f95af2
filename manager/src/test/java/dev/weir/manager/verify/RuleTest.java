package dev.weir.manager.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.manager.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RuleTest {
    private static Finding finding(String filter, String what) {
        return new Finding(filter, what, 1, "");
    }

    @ParameterizedTest
    @EnumSource
    void aFindingOfARuleIsKnownAgain(Rule rule) {
        Finding found = finding("f", rule.says("it did this"));

        assertThat(Rule.of(found)).isEqualTo(rule);
        assertThat(Rule.isVerified(found)).isTrue();
        assertThat(Rule.words(found)).isEqualTo("it did this");
        assertThat(rule.id()).matches("[a-z-]+");
        assertThat(rule.remedy()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "answered SYNCHRONIZE without a registered post-operation, STATUS_WITHOUT_POST",
        "changed parameters without marking the operation as changed, NOT_MARKED",
        "refused its unload after it had unregistered, UNLOAD_ORDER",
        "agreed to its unload without unregistering, UNLOAD_ORDER",
        "pre-read threw java.lang.IllegalStateException, EXCEPTION",
        "completed an operation without setting a status, OTHER"
    })
    void aFindingOfTheManagersIsPutUnderItsRule(String what, Rule rule) {
        Finding found = finding("f", what);

        assertThat(Rule.of(found)).isEqualTo(rule);
        assertThat(Rule.isVerified(found)).isFalse();
        assertThat(Rule.words(found)).isEqualTo(what);
    }

    @Test
    void whatTheVerifierSaysTakesThePlaceOfWhatTheManagerSaysOfTheSameFilter() {
        Finding verified = finding("f", Rule.NOT_MARKED.says("setOffset() changed a parameter"));
        Finding same = finding("f", "changed parameters without marking the operation as changed");
        Finding anothers = finding("g", "changed parameters without marking the operation as changed");
        Finding anotherRule = finding("f", "answered SYNCHRONIZE without a registered post-operation");
        Finding other = finding("f", "something else");
        Finding stopped = finding("f", "pre-read threw " + BrokenRuleException.class.getName() + " at x");

        assertThat(Rule.distinct(List.of(verified, same, anothers, anotherRule, other, stopped)))
                .containsExactly(verified, anothers, anotherRule, other);
    }
}
