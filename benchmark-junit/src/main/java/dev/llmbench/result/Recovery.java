package dev.llmbench.result;

import dev.llmbench.metric.Format;
import dev.llmbench.plan.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long a service took to recover from a spike: from the planned end of the spike's last stage to the earliest slot of
 * the timeline from which on every window is <em>back</em>.
 *
 * <ul>
 * <li>The level before is the metric's p95 over the last stage before the spike that has a length.
 * <li>Windows of the rule's length start at each slot after the spike, so they overlap; one with fewer requests than
 * the rule's minimum is extended until it has enough. Windows end within the observed time.
 * <li>A window is back if at most one in twenty of the requests scheduled in it was slower than the level before plus
 * the margin. Requests that failed count as slower, and so do those that were cut off after waiting longer: refusing
 * load must not look like speed.
 * <li>The observed time ends with the plan, or before the next spike, which is a later stage that raises the load above
 * its level before this spike.
 * </ul>
 *
 * <p>The time is therefore exact to a slot, zero if the first window is already back, and absent if the last window is
 * not back or there are too few requests to tell.
 *
 * <pre>{@code
 * result.recovery().ifPresent(recovery -> System.out.println(recovery));
 * }</pre>
 *
 * @param firstStage the first stage of the spike, counted from 1
 * @param lastStage its last stage
 * @param rule what counts as recovered
 * @param levelBefore the level before the spike in microseconds; empty if there are too few requests to tell
 * @param time how long it took; empty if the service did not recover, or if that is unknown
 * @param unknown why the recovery is unknown; empty if it is known
 */
public record Recovery(
        int firstStage,
        int lastStage,
        RecoveryRule rule,
        OptionalDouble levelBefore,
        Optional<Duration> time,
        Optional<String> unknown) {

    /** Returns whether the service is known to have recovered. */
    public boolean isRecovered() {
        return time.isPresent();
    }

    /** Returns the finding in one sentence. */
    public String inWords() {
        String spike = firstStage == lastStage ? "stage " + lastStage : "stages " + firstStage + " to " + lastStage;
        if (unknown.isPresent()) {
            return "Recovery after " + spike + " is unknown: " + unknown.get();
        }
        String level = " (" + rule.inWords() + ", " + Format.micros(levelBefore.orElseThrow()) + ")";
        return time.map(taken -> "Recovery after " + spike + " took " + Durations.format(taken) + level)
                .orElse("No recovery after " + spike + level);
    }
}
