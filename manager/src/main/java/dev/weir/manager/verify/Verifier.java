package dev.weir.manager.verify;

import dev.weir.manager.Findings;

/** What is shared by all that is put round one filter, from its load to its end. Safe on any thread. */
final class Verifier {
    private final String filter;
    private final Findings findings;
    private final VerifierSettings settings;
    private final HeldReferences references = new HeldReferences(this);
    private final KeptOperations kept = new KeptOperations(this);
    private final Proxies proxies = new Proxies(this);
    private final CallsInFlight running = new CallsInFlight(this);
    private final BlockingWatch blocking = new BlockingWatch(this);
    private final OwnMountWatch ownMount = new OwnMountWatch(this);
    private final LockWatch locks;

    Verifier(String filter, Findings findings, VerifierSettings settings) {
        this.filter = filter;
        this.findings = findings;
        this.settings = settings;
        this.locks = new LockWatch(settings.locksEvery());
    }

    VerifierSettings settings() {
        return settings;
    }

    HeldReferences references() {
        return references;
    }

    KeptOperations kept() {
        return kept;
    }

    Proxies proxies() {
        return proxies;
    }

    CallsInFlight running() {
        return running;
    }

    BlockingWatch blocking() {
        return blocking;
    }

    OwnMountWatch ownMount() {
        return ownMount;
    }

    LockWatch locks() {
        return locks;
    }

    /** @param detail of this time: the operation, then the filter's stack trace, a line each */
    void found(Rule rule, String what, String detail) {
        findings.found(filter, rule.says(what), detail);
    }
}
