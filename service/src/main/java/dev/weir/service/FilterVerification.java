package dev.weir.service;

import dev.weir.FilterException;
import dev.weir.Minifilter;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import dev.weir.service.control.JsonObject;
import dev.weir.service.events.EventHub;
import dev.weir.service.filter.FilterCode;
import dev.weir.service.filter.FilterConfiguration;
import dev.weir.service.filter.FilterJar;
import dev.weir.service.filter.LoaderProof;
import dev.weir.service.filter.TrustedOwners;
import dev.weir.testkit.FilterCodeSource;
import dev.weir.testkit.Verification;
import dev.weir.testkit.VerificationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Verifies the filter of a jar in this process, on a volume in memory: no service, no mount. */
public final class FilterVerification {
    private static final Duration COLLECTED = Duration.ofSeconds(5);

    private FilterVerification() {}

    /**
     * Takes some seconds.
     *
     * @param jarOrName a jar's path, or the name of a filter that Weir brings
     * @return {@code filter}, {@code operations}, {@code findings} (each with {@code rule}, {@code what}, {@code count}, {@code detail}, {@code remedy}) and {@code notes}
     * @throws Refusal as a load does: the jar or the configuration is no good, or the entry routine failed
     */
    public static JsonObject run(String jarOrName, Map<String, String> configuration) throws Refusal, IOException {
        Settings settings = Settings.embedded("/");
        try {
            Path folder = Files.createDirectory(settings.jars());
            TrustedOwners trusted = TrustedOwners.ofThisProcess(settings.bundledFilters());
            Manager nobodys = new Manager(new ManagerThreads(Runnable::run, Runnable::run));
            FilterJar jar = new InstalledFilters(nobodys, new EventHub(), folder, settings.bundledFilters(), trusted)
                    .jar(jarOrName);
            return answer(jar, run(jar, configuration));
        } finally {
            FolderTree.delete(settings.folder());
        }
    }

    private static VerificationReport run(FilterJar jar, Map<String, String> texts) throws Refusal {
        FilterConfiguration configuration = FilterConfiguration.of(jar.descriptor(), texts);
        // A class that is no filter is refused here, before anything begins.
        FilterCode.open(jar.copy(), jar.descriptor()).close();
        InstalledFilter filter = new InstalledFilter(jar, new FilterSettings(texts, Optional.empty(), true));
        try {
            return new Verification(filter.definition(), configuration).run(() -> load(jar));
        } catch (FilterException refused) {
            throw Refusal.of(refused);
        }
    }

    private static FilterCodeSource.Loaded load(FilterJar jar) {
        FilterCode code;
        try {
            code = FilterCode.open(jar.copy(), jar.descriptor());
        } catch (Refusal changed) {
            throw new IllegalStateException(changed);
        }
        return new FilterCodeSource.Loaded() {
            @Override
            public Supplier<Minifilter> constructor() {
                return code.constructor(jar.descriptor());
            }

            @Override
            public List<String> close() {
                return holders(code.close());
            }
        };
    }

    private static List<String> holders(LoaderProof proof) {
        try {
            String words = proof.await(COLLECTED);
            return proof.isCollected() ? List.of() : List.of(words);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static JsonObject answer(FilterJar jar, VerificationReport report) {
        return new JsonObject()
                .put("filter", jar.descriptor().name())
                .put("operations", report.operations())
                .put(
                        "findings",
                        report.violations().stream()
                                .map(found -> Views.finding(found.rule(), found.what(), found.count(), found.detail()))
                                .toList())
                .put("notes", report.notes());
    }
}
