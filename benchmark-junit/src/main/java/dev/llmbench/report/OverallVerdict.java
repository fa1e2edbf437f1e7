package dev.llmbench.report;

import dev.llmbench.result.LoadResult;
import java.util.List;
import java.util.Locale;

/** The one word that stands first in every report. */
public enum OverallVerdict {
    /** All budgets held. */
    PASS,
    /** A budget or an assertion of the test did not hold, the run's own rule ended it, or its files are incomplete. */
    FAIL,
    /** The run is not the one that was asked for. */
    INVALID;

    /** An invalid run says nothing about budgets, unless the test accepts it. */
    public static OverallVerdict of(LoadResult result, List<VerdictLine> verdicts) {
        if (!result.invalidCauses().isEmpty()) {
            return INVALID;
        }
        if (result.facts().aborted().isPresent()
                || !result.incompleteFiles().isEmpty()
                || result.testFailure().isPresent()) {
            return FAIL;
        }
        return verdicts.stream().anyMatch(VerdictLine::failed) ? FAIL : PASS;
    }

    /** The word in JSON and in names of styles: the name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
