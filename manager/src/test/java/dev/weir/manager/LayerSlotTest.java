package dev.weir.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Altitude;
import dev.weir.PreOperationStatus;
import dev.weir.manager.conformance.Rigs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LayerSlotTest {
    private final Rigs rig = Rigs.quiet();
    private final LayerSlot slot = new LayerSlot();
    private FilterObject filter;
    private InstanceObject instance;
    private CallbackNode node;

    @BeforeEach
    void make() throws Exception {
        var definition = new FilterDefinition(
                "f", Optional.empty(), List.of(new InstanceDefinition("i", Altitude.of("1"), false, false)), "i");
        filter = new FilterObject(rig.manager(), definition);
        instance = instance();
        node = node(instance);
    }

    private InstanceObject instance() throws Exception {
        return new InstanceObject("i", Altitude.of("1"), filter, rig.volume());
    }

    private static CallbackNode node(InstanceObject of) throws Exception {
        var registration = dev.weir.Registration.builder()
                .everyOperation((data, objects) -> PreOperationStatus.SUCCESS_NO_CALLBACK, null)
                .build();
        return new CallbackNode(
                of, registration.operation(dev.weir.MajorFunction.READ).orElseThrow());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void enteringBeginsALayerThatKnowsItsInstanceAndVersion() throws Exception {
        assertThat(slot.state()).isEqualTo(LayerSlot.EMPTY);
        assertThat(slot.belongsTo(instance)).isFalse();
        assertThat(slot.enter(node, 3)).isTrue();
        assertThat(slot.state()).isEqualTo(LayerSlot.PRE);
        assertThat(slot.seenVersion()).isEqualTo(3);
        assertThat(slot.node()).isSameAs(node);
        assertThat(slot.belongsTo(instance)).isTrue();
        assertThat(slot.belongsTo(instance())).isFalse();
        assertThat(slot.filter()).isSameAs(filter);
        assertThat(slot.instance()).isSameAs(instance);
        assertThat(slot.volume()).isSameAs(rig.volume());
        assertThat(slot.isSynchronous()).isFalse();
    }

    @Test
    void anInstanceThatIsGoingIsNotEntered() {
        instance.abandon();
        assertThat(slot.enter(node, 0)).isFalse();
        assertThat(slot.state()).isEqualTo(LayerSlot.EMPTY);
        assertThat(slot.node()).isNull();
    }

    @Test
    void aMoveHappensOnlyFromTheStateItIsIn() {
        slot.enter(node, 0);
        assertThat(slot.move(LayerSlot.WAITING, LayerSlot.POST)).isFalse();
        assertThat(slot.state()).isEqualTo(LayerSlot.PRE);
        slot.waiting(true);
        assertThat(slot.isSynchronous()).isTrue();
        assertThat(slot.state()).isEqualTo(LayerSlot.WAITING);
        assertThat(slot.move(LayerSlot.WAITING, LayerSlot.POST)).isTrue();
        assertThat(slot.state()).isEqualTo(LayerSlot.POST);
        slot.state(LayerSlot.POST_PENDED);
        assertThat(slot.state()).isEqualTo(LayerSlot.POST_PENDED);
    }

    @Test
    void theCompletionContextIsThereOnceItIsSet() {
        slot.enter(node, 0);
        assertThat(slot.hasCompletionContext()).isFalse();
        assertThatThrownBy(slot::completionContext).isInstanceOf(IllegalStateException.class);
        slot.setCompletionContext("context");
        assertThat(slot.hasCompletionContext()).isTrue();
        assertThat(slot.completionContext()).isEqualTo("context");
        slot.enter(node, 0);
        assertThat(slot.hasCompletionContext()).isFalse();
    }

    private boolean resume(int from, PreOperationStatus status, Object context) {
        return slot.move(from, LayerSlot.RESUMING) && slot.resumed(status, context);
    }

    @Test
    void aResumedContextReplacesTheOldOneOnceAndNoneLeavesIt() {
        slot.enter(node, 0);
        slot.setCompletionContext("own");
        assertThat(resume(LayerSlot.PENDED, PreOperationStatus.COMPLETE, "other"))
                .isFalse();
        assertThat(resume(LayerSlot.PRE, PreOperationStatus.COMPLETE, null)).isTrue();
        assertThat(slot.state()).isEqualTo(LayerSlot.RESUMED);
        slot.takeResumedContext();
        assertThat(slot.resumedStatus()).isEqualTo(PreOperationStatus.COMPLETE);
        assertThat(slot.completionContext()).isEqualTo("own");
        slot.state(LayerSlot.PENDED);
        assertThat(resume(LayerSlot.PENDED, PreOperationStatus.SUCCESS_WITH_CALLBACK, "resumed"))
                .isTrue();
        slot.takeResumedContext();
        assertThat(slot.completionContext()).isEqualTo("resumed");
        slot.setCompletionContext("again");
        slot.takeResumedContext();
        assertThat(slot.completionContext()).isEqualTo("again");
    }

    @Test
    void itIsRunningWhileACallbackIsAndHoldingWhileAFilterKeepsIt() {
        for (int state = LayerSlot.EMPTY; state <= LayerSlot.RESUMING; state++) {
            slot.state(state);
            boolean runs = List.of(
                            LayerSlot.PRE,
                            LayerSlot.RESUMED,
                            LayerSlot.POST,
                            LayerSlot.POST_RESUMED,
                            LayerSlot.RESUMING)
                    .contains(state);
            boolean keeps = state == LayerSlot.PENDED || state == LayerSlot.POST_PENDED;
            assertThat(slot.isRunning()).as("state %d", state).isEqualTo(runs);
            assertThat(slot.isHolding()).as("state %d", state).isEqualTo(runs || keeps);
            if (state != LayerSlot.RESUMING) {
                assertThat(slot.settledState()).isEqualTo(state);
            }
        }
    }

    @Test
    void aClearedSlotKeepsNothingOfTheFilter() {
        slot.enter(node, 2);
        slot.setCompletionContext("context");
        assertThat(resume(LayerSlot.PRE, PreOperationStatus.COMPLETE, "resumed"))
                .isTrue();
        slot.waiting(true);
        slot.clear();
        assertThat(slot.state()).isEqualTo(LayerSlot.EMPTY);
        assertThat(slot.node()).isNull();
        assertThat(slot.isSynchronous()).isFalse();
        assertThat(slot.hasCompletionContext()).isFalse();
        slot.takeResumedContext();
        assertThat(slot.hasCompletionContext()).isFalse();
        assertThatThrownBy(slot::filter).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(slot::instance).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(slot::volume).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> slot.setCompletionContext("late")).isInstanceOf(IllegalStateException.class);
        assertThat(slot.hasCompletionContext()).isFalse();
    }

    @Test
    void aDrainedSlotGivesWhatItHeldToACopyAndKeepsThatItIsSynchronous() {
        slot.enter(node, 2);
        slot.setCompletionContext("owed");
        slot.waiting(true);
        LayerSlot owed = slot.detachedCopy();
        slot.drained();
        assertThat(slot.state()).isEqualTo(LayerSlot.DRAINED);
        assertThat(slot.node()).isNull();
        assertThat(slot.hasCompletionContext()).isFalse();
        assertThat(slot.isSynchronous()).isTrue();
        assertThat(owed.completionContext()).isEqualTo("owed");
        assertThat(owed.instance()).isSameAs(instance);
    }
}
