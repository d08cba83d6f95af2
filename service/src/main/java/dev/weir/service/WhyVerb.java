package dev.weir.service;

import dev.weir.NtStatus;
import dev.weir.manager.FilterObject;
import dev.weir.manager.Finding;
import dev.weir.manager.InFlight;
import dev.weir.manager.Manager;
import dev.weir.manager.PortObject;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;
import dev.weir.service.filter.LoaderHolders;
import dev.weir.service.filter.LoaderProof;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says why a filter is still there, or what an unload would wait for: the operations that it holds, who holds its class loader, what it did wrong. Where
 * an unloaded filter's loader is not collected, looks in the heap for the way by which it is held. */
record WhyVerb(Manager manager, InstalledFilters filters, Path folder) implements Verb {
    @Override
    public String name() {
        return "why";
    }

    @Override
    public JsonObject call(Request request) throws Refusal, IOException {
        String name = request.text("filter");
        InstalledFilter filter = filters.find(name)
                .orElseThrow(() -> Refusal.no(
                        NtStatus.FLT_FILTER_NOT_FOUND,
                        "no filter '" + name + "' is installed: 'weir filters' lists what is"));
        List<String> lines = new ArrayList<>();
        manager.filter(name)
                .ifPresentOrElse(
                        loaded -> lines.add(filter.name() + " is loaded: "
                                + loaded.state().name().toLowerCase(Locale.ROOT) + ", "
                                + loaded.instances().size()
                                + (loaded.instances().size() == 1 ? " instance" : " instances")),
                        () -> lines.add(filter.name() + " is not loaded"));
        operations(filter.name(), lines);
        manager.filter(name).ifPresent(loaded -> ports(loaded, lines));
        loader(filter, lines);
        findings(filter.name(), lines);
        return new JsonObject().put("filter", filter.name()).put("lines", lines);
    }

    private void operations(String filter, List<String> lines) {
        for (InFlight operation : manager.inFlight()) {
            if (operation.holder().equalsIgnoreCase(filter)) {
                lines.add(String.format(
                        Locale.ROOT,
                        "holds %s %s of process %d (%s) for %.1f s, in %s on thread %s",
                        operation.operation(),
                        operation.path(),
                        operation.process(),
                        operation.program(),
                        operation.ageNanos() / 1e9,
                        operation.where(),
                        operation.thread()));
            }
        }
    }

    private static void ports(FilterObject filter, List<String> lines) {
        for (PortObject<?> port : filter.ports()) {
            lines.add("has port " + port.name() + (port.isOpen() ? "" : ", closed") + ": " + port.connections() + " of "
                    + port.maximumConnections() + " clients");
            port.clientDescriptions().forEach(client -> lines.add("port " + port.name() + ": " + client));
        }
    }

    private void loader(InstalledFilter filter, List<String> lines) throws IOException {
        Optional<LoaderProof> proof = filter.proof();
        Optional<LoaderHolders> holders;
        if (filter.isLoaded()) {
            holders = filter.loaded().map(loaded -> loaded.code().holders());
        } else if (proof.isPresent()) {
            System.gc();
            lines.add(
                    proof.get().isCollected() ? "its class loader is collected" : "its class loader is not collected");
            holders = proof.filter(p -> !p.isCollected()).map(LoaderProof::holders);
        } else {
            holders = Optional.empty();
        }
        holders.ifPresent(found -> {
            lines.addAll(found.found());
            lines.add("looked at: " + String.join("; ", found.lookedAt()));
        });
        if (!filter.isLoaded() && proof.isPresent()) {
            List<String> path = proof.get().heapPath(folder);
            lines.addAll(path);
            if (!path.isEmpty()) {
                lines.add("looked at: the whole heap");
            }
        }
    }

    private void findings(String filter, List<String> lines) {
        for (Finding finding : manager.findings().all()) {
            if (finding.filter().equalsIgnoreCase(filter)) {
                lines.add(finding.what() + " (" + finding.count() + " times; first: "
                        + finding.detail().lines().findFirst().orElse("") + ")");
            }
        }
    }
}
