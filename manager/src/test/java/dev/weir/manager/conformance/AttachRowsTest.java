package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Altitude;
import dev.weir.FilterException;
import dev.weir.Instance;
import dev.weir.InstanceSetupFlag;
import dev.weir.NtStatus;
import dev.weir.Volume;
import dev.weir.manager.VolumeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where instances stand, and who may attach and detach them. */
class AttachRowsTest {
    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    private static void assertStatus(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, NtStatus status) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(status));
    }

    private static Optional<Altitude> at(String altitude) {
        return Altitude.parse(altitude);
    }

    @Test
    @DisplayName("A1: altitudes 03333 and 100.123456: 03333 above")
    void a1() {
        rig.load(new TestFilter("low", "100.123456"));
        rig.load(new TestFilter("high", "03333"));
        assertThat(rig.volume.instances()).extracting(i -> i.filter().name()).containsExactly("high", "low");
    }

    @Test
    @DisplayName("A2: 325000.3 and 325000.30 on one volume: collision, nothing left behind")
    void a2() {
        rig.load(new TestFilter("first", "325000.3"));
        rig.load(new TestFilter("second", "7"));
        assertStatus(
                () -> rig.manager.attach("second", rig.volume, Optional.of("other"), at("325000.30")),
                NtStatus.FLT_INSTANCE_ALTITUDE_COLLISION);
        assertThat(rig.volume.instances()).hasSize(2);
        assertStatus(
                () -> rig.manager.attach("second", rig.volume, Optional.empty(), Optional.empty()),
                NtStatus.FLT_INSTANCE_NAME_COLLISION);
        assertThat(rig.manager.filter("second").orElseThrow().instances()).hasSize(1);
    }

    @Test
    @DisplayName("A3: setup NULL / DO_NOT_ATTACH / 0x80000005: attached / not / not")
    void a3() {
        rig.load(new TestFilter("none", "1"));
        TestFilter refuses = new TestFilter("refuses", "2");
        refuses.setup = (instance, flags) -> NtStatus.FLT_DO_NOT_ATTACH;
        rig.load(refuses);
        TestFilter warns = new TestFilter("warns", "3");
        warns.setup = (instance, flags) -> NtStatus.BUFFER_OVERFLOW;
        rig.load(warns);
        TestFilter informs = new TestFilter("informs", "4");
        informs.setup = (instance, flags) -> NtStatus.OBJECT_NAME_EXISTS;
        rig.load(informs);
        TestFilter throwing = new TestFilter("throwing", "5");
        throwing.setup = (instance, flags) -> {
            throw new IllegalStateException("no");
        };
        rig.load(throwing);
        assertThat(rig.volume.instances()).extracting(i -> i.filter().name()).containsExactly("informs", "none");
        assertStatus(
                () -> rig.manager.attach("refuses", rig.volume, Optional.empty(), Optional.empty()),
                NtStatus.FLT_DO_NOT_ATTACH);
        assertThat(refuses.log).isEmpty();
    }

    @Test
    @DisplayName("A4: query-teardown NULL: manual detach refused; else as it answers, with teardown reason MANUAL")
    void a4() throws Exception {
        TestFilter filter = new TestFilter("f", "1");
        filter.query = null;
        rig.load(filter);
        assertStatus(() -> rig.manager.detach("f", rig.volume, Optional.empty()), NtStatus.FLT_DO_NOT_DETACH);
        TestFilter refusing = new TestFilter("g", "2");
        refusing.query = instance -> NtStatus.DEVICE_BUSY;
        rig.load(refusing);
        assertStatus(() -> rig.manager.detach("g", rig.volume, Optional.empty()), NtStatus.DEVICE_BUSY);
        assertThat(rig.volume.instances()).hasSize(2);
        TestFilter willing = new TestFilter("h", "3");
        rig.load(willing);
        rig.manager.detach("h", rig.volume, Optional.of("H INSTANCE"));
        assertThat(willing.log).containsExactly("h query", "h start MANUAL", "h complete MANUAL");
        assertStatus(() -> rig.manager.detach("h", rig.volume, Optional.empty()), NtStatus.FLT_INSTANCE_NOT_FOUND);
    }

    @Test
    @DisplayName("A5: attach before FltStartFiltering: FILTER_NOT_READY")
    void a5() {
        TestFilter filter = new TestFilter("f", "1");
        List<NtStatus> seen = new ArrayList<>();
        filter.entry = manager -> {
            var registered = manager.register(filter.registration(manager));
            Volume volume = manager.volumes().getFirst();
            try {
                registered.attach(volume, Optional.empty());
            } catch (FilterException e) {
                seen.add(e.status());
            }
            registered.startFiltering();
            try {
                registered.startFiltering();
            } catch (FilterException e) {
                seen.add(e.status());
            }
            return NtStatus.SUCCESS;
        };
        rig.load(filter);
        assertThat(seen).containsExactly(NtStatus.FLT_FILTER_NOT_READY, NtStatus.INVALID_PARAMETER);
        assertThat(rig.volume.instances()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "5.", ".5", "1..2", "abc", "-1", "+1", "1e5", " 1", "1 ", "0x10", "١"})
    @DisplayName("Altitudes that are none")
    void noAltitude(String text) {
        assertThat(Altitude.parse(text)).isEmpty();
        assertStatus(() -> Altitude.of(text), NtStatus.INVALID_PARAMETER);
    }

    @Test
    @DisplayName("Altitudes have any precision")
    void precision() {
        rig.load(new TestFilter("a", "1.00000000000000000000000000000000000001"));
        rig.load(new TestFilter("b", "1.00000000000000000000000000000000000002"));
        rig.load(new TestFilter("c", "1"));
        assertThat(rig.volume.instances()).extracting(i -> i.filter().name()).containsExactly("b", "a", "c");
    }

    @Test
    @DisplayName("Flag 0x1 suppresses automatic attachment, 0x2 manual; setup flags say which it is")
    void flags() throws Exception {
        List<Set<InstanceSetupFlag>> seen = new ArrayList<>();
        TestFilter manual = new TestFilter("manual", "1");
        manual.flags = 1;
        manual.setup = (instance, flagSet) -> {
            seen.add(flagSet);
            return NtStatus.SUCCESS;
        };
        rig.load(manual);
        assertThat(rig.volume.instances()).isEmpty();
        Instance attached = rig.manager.attach("manual", rig.volume, Optional.empty(), Optional.empty());
        assertThat(attached.altitude()).isEqualTo(at("1").orElseThrow());
        TestFilter automatic = new TestFilter("automatic", "2");
        automatic.flags = 2;
        automatic.setup = manual.setup;
        rig.load(automatic);
        VolumeObject other = rig.mount("other", new StubFileSystem());
        assertStatus(
                () -> rig.manager.attach("automatic", other, Optional.empty(), Optional.empty()),
                NtStatus.FLT_DO_NOT_ATTACH);
        assertThat(other.instances()).extracting(i -> i.filter().name()).containsExactly("automatic");
        assertThat(seen)
                .containsExactly(
                        Set.of(InstanceSetupFlag.MANUAL_ATTACHMENT),
                        Set.of(InstanceSetupFlag.AUTOMATIC_ATTACHMENT),
                        Set.of(InstanceSetupFlag.AUTOMATIC_ATTACHMENT, InstanceSetupFlag.NEWLY_MOUNTED_VOLUME));
    }

    @Test
    @DisplayName(
            "One filter several times on a volume, at altitudes of the caller's; detach without a name takes the highest")
    void severalInstances() throws Exception {
        rig.load(new TestFilter("f", "10"));
        rig.manager.attach("f", rig.volume, Optional.of("second"), at("20"));
        rig.manager.attach("f", rig.volume, Optional.of("third"), at("5"));
        assertThat(rig.volume.instances()).extracting(Instance::name).containsExactly("second", "f Instance", "third");
        rig.manager.detach("f", rig.volume, Optional.empty());
        assertThat(rig.volume.instances()).extracting(Instance::name).containsExactly("f Instance", "third");
    }

    @Test
    @DisplayName("Unknown names")
    void unknown() {
        rig.load(new TestFilter("f", "10"));
        assertStatus(
                () -> rig.manager.attach("nobody", rig.volume, Optional.empty(), Optional.empty()),
                NtStatus.FLT_FILTER_NOT_FOUND);
        assertStatus(
                () -> rig.manager.attach("f", rig.volume, Optional.of("nothing"), Optional.empty()),
                NtStatus.FLT_INSTANCE_NOT_FOUND);
        assertThatThrownBy(() -> rig.mount("stub", new StubFileSystem())).hasRootCauseInstanceOf(FilterException.class);
        assertThat(rig.manager.volume("stub")).contains(rig.volume);
        assertThat(rig.manager.volume(Long.toString(rig.volume.id()))).contains(rig.volume);
        assertThat(rig.manager.volume("nowhere")).isEmpty();
    }
}
