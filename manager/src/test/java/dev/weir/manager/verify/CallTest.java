package dev.weir.manager.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.CallbackData;
import dev.weir.FilePath;
import dev.weir.PreOperationStatus;
import dev.weir.manager.Finding;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallTest {
    private final Verified verified = new Verified();

    private static Map<String, Object> resumes(boolean done) {
        return Map.of("completePendedPreOperation", done, "completePendedPostOperation", done);
    }

    @Test
    void itSaysWhichCallbackForWhatAndWhere() {
        Call call = verified.call(true, Map.of("path", FilePath.of("/dir/file")));

        assertThat(call.name()).isEqualTo("pre-operation of read");
        assertThat(call.describe()).isEqualTo("callback of " + Verified.class.getName() + ", on 'dir/file' of /srv");
        assertThat(verified.call(false, Map.of()).name()).isEqualTo("post-operation of read");
        assertThat(verified.call(false, Map.of()).describe()).contains("on '' of /srv");
    }

    @Test
    void aCallbacksClassThatIsNoLambdaIsNamedWhole() {
        var call = new Call(
                verified.verifier,
                true,
                Stub.of(CallbackData.class, Map.of("operationName", "read", "path", FilePath.of("/"))),
                Verified.related(),
                String.class);

        assertThat(call.describe()).startsWith("callback of java.lang.String, on");
    }

    @Test
    void untilItReturnsTheFilterMayUseWhatItWasHanded() {
        Call call = verified.call(true, Map.of("id", 7L));

        assertThat(call.data().id()).isEqualTo(7);
        call.use("a", true);
        call.use("b", false);
        assertThat(verified.found()).isEmpty();
    }

    @Test
    void afterwardsEachUseIsFoundAndFails() {
        Call call = verified.call(true, Map.of("id", 7L));
        call.returned(false);

        assertThatThrownBy(() -> call.data().id()).isInstanceOf(BrokenRuleException.class);
        assertThatThrownBy(() -> call.use("Instance.name()", false)).isInstanceOf(BrokenRuleException.class);

        assertThat(verified.words())
                .containsExactlyInAnyOrder(
                        "stale-use: CallbackData.id() was called when the pre-operation of read was over",
                        "stale-use: Instance.name() was called when the pre-operation of read was over");
        assertThat(verified.found())
                .allSatisfy(finding -> assertThat(finding.detail()).startsWith("callback of "));
    }

    @Test
    void ofAnOperationThatItKeepsTheRelatedObjectsEndAndTheOperationDoesNot() {
        Call call = verified.call(true, resumes(true));
        call.returned(true);

        call.use("a", true);
        assertThatThrownBy(() -> call.use("b", false)).isInstanceOf(BrokenRuleException.class);
        assertThat(call.isResumable()).isTrue();

        assertThat(call.data().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK))
                .isTrue();
        assertThat(call.isResumable()).isFalse();
        assertThatThrownBy(() -> call.use("c", true)).isInstanceOf(BrokenRuleException.class);
        assertThat(verified.words()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resumingWithoutKeepingIsFound(boolean keeps) {
        Call call = verified.call(false, resumes(true));
        assertThat(call.data().completePendedPostOperation()).isTrue();
        call.returned(keeps);

        if (keeps) {
            assertThat(verified.found()).isEmpty();
        } else {
            assertThat(verified.words())
                    .containsExactly(
                            "resumed-not-kept: the post-operation of read resumed its operation and did not answer that it keeps it");
        }
    }

    @Test
    void resumingTwiceIsFoundAndAnswered() {
        Call call = verified.call(false, resumes(true));
        call.returned(true);

        assertThat(call.data().completePendedPostOperation()).isTrue();
        assertThat(call.data().completePendedPostOperation()).isFalse();

        assertThat(verified.words())
                .containsExactly(
                        "resumed-twice: CallbackData.completePendedPostOperation() was called for what the post-operation of read kept and the filter had resumed");
    }

    @Test
    void onceItsCancelCallbackWasCalledTwoMayResume() {
        Call call = verified.call(false, resumes(true));
        call.returned(true);
        call.data().completePendedPostOperation();
        call.cancelled();

        assertThat(call.data().completePendedPostOperation()).isFalse();
        assertThat(verified.found()).isEmpty();
    }

    @Test
    void whatTheManagerDidNotResumeIsStillTheFilters() {
        Call call = verified.call(true, resumes(false));
        call.returned(true);

        assertThat(call.data().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK))
                .isFalse();

        assertThat(call.isResumable()).isTrue();
    }

    @Test
    void aChangeThatIsNotMarkedIsFoundWhenTheCallbackReturns() {
        Call call = verified.call(true, Map.of());
        call.changed("Read.setOffset()");
        call.changed("Read.setByteCount()");
        assertThat(verified.found()).isEmpty();
        call.returned(false);

        assertThat(verified.words())
                .containsExactly(
                        "not-marked: Read.setOffset() changed a parameter, and the operation was not marked as changed");
        assertThat(verified.found()).extracting(Finding::detail).allMatch(detail -> detail.contains("\nat "));
    }

    @Test
    void ofWhatIsKeptItIsFoundWhenThatIsResumed() {
        Call call = verified.call(true, resumes(true));
        call.changed("Read.setOffset()");
        call.returned(true);
        assertThat(verified.found()).isEmpty();

        call.resumeForFilter();

        assertThat(verified.words()).hasSize(1);
        assertThat(call.isResumable()).isFalse();
    }

    @Test
    void aMarkedChangeIsNotFoundInAPreOperationAndIsInAPost() {
        Call pre = verified.call(true, Map.of());
        pre.changed("Read.setOffset()");
        pre.markDirty();
        pre.returned(false);
        assertThat(verified.found()).isEmpty();

        Call post = verified.call(false, Map.of());
        post.changed("Read.setOffset()");
        post.markDirty();
        post.returned(false);
        assertThat(verified.words())
                .containsExactly(
                        "not-marked: Read.setOffset() was called in a post-operation, where it changes nothing");
    }

    @Test
    void resumingForTheFilterWhereSomebodyElseDidLeavesItAsItIs() {
        Call call = verified.call(false, resumes(false));
        call.returned(true);

        call.resumeForFilter();

        assertThat(call.isResumable()).isTrue();
    }
}
