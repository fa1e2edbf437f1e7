package dev.llmbench.report.html;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.report.json.RunEnvironment;
import dev.llmbench.result.LoadResult;
import java.util.Optional;

/**
 * A run to show in a report.
 *
 * @param verdicts the verdicts on its budgets
 * @param notable the requests to show individually
 * @param environment the machine and software that it ran on; empty if unknown
 */
public record ReportedRun(Verdicts verdicts, NotableRequests notable, Optional<RunEnvironment> environment) {

    /** Returns the result of the run. */
    LoadResult result() {
        return verdicts.result();
    }
}
