package dev.weir.manager.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Altitude;
import dev.weir.Filter;
import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.Instance;
import dev.weir.InstanceSetupFlag;
import dev.weir.MajorFunction;
import dev.weir.NtStatus;
import dev.weir.OperationFlag;
import dev.weir.PreOperationStatus;
import dev.weir.Registration;
import dev.weir.manager.FileHandleObject;
import dev.weir.manager.FilterObject;
import dev.weir.manager.Finding;
import dev.weir.manager.VolumeDefinition;
import dev.weir.manager.VolumeObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the front is told of a volume's stack, what the lists of filters and instances show, and what mounting does. */
class VolumeStackTest {
    private final Rig rig = new Rig();
    private final AtomicInteger changes = new AtomicInteger();

    @AfterEach
    void close() {
        rig.close();
    }

    private VolumeObject hooked(StubFileSystem base) throws FilterException {
        return rig.manager.mount(new VolumeDefinition("hooked", base, changes::incrementAndGet, thread -> "test"));
    }

    private static TestFilter registering(String name, MajorFunction major, OperationFlag... flags) {
        TestFilter filter = new TestFilter(name, "10");
        filter.entry = manager -> {
            manager.register(only(major, flags)).startFiltering();
            return NtStatus.SUCCESS;
        };
        return filter;
    }

    private static Registration only(MajorFunction major, OperationFlag... flags) throws FilterException {
        return Registration.builder()
                .preOperation(major, (data, objects) -> PreOperationStatus.SUCCESS_NO_CALLBACK, flags)
                .unload((filter, asked) -> NtStatus.SUCCESS)
                .build();
    }

    private void assertWants(boolean data, boolean cached) {
        assertThat(rig.volume.wantsData()).isEqualTo(data);
        assertThat(rig.volume.wantsCachedData()).isEqualTo(cached);
    }

    @Test
    void dataIsWantedByWhoRegisteredForReadsOrWrites() {
        assertWants(false, false);
        for (MajorFunction major : List.of(MajorFunction.READ, MajorFunction.WRITE)) {
            rig.load(registering("f", major));
            assertThat(rig.volume.wants(major)).isTrue();
            assertThat(rig.volume.wants(MajorFunction.CREATE)).isFalse();
            assertWants(true, true);
            rig.unload("f");
            assertWants(false, false);
            rig.load(registering("f", major, OperationFlag.SKIP_CACHED_IO));
            assertWants(true, false);
            rig.unload("f");
            rig.load(registering("f", major, OperationFlag.SKIP_NON_DASD_IO));
            assertWants(true, false);
            rig.unload("f");
        }
        rig.load(registering("f", MajorFunction.CREATE));
        assertThat(rig.volume.wants(MajorFunction.CREATE)).isTrue();
        assertWants(false, false);
    }

    @Test
    void oneWhoWantsCachedDataIsEnough() throws Exception {
        rig.load(registering("skips", MajorFunction.READ, OperationFlag.SKIP_CACHED_IO));
        assertWants(true, false);
        TestFilter all = registering("all", MajorFunction.WRITE);
        all.flags = 1;
        rig.load(all);
        assertWants(true, false);
        rig.manager.attach("all", rig.volume, Optional.empty(), Altitude.parse("11"));
        assertWants(true, true);
    }

    @Test
    void theFrontIsToldOfEachChangeOfTheStack() throws Exception {
        VolumeObject volume = hooked(new StubFileSystem());
        assertThat(changes).hasValue(0);
        rig.load(new TestFilter("f", "1"));
        assertThat(changes).hasValue(1);
        rig.manager.detach("f", volume, Optional.empty());
        assertThat(changes).hasValue(2);
        rig.manager.attach("f", volume, Optional.empty(), Optional.empty());
        assertThat(changes).hasValue(3);
        rig.unload("f");
        assertThat(changes).hasValue(4);
    }

    @Test
    void theFrontIsToldAgainWhenTheOperationsOfTheOldStackHaveEnded() throws Exception {
        var base = new StubFileSystem();
        VolumeObject volume = hooked(base);
        base.stalled.add(dev.weir.manager.OperationKind.STATFS);
        CompletableFuture<Rig.Outcome> statfs = CompletableFuture.supplyAsync(
                () -> Rig.get(rig.start(volume, operation -> {
                    dev.weir.manager.Requests.statfs(operation);
                    operation.on(volume.root());
                })),
                rig.threads);
        UnloadRowsTest.awaitQuietly(base.arrived);
        CompletableFuture<FilterObject> load =
                CompletableFuture.supplyAsync(() -> rig.load(new TestFilter("f", "1")), rig.threads);
        while (changes.get() == 0) {
            Thread.onSpinWait();
        }
        assertThat(changes).hasValue(1);
        base.release.countDown();
        Rig.get(statfs);
        Rig.get(load);
        assertThat(changes).hasValue(2);
    }

    @Test
    void anOperationThatDoesNotEndDoesNotHoldAnAttach() throws Exception {
        VolumeObject volume = hooked(new StubFileSystem());
        TestFilter keeps = new TestFilter("keeps", "1");
        List<dev.weir.CallbackData> kept = Collections.synchronizedList(new ArrayList<>());
        keeps.pre = (data, objects) -> {
            kept.add(data);
            return PreOperationStatus.PENDING;
        };
        rig.load(keeps);
        changes.set(0);
        CompletableFuture<Rig.Outcome> statfs = rig.start(volume, operation -> {
            dev.weir.manager.Requests.statfs(operation);
            operation.on(volume.root());
        });
        rig.load(new TestFilter("f", "2"));
        assertThat(changes).hasValue(2);
        assertThat(statfs).isNotDone();
        kept.getFirst().completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK);
        Rig.get(statfs);
    }

    @Test
    void filtersAndInstancesAreListedFromHighToLow() throws Exception {
        rig.load(new TestFilter("b", "10"));
        rig.load(new TestFilter("c", "30"));
        TestFilter suppressed = new TestFilter("a", "20");
        suppressed.flags = 1;
        rig.load(suppressed);
        assertThat(rig.manager.filters()).extracting(FilterObject::name).containsExactly("c", "a", "b");
        Filter b = rig.manager.filter("B").orElseThrow();
        Instance higher = b.attachAtAltitude(rig.volume, Altitude.of("40"), Optional.of("second"));
        assertThat(higher).hasToString("second at 40 on stub");
        b.attachAtAltitude(rig.volume, Altitude.of("5"), Optional.of("third"));
        assertThat(b.instances()).extracting(Instance::name).containsExactly("second", "b Instance", "third");
        assertThat(rig.manager.filters()).extracting(FilterObject::name).containsExactly("b", "c", "a");
        assertThat(rig.manager.filters().getFirst().altitude()).hasToString("40");
        b.detach(rig.volume, Optional.of("SECOND"));
        assertThat(b.instances()).extracting(Instance::name).containsExactly("b Instance", "third");
        b.detach(rig.volume, Optional.empty());
        Instance again = b.attach(rig.volume, Optional.empty());
        assertThat(again.name()).isEqualTo("b Instance");
        assertThat(again.filter()).isSameAs(b);
        assertThat(again.volume()).isSameAs(rig.volume);
        assertThat(b).hasToString("b");
        assertThat(rig.volume).hasToString("stub");
    }

    @Test
    void instancesOnOtherVolumesAreNobodysConcern() throws Exception {
        VolumeObject other = rig.mount("other", new StubFileSystem());
        rig.load(new TestFilter("f", "10"));
        rig.manager.detach("f", rig.volume, Optional.empty());
        assertThat(rig.volume.instances()).isEmpty();
        assertThat(other.instances()).hasSize(1);
        rig.manager.attach("f", rig.volume, Optional.empty(), Optional.empty());
        assertThat(rig.manager.volumes()).containsExactly(rig.volume, other);
        assertThat(other.id()).isGreaterThan(rig.volume.id());
        assertThat(other.fileSystemType()).isEqualTo("stub");
    }

    @Test
    void aFilterRegistersOnceAndInItsEntryRoutineAlone() {
        List<NtStatus> seen = new ArrayList<>();
        TestFilter filter = new TestFilter("f", "10");
        filter.entry = manager -> {
            manager.register(filter.registration(manager));
            tryRegister(filter, manager, seen);
            return NtStatus.SUCCESS;
        };
        FilterObject object = rig.load(filter);
        tryRegister(filter, filter.manager, seen);
        assertThat(seen).containsExactly(NtStatus.INVALID_DEVICE_REQUEST, NtStatus.INVALID_DEVICE_REQUEST);
        rig.unload("f");
        assertThatThrownBy(object::startFiltering)
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT));
        assertThatThrownBy(() -> object.attach(rig.volume, Optional.empty()))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT));
    }

    private static void tryRegister(TestFilter filter, FilterManager manager, List<NtStatus> seen) {
        try {
            manager.register(filter.registration(manager));
        } catch (FilterException e) {
            seen.add(e.status());
        }
    }

    @Test
    void aFilterIsGivenWhatItsManagerHas() {
        TestFilter other = new TestFilter("other", "5").refusing(NtStatus.DEVICE_BUSY);
        rig.load(other);
        TestFilter filter = new TestFilter("f", "10");
        rig.load(filter);
        FilterManager manager = filter.manager;
        assertThat(manager.filterName()).isEqualTo("f");
        assertThat(manager.configuration()).isSameAs(rig.configuration);
        assertThat(manager.volumes()).hasSize(1);
        assertThat(manager.events()).isNotNull();
        assertThatThrownBy(() -> manager.unloadFilter("other")).isInstanceOfSatisfying(FilterException.class, e -> {
            assertThat(e.status()).isEqualTo(NtStatus.DEVICE_BUSY);
            assertThat(e.getMessage()).contains("other refused");
        });
        assertThatThrownBy(() -> manager.unloadFilter("nobody"))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.FLT_FILTER_NOT_FOUND));
    }

    @Test
    void nothingAttachesToAVolumeThatIsGone() {
        rig.load(new TestFilter("f", "10"));
        rig.manager.dismount(rig.volume);
        rig.base.isClosed = false;
        rig.manager.dismount(rig.volume);
        assertThat(rig.base.isClosed).isFalse();
        assertThatThrownBy(() -> rig.manager.attach("f", rig.volume, Optional.empty(), Optional.empty()))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.FLT_DELETING_OBJECT));
        assertThat(rig.manager.filter("f").orElseThrow().instances()).isEmpty();
        assertThat(rig.manager.volume("stub")).isEmpty();
    }

    @Test
    void aFilterThatIsDecidingAttachesToANewVolume() throws Exception {
        TestFilter filter = new TestFilter("f", "10");
        filter.unload = (f, flags) -> {
            rig.mount("late", new StubFileSystem());
            return NtStatus.FLT_DO_NOT_DETACH;
        };
        rig.load(filter);
        rig.unload("f");
        assertThat(rig.manager.volume("late").orElseThrow().instances()).hasSize(1);
    }

    @Test
    void aDetachedVolumeSaysSoToWhoAttaches() throws Exception {
        List<Set<InstanceSetupFlag>> seen = new ArrayList<>();
        rig.manager.markDetached(rig.volume);
        TestFilter filter = new TestFilter("f", "10");
        filter.setup = (instance, flags) -> {
            seen.add(flags);
            return NtStatus.SUCCESS;
        };
        rig.load(filter);
        rig.manager.attach("f", rig.volume, Optional.of("second"), Altitude.parse("11"));
        assertThat(seen)
                .containsExactly(
                        Set.of(InstanceSetupFlag.AUTOMATIC_ATTACHMENT, InstanceSetupFlag.DETACHED_VOLUME),
                        Set.of(InstanceSetupFlag.MANUAL_ATTACHMENT, InstanceSetupFlag.DETACHED_VOLUME));
    }

    @Test
    void aCollisionOfAltitudesOnAnAutomaticAttachIsAFindingAndNothingElseIs() {
        rig.load(new TestFilter("first", "10"));
        rig.load(new TestFilter("second", "10.0"));
        TestFilter refusing = new TestFilter("third", "11");
        refusing.setup = (instance, flags) -> NtStatus.FLT_DO_NOT_ATTACH;
        rig.load(refusing);
        assertThat(rig.volume.instances()).hasSize(1);
        assertThat(rig.manager.findings().all()).singleElement().satisfies(finding -> {
            assertThat(finding.filter()).isEqualTo("second");
            assertThat(finding.what()).isEqualTo("did not attach to stub");
            assertThat(finding.detail()).contains("altitude 10.0 on volume stub is taken by first Instance of first");
        });
    }

    @Test
    void callbacksOfInstancesThatThrowAreFindingsAndTheTeardownGoesOn() throws Exception {
        TestFilter filter = new TestFilter("f", "10");
        filter.setup = (instance, flags) -> null;
        rig.load(filter);
        assertThatThrownBy(() -> rig.manager.attach("f", rig.volume, Optional.empty(), Optional.empty()))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.UNSUCCESSFUL));
        TestFilter throwing = new TestFilter("g", "11");
        throwing.query = instance -> {
            throw new IllegalStateException("query");
        };
        throwing.onTeardownStart = () -> {
            throw new IllegalStateException("start");
        };
        FilterObject object = rig.load(throwing);
        assertThatThrownBy(() -> rig.manager.detach("g", rig.volume, Optional.empty()))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.UNSUCCESSFUL));
        rig.unload("g");
        assertThat(throwing.log).endsWith("g complete FILTER_UNLOAD");
        assertThat(object.counts().exceptions()).isEqualTo(1);
        assertThat(rig.manager.findings().all())
                .extracting(Finding::what)
                .anyMatch(f -> f.startsWith("instance query teardown threw"))
                .anyMatch(f -> f.startsWith("instance teardown start threw"))
                .hasSize(2);
        TestFilter silent = new TestFilter("h", "12");
        silent.query = instance -> null;
        rig.load(silent);
        assertThatThrownBy(() -> rig.manager.detach("h", rig.volume, Optional.empty()))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.UNSUCCESSFUL));
    }

    @Test
    void operationsInFlightAreListedOldestFirst() {
        FileHandleObject handle = rig.open();
        List<dev.weir.CallbackData> kept = Collections.synchronizedList(new ArrayList<>());
        TestFilter filter = new TestFilter("f", "10");
        filter.pre = (data, objects) -> {
            kept.add(data);
            return PreOperationStatus.PENDING;
        };
        rig.load(filter);
        List<CompletableFuture<Rig.Outcome>> all = new ArrayList<>();
        all.add(rig.start(rig::getattr));
        all.add(rig.start(rig.read(handle, 0)));
        all.add(rig.start(rig::truncate));
        assertThat(rig.manager.inFlight())
                .extracting(dev.weir.manager.InFlight::operation)
                .containsExactly("getattr", "read", "truncate");
        kept.forEach(data -> data.completePendedPreOperation(PreOperationStatus.SUCCESS_NO_CALLBACK));
        all.forEach(Rig::get);
        org.awaitility.Awaitility.await().until(() -> rig.manager.inFlight().isEmpty());
    }

    @Test
    void anUnloadGoesFromTheOldestVolumeToTheNewestAndFromHighToLow() throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        VolumeObject other = rig.mount("other", new StubFileSystem());
        TestFilter filter = new TestFilter("f", "10");
        filter.entry = manager -> {
            manager.register(Registration.builder()
                            .unload((f, flags) -> NtStatus.SUCCESS)
                            .instanceTeardownStart((instance, reason) -> seen.add(instance.toString()))
                            .build())
                    .startFiltering();
            return NtStatus.SUCCESS;
        };
        rig.load(filter);
        rig.manager.attach("f", other, Optional.of("up"), Altitude.parse("20"));
        rig.manager.attach("f", rig.volume, Optional.of("down"), Altitude.parse("5"));
        rig.manager.attach("f", rig.volume, Optional.of("up"), Altitude.parse("20"));
        rig.unload("f", false, Duration.ofSeconds(Rig.SECONDS));
        assertThat(seen)
                .containsExactly(
                        "up at 20 on stub",
                        "f Instance at 10 on stub",
                        "down at 5 on stub",
                        "up at 20 on other",
                        "f Instance at 10 on other");
    }
}
