package dev.llmbench.report.console;

import dev.llmbench.metric.Distribution;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.result.Tally;
import java.time.Duration;

/**
 * The state of a run, for a progress line.
 *
 * @param elapsed the time since its start
 * @param planned the length of its stages
 * @param stage the current stage, counted from 1; 0 during the warm-up
 * @param stages the number of stages
 * @param model the load model, which determines the unit of the level
 * @param level the active virtual users, or the requests per second that are due
 * @param inFlight the requests whose response is not complete
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

    /** Returns whether all stages are over and only answers are awaited. */
    boolean isDraining() {
        return elapsed.compareTo(planned) >= 0;
    }
}
