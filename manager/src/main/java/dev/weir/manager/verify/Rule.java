package dev.weir.manager.verify;

import dev.weir.manager.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the verifier holds a filter to. A finding of one begins with its {@link #id()}. */
@SuppressWarnings("ImmutableEnumChecker") // a copy
public enum Rule {
    /** A context or an object was referenced and not released when all of the filter was torn down. */
    LEAKED_REFERENCE("close every reference, best in a try with resources"),
    /** A pre-operation asked for a post-operation that is not registered. */
    STATUS_WITHOUT_POST("register a post-operation, or answer SUCCESS_NO_CALLBACK", "without a registered post-op"),
    /** A parameter was changed and the operation not marked, or changed where that has no effect. */
    NOT_MARKED(
            "call CallbackData.setDirty() in the pre-operation that changes a parameter",
            "changed parameters without marking"),
    /** An operation was kept and not resumed by the end of the instance's teardown start. */
    PEND_WITHOUT_RESUME("resume all that is kept in the instance's teardown start"),
    /** An operation was resumed by a callback that did not answer that it keeps it. */
    RESUMED_NOT_KEPT("answer PENDING or MORE_PROCESSING_REQUIRED where the operation is resumed by a call"),
    /** An operation was resumed once more. */
    RESUMED_TWICE("resume an operation exactly once"),
    /** A callback used a path of the volume that it is called for. */
    OWN_MOUNT("use the instance's own I/O (Instance.io()), which goes below it"),
    /** A callback waited that promised not to. */
    BLOCKING("queue what has to wait, or leave NON_BLOCKING out of the registration"),
    /** A callback returned with a lock. */
    LOCK_HELD("release locks before a callback returns: the post-operation may run on another thread, or for draining"),
    /** What a callback was handed was used when it was over. */
    STALE_USE("copy what is needed later; keep an operation by PENDING"),
    /** An unload was refused after unregistering, or agreed to without. */
    UNLOAD_ORDER(
            "decide first; then unregister and agree, or refuse",
            "refused its unload after it had unregistered",
            "agreed to its unload without unregistering"),
    /** An unload did not end. */
    UNLOAD_HANGS("release in the teardown callbacks what the unload waits for"),
    /** A thread that began while the filter was loaded goes on after it. */
    THREAD_LEFT("end threads and shut executors down in the unload callback"),
    /** The filter's class loader is still reachable. */
    LOADER_LEFT("take back shutdown hooks, listeners, thread locals and timers in the unload callback"),
    /** An exception came out of a callback. */
    EXCEPTION("catch what can be thrown", " threw "),
    /** Anything else that the manager found. */
    OTHER("see docs/verifier.md");

    private final String remedy;
    private final List<String> phrases;

    /** @param phrases in the manager's own findings of the same */
    Rule(String remedy, String... phrases) {
        this.remedy = remedy;
        this.phrases = List.of(phrases);
    }

    /** Its name in findings: {@code leaked-reference}, ... */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What to do, in words. */
    public String remedy() {
        return remedy;
    }

    /** A finding's first words. */
    public String says(String what) {
        return id() + ": " + what;
    }

    /** The rule that a finding is about. */
    public static Rule of(Finding finding) {
        return byId(finding.what()).orElseGet(() -> {
            for (Rule rule : values()) {
                if (rule.phrases.stream().anyMatch(finding.what()::contains)) {
                    return rule;
                }
            }
            return OTHER;
        });
    }

    /** Whether the verifier found it, rather than the manager by itself. */
    public static boolean isVerified(Finding finding) {
        return byId(finding.what()).isPresent();
    }

    /** What a finding says without the rule's name. */
    public static String words(Finding finding) {
        return byId(finding.what())
                .map(rule -> finding.what().substring(rule.id().length() + 2))
                .orElse(finding.what());
    }

    private static Optional<Rule> byId(String what) {
        for (Rule rule : values()) {
            if (what.startsWith(rule.id() + ": ")) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /** Without what the manager found of a rule that the verifier, which knows more, has found broken by the same filter, and without the exceptions that stopped a filter for another finding. */
    public static List<Finding> distinct(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> !finding.what().contains(BrokenRuleException.class.getName()))
                .filter(finding -> byId(finding.what()).isPresent()
                        || of(finding) == OTHER
                        || findings.stream()
                                .noneMatch(other -> byId(other.what()).equals(Optional.of(of(finding)))
                                        && other.filter().equals(finding.filter())))
                .toList();
    }
}
