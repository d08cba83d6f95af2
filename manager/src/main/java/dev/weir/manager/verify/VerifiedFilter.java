package dev.weir.manager.verify;

import dev.weir.FilterException;
import dev.weir.FilterManager;
import dev.weir.Minifilter;
import dev.weir.NtStatus;
import dev.weir.Registration;
import dev.weir.manager.Findings;

/**
 * A filter with the verifier round it: it behaves as the filter does, and what the filter breaks is recorded as findings, each with the {@link Rule}'s name and, where the filter's code is at fault at that moment, its stack
 * trace. What a filter owes at its end (references, kept operations) is settled for it after a grace time.
 */
public final class VerifiedFilter implements Minifilter {
    private final Minifilter filter;
    private final Findings findings;
    private final VerifierSettings settings;

    public VerifiedFilter(Minifilter filter, Findings findings, VerifierSettings settings) {
        this.filter = filter;
        this.findings = findings;
        this.settings = settings;
    }

    @Override
    public Registration registration(FilterManager manager) throws FilterException {
        return filter.registration(manager);
    }

    @Override
    public NtStatus entry(FilterManager manager) throws FilterException {
        var verifier = new Verifier(manager.filterName(), findings, settings);
        boolean loaded = false;
        try {
            NtStatus answer = filter.entry(verifier.proxies().manager(manager));
            loaded = answer != null && answer.isSuccess();
            return answer;
        } finally {
            if (!loaded) {
                verifier.references().settleAtTheEnd();
            }
        }
    }
}
