package dev.llmbench.report;

import dev.llmbench.result.LoadResult;
import java.util.List;
import java.util.Locale;

/** The one word that stands first in every report. */
enum OverallVerdict {
    PASS,
    FAIL,
    INVALID;

    /** An invalid run says nothing about budgets, unless the test accepts it. */
    static OverallVerdict of(LoadResult result, List<VerdictLine> verdicts) {
        if (!result.validity().isValid() && !result.plan().acceptsInvalid()) {
            return INVALID;
        }
        if (result.facts().aborted().isPresent()) {
            return FAIL;
        }
        return verdicts.stream().anyMatch(VerdictLine::failed) ? FAIL : PASS;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
