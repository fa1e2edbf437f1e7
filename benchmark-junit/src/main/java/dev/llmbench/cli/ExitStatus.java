package dev.llmbench.cli;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.result.LoadResult;
import java.util.List;

/** The exit status of the program. */
final class ExitStatus {
    static final int PASSED = 0;
    /** A budget is broken or has no sample, the test's own assertions failed, or the run's abort rule ended it. */
    static final int BREACH = 1;
    /** The arguments are invalid, or a file cannot be read. */
    static final int USAGE = 2;
    /** Nothing is provably broken, but there is less evidence than the policy requires. */
    static final int INCONCLUSIVE = 3;
    /** The run is invalid: it says nothing about the server. */
    static final int INVALID = 4;

    private static final List<Integer> GRAVEST_FIRST = List.of(INVALID, BREACH, INCONCLUSIVE, PASSED);

    private ExitStatus() {}

    static int of(LoadResult result, Verdicts verdicts) {
        if (!verdicts.invalidCauses().isEmpty()) {
            return INVALID;
        }
        boolean broken = verdicts.failures().stream()
                .map(Verdict::kind)
                .anyMatch(kind -> kind == Verdict.Kind.BREACH || kind == Verdict.Kind.NO_SAMPLE);
        if (broken
                || result.testFailure().isPresent()
                || result.facts().aborted().isPresent()) {
            return BREACH;
        }
        return verdicts.failed() ? INCONCLUSIVE : PASSED;
    }

    static int graver(int one, int other) {
        return GRAVEST_FIRST.indexOf(one) < GRAVEST_FIRST.indexOf(other) ? one : other;
    }
}
