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
 * <li>Windows of the rule's length start at each slot after the spike, so they overlap; one with fewer requests than the
 * rule's minimum is made longer until it has them. A window that would reach over the end of the time that is looked
 * at is none.
 * <li>A window is back if at most one in twenty of the requests scheduled in it was slower than the level before and the
 * margin. Those that failed count as slower, and so do those cut off after waiting longer: refusing load must not
 * look like speed.
 * <li>What is looked at ends with the plan, or before a later stage that raises the load above its level before the
 * spike: the next spike.
 * </ul>
 *
 * <p>So the time is as exact as a slot, zero where the first window is back already, and absent where the last window is
 * not back or where too few requests can tell.
 *
 * <pre>{@code
 * result.recovery().ifPresent(recovery -> System.out.println(recovery));
 * }</pre>
 *
 * @param firstStage the first stage of the spike, counted from 1
 * @param lastStage its last stage
 * @param rule what counts as recovered
 * @param levelBefore the level before the spike in microseconds; empty where too few requests tell it
 * @param time how long it took; empty where the service did not recover or nothing can tell
 * @param unknown why nothing can tell; empty where something does
 */
public record Recovery(
        int firstStage,
        int lastStage,
        RecoveryRule rule,
        OptionalDouble levelBefore,
        Optional<Duration> time,
        Optional<String> unknown) {

    /** Whether the service is known to have recovered. */
    public boolean isRecovered() {
        return time.isPresent();
    }

    /** The finding in one sentence. */
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
