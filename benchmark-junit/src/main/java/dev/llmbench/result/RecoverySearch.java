package dev.llmbench.result;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Stage;
import dev.llmbench.sample.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** Finds out when a service has recovered from a spike. */
final class RecoverySearch {
    private static final Statistic P95 = Statistic.percentile(95);
    private static final int ONE_IN = 20;

    private final LoadResult result;
    private final List<Stage> stages;
    private final int first;
    private final int last;
    private final RecoveryRule rule;

    RecoverySearch(LoadResult result, int first, int last, RecoveryRule rule) {
        this.result = result;
        this.stages = result.plan().load().stages();
        this.first = first;
        this.last = last;
        this.rule = rule;
        if (first > last) {
            throw ConfigurationException.of(
                    "recovery", first + " to " + last, "a spike must not end before it begins", "Swap the stages");
        }
    }

    Recovery recovery() {
        Duration end = endOf(result.stage(last));
        int windowSlots = result.timeline().slots("recovery.window", rule.window());
        OptionalInt before = stageBefore(result.stage(first).scope().stage().orElseThrow());
        if (before.isEmpty()) {
            return unknown(
                    OptionalDouble.empty(), "no stage with a length comes before the spike. Put a steady one there");
        }
        Measurement level = result.stage(before.getAsInt());
        if (level.latency(rule.metric()).count() < rule.minSamples()) {
            return unknown(
                    OptionalDouble.empty(),
                    "stage " + before.getAsInt() + " before the spike has "
                            + level.latency(rule.metric()).count() + " samples of "
                            + rule.metric().label() + ", fewer than " + rule.minSamples()
                            + ". Make it longer");
        }
        Duration horizon = horizon(stages.get(before.getAsInt() - 1).target());
        return after(end, horizon, windowSlots, level.value(rule.metric(), P95));
    }

    private static Duration endOf(Measurement stage) {
        return stage.scope().from().plus(stage.scope().length());
    }

    private OptionalInt stageBefore(int stage) {
        for (int number = stage - 1; number >= 1; number--) {
            if (!stages.get(number - 1).duration().isZero()) {
                return OptionalInt.of(number);
            }
        }
        return OptionalInt.empty();
    }

    private Recovery after(Duration end, Duration lookedAt, int windowSlots, OptionalDouble level) {
        double limit = level.orElseThrow() * (1 + rule.margin());
        Timeline timeline = result.timeline();
        int start = (int) timeline.wholeSlots(end);
        int horizon = (int) Math.min(timeline.size(), lookedAt.dividedBy(timeline.slot()));
        OptionalInt recovered = OptionalInt.empty();
        boolean seen = false;
        for (int slot = horizon - windowSlots; slot >= start; slot--) {
            Optional<Boolean> back = isBack(slot, windowSlots, horizon, limit);
            if (back.isPresent() && !back.get()) {
                return known(
                        level,
                        recovered.isPresent() ? Optional.of(timeAt(recovered.getAsInt(), end)) : Optional.empty());
            }
            seen |= back.isPresent();
            recovered = back.isPresent() ? OptionalInt.of(slot) : recovered;
        }
        return seen
                ? known(
                        level,
                        Optional.of(recovered.getAsInt() == start ? Duration.ZERO : timeAt(recovered.getAsInt(), end)))
                : unknown(
                        level,
                        "too few requests follow the spike to fill a window. Continue the load for longer after it");
    }

    private Duration timeAt(int slot, Duration end) {
        return result.timeline().slot().multipliedBy(slot).minus(end);
    }

    /** Returns the time at which the load next rises above its level before the spike, or else the end of the plan. */
    private Duration horizon(double levelBefore) {
        for (int number = last + 1; number <= stages.size(); number++) {
            double target = stages.get(number - 1).target();
            if (target > levelBefore && target > stages.get(number - 2).target()) {
                return result.stage(number).scope().from();
            }
        }
        return result.plan().load().end();
    }

    /** Returns whether the window that starts at the slot is back; empty if too few requests are left to tell. */
    private Optional<Boolean> isBack(int slot, int windowSlots, int horizon, double limit) {
        for (int end = slot + windowSlots; end <= horizon; end++) {
            Measurement window = result.timeline().window(slot, end, Set.of(rule.metric()));
            Exceedance slow = slowOrFailed(window, limit);
            if (slow.samples() >= rule.minSamples()) {
                return Optional.of(slow.over() * ONE_IN <= slow.samples());
            }
        }
        return Optional.empty();
    }

    private Exceedance slowOrFailed(Measurement window, double limit) {
        Metric metric = rule.metric();
        long ok = window.latency(metric).count();
        long slow = window.latency(metric).countOverBucketOf(limit);
        // Requests that timed out have waited too, but already count as errors.
        long cutOff = Math.max(0, window.waits(metric).countOverBucketOf(limit) - window.count(Outcome.TIMEOUT));
        long failed = window.errors() + cutOff;
        return new Exceedance(ok + failed, slow + failed);
    }

    private Recovery known(OptionalDouble level, Optional<Duration> time) {
        return new Recovery(first, last, rule, level, time, Optional.empty());
    }

    /** Returns a recovery that is unknown for a reason other than the load. */
    Recovery unknown(String why) {
        return unknown(OptionalDouble.empty(), why);
    }

    private Recovery unknown(OptionalDouble level, String why) {
        return new Recovery(first, last, rule, level, Optional.empty(), Optional.of(why));
    }
}
