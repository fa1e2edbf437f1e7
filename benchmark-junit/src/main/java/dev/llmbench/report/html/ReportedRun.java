package dev.llmbench.report.html;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.report.json.RunEnvironment;
import dev.llmbench.result.LoadResult;
import java.util.Optional;

/**
 * A run to show in a report.
 *
 * @param verdicts the verdicts on its budgets
 * @param notable the requests to show one by one
 * @param environment the machine and software that it ran on; empty if unknown
 */
public record ReportedRun(Verdicts verdicts, NotableRequests notable, Optional<RunEnvironment> environment) {

    /** What was measured. */
    LoadResult result() {
        return verdicts.result();
    }
}
