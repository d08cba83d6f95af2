package dev.weir.service;

import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.service.filter.LoaderProof;

/** Lets the tests of other packages at what a service does not show. */
public final class Inside {
    private Inside() {}

    /** Unloads as the control socket does, without waiting for the proof. */
    public static UnloadResult unload(Weir weir, String name) throws Refusal {
        return weir.filters().unload(UnloadRequest.of(name, false));
    }

    /** As a mandatory unload. */
    public static UnloadResult stop(Weir weir, String name) throws Refusal {
        return weir.filters().unload(UnloadRequest.of(name, true));
    }

    /** What watches the loader of a filter's last load. */
    public static LoaderProof proof(Weir weir, String name) {
        return weir.filters().find(name).flatMap(InstalledFilter::proof).orElseThrow();
    }
}
