package dev.llmbench.budget;

import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Budget.Bound;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.LoadTimeline;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.Drift;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Recovery;
import dev.llmbench.result.RecoveryRule;
import dev.llmbench.result.TpotByDifference;
import dev.llmbench.stats.Interval;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Judges a budget on what no distribution tells: what shows over the time of a run, as a drift, a recovery or a breakpoint,
 * and TPOT by pairs of requests.
 */
final class DerivedJudge {
    private static final long FEWEST_PAIRS = 2;

    private final BudgetCheck question;
    private final LoadResult result;
    private final Budget budget;

    DerivedJudge(BudgetCheck question) {
        this.question = question;
        this.result = question.result();
        this.budget = question.budget();
    }

    Verdict verdict() {
        return switch (budget.statistic().kind()) {
            case DRIFT -> of(result.drift(budget.metric()));
            case RECOVERY -> of(spikesRecovery());
            case BY_DIFFERENCE -> of(tpotByDifference());
            default -> of(breakpoint());
        };
    }

    private Verdict of(Drift drift) {
        if (drift.unknown().isPresent()) {
            return unknown(
                    new Decision(Kind.INCONCLUSIVE, false, true),
                    drift.unknown().get());
        }
        return byInterval(
                drift.perHour(),
                Interval.of(drift.lower(), drift.upper()),
                Interval.UNBOUNDED,
                drift.windows(),
                withLimit(drift.inWords()),
                "hold the load for longer, or raise the limit");
    }

    private TpotByDifference tpotByDifference() {
        return (budget.stage().isPresent()
                        ? result.tpotByDifference(budget.stage().getAsInt())
                        : result.tpotByDifference())
                .orElseThrow(
                        () -> ConfigurationException.saying("A budget on TPOT by_difference is of a test that sends"
                                + " each prompt in two lengths. Give it tpotByDifference = 10."));
    }

    /** One pair alone says nothing of how sure it is. */
    private Verdict of(TpotByDifference tpot) {
        if (tpot.pairs() == 0) {
            return verdict(
                    Decision.ofFact(Kind.NO_SAMPLE),
                    OptionalDouble.empty(),
                    Interval.UNBOUNDED,
                    0,
                    withLimit(tpot),
                    "");
        }
        if (tpot.pairs() < FEWEST_PAIRS) {
            return verdict(
                    new Decision(Kind.INCONCLUSIVE, false, true),
                    tpot.micros(),
                    Interval.UNBOUNDED,
                    tpot.pairs(),
                    withLimit(tpot),
                    "needs at least " + FEWEST_PAIRS + " pairs that count, had " + tpot.pairs());
        }
        String remedy = budget.bound() == Bound.AT_MOST ? "raise the limit" : "lower the limit";
        return byInterval(
                tpot.micros().getAsDouble(),
                tpot.interval(),
                tpot.possible(),
                tpot.pairs(),
                withLimit(tpot),
                "lengthen the stages for more pairs, or " + remedy);
    }

    private String withLimit(TpotByDifference tpot) {
        String scope = budget.stage().isPresent() ? "Stage " + budget.stage().getAsInt() + ": " : "";
        return scope + withLimit(tpot.inWords());
    }

    /** Judges a figure with an interval. The bounds of the interval move as far as those of the figure. */
    private Verdict byInterval(
            double actual, Interval interval, Interval possible, long samples, String finding, String remedy) {
        double added = actual - possible.lower().orElse(actual);
        double withIncompleteFiles = possible.upper().orElse(actual) - actual;
        boolean most = question.atMost();
        boolean kept = holds(most ? actual + withIncompleteFiles : actual - added);
        boolean broken = !holds(most ? actual - added : actual + withIncompleteFiles);
        double limit = budget.limit();
        boolean below = kept == most;
        boolean proven = (kept || broken)
                && (below
                        ? interval.upper().orElse(Double.POSITIVE_INFINITY) + withIncompleteFiles <= limit
                        : interval.lower().orElse(Double.NEGATIVE_INFINITY) - added >= limit);
        boolean wantsProof = question.evidence() == Evidence.PROVEN_PASS && kept && !proven;
        Kind kind = kept ? Kind.PASS : broken ? Kind.BREACH : Kind.INCONCLUSIVE;
        return verdict(
                new Decision(kind, proven, true),
                OptionalDouble.of(actual),
                interval,
                possible,
                samples,
                finding,
                kind == Kind.INCONCLUSIVE
                        ? "the load generator's own delay decides: give the test JVM more CPU, or more pairs"
                        : wantsProof ? "not proven: " + remedy : "");
    }

    private boolean holds(double actual) {
        return actual == budget.limit() ? !question.strict() : question.atMost() == actual < budget.limit();
    }

    private Recovery spikesRecovery() {
        LoadTimeline.Spike spike = LoadTimeline.of(result.plan().load())
                .spike()
                .orElseThrow(() -> ConfigurationException.saying(
                        "A budget on a recovery is of a load with a spike. Use profile = SPIKE."));
        return result.recovery(spike.firstStage(), spike.lastStage(), RecoveryRule.USUAL.of(budget.metric()));
    }

    /** A recovery that is known is a fact of the run; so is that there was none. */
    Verdict of(Recovery recovery) {
        if (recovery.unknown().isPresent()) {
            return unknown(
                    Decision.ofFact(Kind.INCONCLUSIVE), recovery.unknown().get());
        }
        OptionalDouble micros = recovery.time().map(DerivedJudge::micros).orElse(OptionalDouble.empty());
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
            return inconclusive(Decision.ofFact(Kind.INCONCLUSIVE), finding, "");
        }
        boolean holds = found.held().orElse(Double.NEGATIVE_INFINITY) >= budget.limit();
        return fact(holds ? Kind.PASS : Kind.BREACH, found.held(), finding);
    }

    private String withLimit(String finding) {
        String limit = budget.shownLimit();
        return finding + ", limit "
                + (question.strict() ? limit.replace('≤', '<').replace('≥', '>') : limit);
    }

    private Verdict fact(Kind kind, OptionalDouble actual, String finding) {
        return verdict(Decision.ofFact(kind), actual, Interval.UNBOUNDED, 1, finding, "");
    }

    private Verdict unknown(Decision decision, String why) {
        return inconclusive(decision, withLimit(budget.figure() + " is unknown"), why);
    }

    private Verdict inconclusive(Decision decision, String finding, String remark) {
        return verdict(decision, OptionalDouble.empty(), Interval.UNBOUNDED, 0, finding, remark);
    }

    private Verdict verdict(
            Decision decision, OptionalDouble actual, Interval interval, long samples, String finding, String remark) {
        return verdict(decision, actual, interval, Interval.UNBOUNDED, samples, finding, remark);
    }

    private Verdict verdict(
            Decision decision,
            OptionalDouble actual,
            Interval interval,
            Interval possible,
            long samples,
            String finding,
            String remark) {
        return new Verdict(
                budget,
                question.measured().scope(),
                decision.kind(),
                decision.proven(),
                decision.fails(question.evidence()),
                actual,
                interval,
                possible,
                samples,
                0,
                OptionalDouble.empty(),
                finding,
                remark);
    }
}
