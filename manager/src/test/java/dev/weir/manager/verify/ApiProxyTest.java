package dev.weir.manager.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.CallbackData;
import dev.weir.Instance;
import dev.weir.NtStatus;
import dev.weir.Volume;
import dev.weir.context.ContextReference;
import dev.weir.io.OwnIo;
import dev.weir.manager.BaseFileSystem;
import dev.weir.operation.Parameters;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiProxyTest {
    private final Verified verified = new Verified();
    private final Volume volume =
            Stub.of(Volume.class, Map.of("name", "/srv", "isDetached", new IllegalStateException("no")));
    private final OwnIo io = Stub.of(OwnIo.class, Map.of());
    private final Instance instance = Stub.of(Instance.class, Map.of("name", "top", "volume", volume, "io", io));
    private final Instance proxy = (Instance) ApiProxy.of(new ApiProxy(verified.verifier, instance));

    @Test
    void callsArePassedOnAndWhatComesBackIsAProxyAgain() {
        assertThat(proxy.name()).isEqualTo("top");
        assertThat(proxy.io()).isNotSameAs(io).isEqualTo(io);
    }

    @Test
    void whatContextsAreSetOnIsItself() {
        assertThat(proxy.volume()).isSameAs(volume);
    }

    @Test
    void itIsEqualToWhatItStandsFor() {
        assertThat(proxy).isEqualTo(instance).isEqualTo(ApiProxy.of(new ApiProxy(verified.verifier, instance)));
        assertThat(proxy).isNotEqualTo(Verified.instance());
        assertThat(proxy.hashCode()).isEqualTo(instance.hashCode());
        assertThat(proxy).hasToString("a stub");
    }

    @Test
    void unwrappingLeavesEverythingElseAsItIs() {
        assertThat(ApiProxy.unwrap(proxy)).isSameAs(instance);
        assertThat(ApiProxy.unwrap(instance)).isSameAs(instance);
        assertThat(ApiProxy.unwrap("text")).isEqualTo("text");
        assertThat(ApiProxy.unwrap(null)).isNull();
    }

    @Test
    void whatIsThrownComesAsItWas() {
        assertThatThrownBy(() -> ((Volume) ApiProxy.of(new ApiProxy(verified.verifier, volume))).isDetached())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
    }

    @Test
    void theApisInterfacesAreThoseThatFiltersSee() {
        assertThat(ApiProxy.isOfTheApi(CallbackData.class)).isTrue();
        assertThat(ApiProxy.isOfTheApi(Parameters.class)).isTrue();
        assertThat(ApiProxy.isOfTheApi(ContextReference.class)).isTrue();
        assertThat(ApiProxy.isOfTheApi(OwnIo.class)).isTrue();
        assertThat(ApiProxy.isOfTheApi(NtStatus.class)).isFalse();
        assertThat(ApiProxy.isOfTheApi(Runnable.class)).isFalse();
        assertThat(ApiProxy.isOfTheApi(BaseFileSystem.class)).isFalse();
    }

    @Test
    void theSameInstanceHasTheSameProxyUntilItIsForgotten() {
        Proxies proxies = verified.verifier.proxies();
        Instance first = proxies.instance(instance);

        assertThat(proxies.instance(instance)).isSameAs(first);
        proxies.forget(instance);
        assertThat(proxies.instance(instance)).isNotSameAs(first);
    }
}
