package dev.weir.manager.verify;

import dev.weir.CallbackData;
import dev.weir.Instance;
import dev.weir.PreOperation;
import dev.weir.PreOperationStatus;
import dev.weir.RelatedObjects;
import dev.weir.Volume;
import dev.weir.manager.Finding;
import dev.weir.manager.Findings;
import dev.weir.manager.Manager;
import dev.weir.manager.ManagerThreads;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A verifier of the filter "f" for tests of its parts: what it waits for elsewhere, it waits for at once on the same thread. */
final class Verified {
    static final PreOperation<Object> CALLBACK = (data, objects) -> PreOperationStatus.SUCCESS_NO_CALLBACK;

    private final Findings findings = new Manager(new ManagerThreads(Runnable::run, Runnable::run)).findings();
    final Verifier verifier = new Verifier(
            "f", findings, new VerifierSettings(Runnable::run, Duration.ofMillis(1), Duration.ZERO, () -> 0));

    List<Finding> found() {
        return findings.all();
    }

    List<String> words() {
        return found().stream().map(Finding::what).toList();
    }

    static Instance instance() {
        return Stub.of(Instance.class, Map.of("volume", Stub.of(Volume.class, Map.of("name", "/srv"))));
    }

    @SuppressWarnings("unchecked") // a stub holds nothing of that type
    static RelatedObjects<Object> related() {
        return Stub.of(RelatedObjects.class, Map.of("instance", instance()));
    }

    /** A call of a callback for a read, with which operations on the real one answer so. */
    Call call(boolean before, Map<String, ?> answers) {
        var real = new HashMap<String, Object>(Map.of("operationName", "read", "path", new IllegalStateException()));
        real.putAll(answers);
        RelatedObjects<Object> objects = related();
        return new Call(verifier, before, Stub.of(CallbackData.class, real), objects, CALLBACK.getClass());
    }
}
