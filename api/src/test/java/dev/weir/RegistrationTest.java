package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.context.ContextKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationTest {
    private static final PreOperation<Object> PRE = (data, objects) -> PreOperationStatus.SUCCESS_NO_CALLBACK;
    private static final PostOperation<Object> POST = (data, objects, flags) -> PostOperationStatus.FINISHED_PROCESSING;

    @Test
    void aMajorFunctionRegisteredTwiceIsADuplicateEntry() throws FilterException {
        Registration.Builder builder = Registration.builder().preOperation(MajorFunction.READ, PRE);
        assertThatThrownBy(() -> builder.postOperation(MajorFunction.READ, POST))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.status()).isEqualTo(NtStatus.FLT_DUPLICATE_ENTRY));
    }

    @Test
    void shutdownHasNoPostOperation() {
        assertThatThrownBy(() -> OperationRegistration.of(MajorFunction.SHUTDOWN, PRE, POST))
                .isInstanceOf(IllegalArgumentException.class);
        Registration all = Registration.builder().everyOperation(PRE, POST).build();
        assertThat(all.operations()).hasSize(MajorFunction.values().length);
        assertThat(all.operation(MajorFunction.SHUTDOWN).orElseThrow().post()).isEmpty();
    }

    @Test
    void everyOperationLeavesWhatIsRegisteredAlready() throws FilterException {
        Registration registration = Registration.builder()
                .preOperation(MajorFunction.READ, PRE, OperationFlag.SKIP_CACHED_IO)
                .everyOperation(PRE, POST)
                .build();
        OperationRegistration<?> read =
                registration.operation(MajorFunction.READ).orElseThrow();
        assertThat(read.flags()).containsExactly(OperationFlag.SKIP_CACHED_IO);
        assertThat(read.post()).isEmpty();
    }

    @Test
    void aCopyHasEverything() throws Exception {
        Registration.Builder full = Registration.builder()
                .flag(RegistrationFlag.DO_NOT_SUPPORT_SERVICE_STOP)
                .unload(FilterUnloadCallback.ALWAYS)
                .instanceSetup((instance, flags) -> NtStatus.SUCCESS)
                .instanceQueryTeardown(InstanceQueryTeardownCallback.ALWAYS)
                .instanceTeardownStart((instance, reason) -> {})
                .instanceTeardownComplete((instance, reason) -> {})
                .nameProvider((NameProvider) java.lang.reflect.Proxy.newProxyInstance(
                        NameProvider.class.getClassLoader(),
                        new Class<?>[] {NameProvider.class},
                        (proxy, method, arguments) -> null))
                .context(ContextKind.file(String.class))
                .onException(ExceptionPolicy.PASS_OPERATION)
                .everyOperation(PRE, POST);
        Registration original = full.build();
        Registration copy = original.toBuilder().build();
        for (var field : Registration.class.getDeclaredFields()) {
            field.setAccessible(true);
            Object value = field.get(original);
            // Set above, so that a field that is forgotten in a copy shows.
            assertThat(value).as(field.getName()).isNotNull();
            if (value instanceof java.lang.reflect.Proxy || java.lang.reflect.Proxy.isProxyClass(value.getClass())) {
                assertThat(field.get(copy)).as(field.getName()).isSameAs(value);
            } else {
                assertThat(field.get(copy)).as(field.getName()).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"365000, ACTIVITY_MONITOR", "325000.7, ANTI_VIRUS", "19999.99, INFRASTRUCTURE", "174999.5, IMAGING"})
    void anAltitudeLiesInItsGroup(String altitude, LoadOrderGroup group) throws FilterException {
        assertThat(group.contains(Altitude.of(altitude))).isTrue();
        assertThat(LoadOrderGroup.parse(group.title())).contains(group);
        assertThat(LoadOrderGroup.parse(group.name())).contains(group);
    }

    @Test
    void majorFunctionsHaveTheirNumbers() {
        assertThat(MajorFunction.ofCode(0x12)).contains(MajorFunction.CLEANUP);
        assertThat(MajorFunction.ofCode(0xF9)).contains(MajorFunction.QUERY_OPEN);
        assertThat(MajorFunction.ofCode(0x16)).isEmpty();
    }
}
