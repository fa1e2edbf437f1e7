package dev.llmbench.report.html;

import dev.llmbench.budget.Verdicts;
import dev.llmbench.report.json.RunEnvironment;
import dev.llmbench.result.LoadResult;
import java.util.Optional;

/**
 * A run to be shown.
 *
 * @param verdicts what its budgets say of it
 * @param notable single requests of it
 * @param environment what it was made with; empty where that is not known
 */
public record ReportedRun(Verdicts verdicts, NotableRequests notable, Optional<RunEnvironment> environment) {

    /** What was measured. */
    LoadResult result() {
        return verdicts.result();
    }
}
