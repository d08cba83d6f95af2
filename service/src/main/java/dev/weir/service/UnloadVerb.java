package dev.weir.service;

import dev.weir.manager.UnloadRequest;
import dev.weir.manager.UnloadResult;
import dev.weir.service.control.JsonObject;
import dev.weir.service.control.Request;
import dev.weir.service.control.Verb;
import dev.weir.service.filter.LoaderProof;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Unloads a filter, and proves it: {@code mandatory}, {@code timeoutMillis}, {@code abandon}. Sends a {@code progress} notification every five seconds
 * while it waits.
 */
record UnloadVerb(InstalledFilters filters, Runnable changed) implements Verb {
    private static final Duration PROOF_PATIENCE = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "unload";
    }

    @Override
    public JsonObject call(Request request) throws Refusal, IOException, InterruptedException {
        String name = request.text("filter");
        UnloadResult result = request.parameters().flag("abandon") ? filters.abandon(name) : unload(name, request);
        changed.run();
        return switch (result.outcome()) {
            case REFUSED -> throw refusal(name, result);
            case TIMED_OUT ->
                throw new Refusal(
                        Refusal.Kind.TIMED_OUT,
                        result.status(),
                        result.message() + ": 'weir unload " + name + " --abandon' removes it without proof");
            case ABANDONED -> Views.unloaded(name, result);
            case UNLOADED -> unloaded(name, Views.unloaded(name, result).put("loader", proof(filters, name)));
        };
    }

    private UnloadResult unload(String name, Request request) throws Refusal {
        JsonObject parameters = request.parameters();
        Duration timeout =
                parameters.number("timeoutMillis").map(Duration::ofMillis).orElse(UnloadRequest.DEFAULT_TIMEOUT);
        return filters.unload(new UnloadRequest(
                name,
                parameters.flag("mandatory"),
                timeout,
                request.privileged(),
                holder -> progress(request, name, holder)));
    }

    /** A client that has gone does not end the unload. */
    private static void progress(Request request, String name, String holder) {
        try {
            request.notifications()
                    .send("progress", new JsonObject().put("text", "unload of " + name + " waits for " + holder));
        } catch (IOException gone) {
            System.getLogger(UnloadVerb.class.getName()).log(System.Logger.Level.DEBUG, "nobody reads progress", gone);
        }
    }

    /** The filter's own refusal gets the remedy; the manager's has its reason. */
    private Refusal refusal(String name, UnloadResult result) {
        if (!result.message().contains(" refused: ")) {
            return Refusal.no(result.status(), result.message());
        }
        boolean stoppable = filters.supportsStop(name);
        String remedy = stoppable
                ? "'weir stop " + name + "' does not ask for its consent"
                : "it can't be stopped either, and stays until the service ends";
        return new Refusal(Refusal.Kind.NO, result.status(), result.message() + "; it goes on as before: " + remedy);
    }

    /** What was found in a verified load that has ended. */
    private JsonObject unloaded(String name, JsonObject answer) {
        filters.find(name)
                .flatMap(InstalledFilter::verification)
                .ifPresent(verification -> answer.put("findings", verification.findings()));
        return answer;
    }

    /** Waits for the class loader of a filter that is unloaded, and tells its verification, if it has one, whether that is collected. */
    static String proof(InstalledFilters filters, String name) throws InterruptedException {
        Optional<InstalledFilter> filter = filters.find(name);
        Optional<LoaderProof> proof = filter.flatMap(InstalledFilter::proof);
        if (proof.isEmpty()) {
            return "class loader was not ours";
        }
        String words = proof.get().await(PROOF_PATIENCE);
        filter.flatMap(InstalledFilter::verification).ifPresent(verification -> verification.end(proof.get(), words));
        return words;
    }
}
