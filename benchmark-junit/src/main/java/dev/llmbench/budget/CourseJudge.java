package dev.llmbench.budget;

import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.metric.Interval;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Course;
import dev.llmbench.plan.Evidence;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.Drift;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Recovery;
import dev.llmbench.result.RecoveryRule;
import java.time.Duration;
import java.util.OptionalDouble;

/** Judges a budget on what shows over the time of a run: a drift, a recovery or a breakpoint. */
final class CourseJudge {
    private final Question question;
    private final LoadResult result;
    private final Budget budget;

    CourseJudge(Question question) {
        this.question = question;
        this.result = question.result();
        this.budget = question.budget();
    }

    Verdict verdict() {
        return switch (budget.statistic().kind()) {
            case DRIFT -> of(result.drift(budget.metric()));
            case RECOVERY -> of(spikesRecovery());
            default -> of(breakpoint());
        };
    }

    /** The only one of the three that has an interval: it can be proven. */
    private Verdict of(Drift drift) {
        if (drift.unknown().isPresent()) {
            return inconclusive(new Ruling(Kind.INCONCLUSIVE, false, true), withLimit(drift.inWords()));
        }
        double limit = budget.limit();
        boolean holds = question.strict() ? drift.perHour() < limit : drift.perHour() <= limit;
        boolean proven = holds ? drift.upper() <= limit : drift.lower() > limit;
        Ruling ruling = new Ruling(holds ? Kind.PASS : Kind.BREACH, proven, true);
        boolean wantsProof = question.evidence() == Evidence.PROVEN_PASS && holds && !proven;
        return verdict(
                ruling,
                OptionalDouble.of(drift.perHour()),
                Interval.of(drift.lower(), drift.upper()),
                drift.windows(),
                withLimit(drift.inWords()),
                wantsProof ? "not proven: hold the load for longer, or raise the limit" : "");
    }

    private Recovery spikesRecovery() {
        Course.Spike spike = Course.of(result.plan().load())
                .spike()
                .orElseThrow(() -> ConfigurationException.saying(
                        "A budget on a recovery is of a load with a spike. Use profile = SPIKE."));
        return result.recovery(spike.firstStage(), spike.lastStage(), RecoveryRule.USUAL.of(budget.metric()));
    }

    /** A recovery that is known is a fact of the run; so is that there was none. */
    Verdict of(Recovery recovery) {
        if (recovery.unknown().isPresent()) {
            return inconclusive(Ruling.ofFact(Kind.INCONCLUSIVE), withLimit(recovery.inWords()));
        }
        OptionalDouble micros = recovery.time().map(CourseJudge::micros).orElse(OptionalDouble.empty());
        boolean holds = micros.orElse(Double.POSITIVE_INFINITY) <= budget.limit();
        return fact(holds ? Kind.PASS : Kind.BREACH, micros, withLimit(recovery.inWords()));
    }

    private static OptionalDouble micros(Duration time) {
        return OptionalDouble.of(time.toNanos() / 1e3);
    }

    private Breakpoint breakpoint() {
        return result.breakpoint()
                .orElseThrow(
                        () -> ConfigurationException.saying("A budget on a breakpoint is of a test that looks for one."
                                + " Use profile = BREAKPOINT or profile = SEARCH."));
    }

    private Verdict of(Breakpoint found) {
        String finding = "The load " + found.inWords() + ", limit ≥ " + found.shown(budget.limit());
        if (found.held().isEmpty() && found.broke().isEmpty()) {
            return inconclusive(Ruling.ofFact(Kind.INCONCLUSIVE), finding);
        }
        boolean holds = found.held().orElse(Double.NEGATIVE_INFINITY) >= budget.limit();
        return fact(holds ? Kind.PASS : Kind.BREACH, found.held(), finding);
    }

    private String withLimit(String finding) {
        return finding + ", limit " + budget.shownLimit();
    }

    private Verdict fact(Kind kind, OptionalDouble actual, String finding) {
        return verdict(Ruling.ofFact(kind), actual, Interval.UNBOUNDED, 1, finding, "");
    }

    private Verdict inconclusive(Ruling ruling, String finding) {
        return verdict(ruling, OptionalDouble.empty(), Interval.UNBOUNDED, 0, finding, "");
    }

    private Verdict verdict(
            Ruling ruling, OptionalDouble actual, Interval interval, long samples, String finding, String remark) {
        return new Verdict(
                budget,
                question.measured().scope(),
                ruling.kind(),
                ruling.proven(),
                ruling.fails(question.evidence()),
                actual,
                interval,
                samples,
                0,
                finding,
                remark);
    }
}
