package dev.weir.testkit;

import dev.weir.manager.verify.Rule;
import java.util.List;

/**
 * What a verification came to.
 *
 * @param violations what the filter should not do; none is the aim
 * @param notes what was not looked at, and why
 * @param operations how many operations the filter was driven through
 */
public record VerificationReport(List<Violation> violations, List<String> notes, long operations) {
    /**
     * One thing that a filter should not do.
     *
     * @param what in words
     * @param count how often
     * @param detail of the first time, line by line: where, then the filter's stack trace where its code was at fault at that moment
     */
    public record Violation(Rule rule, String what, long count, List<String> detail) {
        public Violation {
            detail = List.copyOf(detail);
        }
    }

    public VerificationReport {
        violations = List.copyOf(violations);
        notes = List.copyOf(notes);
    }

    public boolean isClean() {
        return violations.isEmpty();
    }

    /** Those of one rule. */
    public List<Violation> of(Rule rule) {
        return violations.stream().filter(violation -> violation.rule() == rule).toList();
    }
}
