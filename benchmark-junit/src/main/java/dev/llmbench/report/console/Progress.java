package dev.llmbench.report.console;

import dev.llmbench.metric.Distribution;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.result.Tally;
import java.time.Duration;

/**
 * Where a run stands, for a progress line.
 *
 * @param elapsed since its start
 * @param planned the length of its stages
 * @param stage the stage that it is in, counted from 1; 0 during the warm-up
 * @param stages the number of stages
 * @param model what the load is counted in
 * @param level virtual users that are active, or requests a second that are to start
 * @param inFlight requests that wait for the end of their response
 * @param tally what ended so far
 */
public record Progress(
        Duration elapsed,
        Duration planned,
        int stage,
        int stages,
        LoadModel model,
        double level,
        int inFlight,
        Tally tally) {

    Progress withTtft(Distribution ttft) {
        Tally other = new Tally(tally.ok(), tally.errors(), tally.commonestError(), tally.outputTokens(), ttft);
        return new Progress(elapsed, planned, stage, stages, model, level, inFlight, other);
    }

    /** Whether all stages are over and only answers are waited for. */
    boolean isDraining() {
        return elapsed.compareTo(planned) >= 0;
    }
}
