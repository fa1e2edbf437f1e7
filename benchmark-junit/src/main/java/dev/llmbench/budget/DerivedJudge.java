package dev.llmbench.budget;

import dev.llmbench.budget.Finding.Figures;
import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Budget.Bound;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.LoadTimeline;
import dev.llmbench.regression.RelativeVerdict;
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
 * Judges a budget on a figure that is not a statistic of a distribution: a comparison, a drift, a recovery, a
 * breakpoint, or TPOT by pairs of requests.
 */
final class DerivedJudge {
    private static final long FEWEST_PAIRS = 2;

    private final BudgetCheck check;
    private final LoadResult result;
    private final Budget budget;

    DerivedJudge(BudgetCheck check) {
        this.check = check;
        this.result = check.result();
        this.budget = check.budget();
    }

    Verdict verdict() {
        return found().on(check);
    }

    private Finding found() {
        if (budget.isRelative()) {
            return relative();
        }
        return switch (budget.statistic().kind()) {
            case DRIFT -> of(result.drift(budget.metric()));
            case RECOVERY -> of(spikesRecovery());
            case BY_DIFFERENCE -> of(tpotByDifference());
            default -> of(breakpoint());
        };
    }

    private Finding relative() {
        OptionalDouble value = check.measured().value(budget.metric(), budget.statistic());
        if (value.orElse(0) <= 0) {
            return Finding.ofFact(Kind.NO_SAMPLE, Figures.NONE, withLimit(budget.figure() + " has no sample"));
        }
        if (check.isWindow()) {
            return unknown(true, "the history has no figures of windows: compare the run or a stage");
        }
        return result.comparisons()
                .of(budget.relative())
                .map(compared -> of(compared.verdict()))
                .orElseGet(() -> fact(
                                Kind.NO_BASELINE,
                                value,
                                withLimit(budget.relative().figure().label() + " was "
                                        + budget.shown(value.getAsDouble())))
                        .saying("no earlier runs are available"));
    }

    private static Finding of(RelativeVerdict verdict) {
        Kind kind = switch (verdict.kind()) {
            case BREACH -> Kind.BREACH;
            case INCONCLUSIVE -> Kind.INCONCLUSIVE;
            case NO_BASELINE -> Kind.NO_BASELINE;
            case PASS -> Kind.PASS;
        };
        Figures figures = new Figures(
                OptionalDouble.of(verdict.value()), Interval.UNBOUNDED, Interval.UNBOUNDED, verdict.compared());
        return new Finding(kind, verdict.proven(), true, figures, verdict.finding(), verdict.remark());
    }

    private Finding of(Drift drift) {
        if (drift.unknown().isPresent()) {
            return unknown(true, drift.unknown().get());
        }
        return byInterval(
                new Figures(
                        OptionalDouble.of(drift.perHour()),
                        Interval.of(drift.lower(), drift.upper()),
                        Interval.UNBOUNDED,
                        drift.windows()),
                withLimit(drift.inWords()),
                "hold the load for longer, or raise the limit");
    }

    private TpotByDifference tpotByDifference() {
        return (budget.stage().isPresent()
                        ? result.tpotByDifference(budget.stage().getAsInt())
                        : result.tpotByDifference())
                .orElseThrow(
                        () -> ConfigurationException.saying("A budget on TPOT by_difference needs a test that sends"
                                + " each prompt with two output lengths. Set tpotByDifference = 10."));
    }

    /** A single pair does not show how certain its difference is. */
    private Finding of(TpotByDifference tpot) {
        if (tpot.pairs() == 0) {
            return Finding.ofFact(Kind.NO_SAMPLE, Figures.NONE, withLimit(tpot));
        }
        if (tpot.pairs() < FEWEST_PAIRS) {
            return new Finding(
                    Kind.INCONCLUSIVE,
                    false,
                    true,
                    new Figures(tpot.micros(), Interval.UNBOUNDED, Interval.UNBOUNDED, tpot.pairs()),
                    withLimit(tpot),
                    "needs at least " + FEWEST_PAIRS + " pairs that count, had " + tpot.pairs());
        }
        String remedy = budget.bound() == Bound.AT_MOST ? "raise the limit" : "lower the limit";
        return byInterval(
                new Figures(tpot.micros(), tpot.interval(), tpot.possible(), tpot.pairs()),
                withLimit(tpot),
                "lengthen the stages for more pairs, or " + remedy);
    }

    private String withLimit(TpotByDifference tpot) {
        String scope = budget.stage().isPresent() ? "Stage " + budget.stage().getAsInt() + ": " : "";
        return scope + withLimit(tpot.inWords());
    }

    /** Judges a figure with an interval. The bounds of the interval move as far as those of the figure. */
    private Finding byInterval(Figures figures, String text, String remedy) {
        double actual = figures.actual().orElseThrow();
        double least = figures.possible().lower().orElse(actual);
        double most = figures.possible().upper().orElse(actual);
        boolean kept = holds(check.atMost() ? most : least);
        boolean broken = !holds(check.atMost() ? least : most);
        boolean below = kept == check.atMost();
        Interval interval = figures.interval();
        boolean proven = (kept || broken)
                && (below
                        ? interval.upper().orElse(Double.POSITIVE_INFINITY) + (most - actual) <= budget.limit()
                        : interval.lower().orElse(Double.NEGATIVE_INFINITY) - (actual - least) >= budget.limit());
        boolean wantsProof = check.evidence() == Evidence.PROVEN_PASS && kept && !proven;
        Kind kind = kept ? Kind.PASS : broken ? Kind.BREACH : Kind.INCONCLUSIVE;
        String remark = kind == Kind.INCONCLUSIVE
                ? "the verdict depends on the load generator's own delay: give the test JVM more CPU, or lengthen the load"
                : wantsProof ? "not proven: " + remedy : "";
        return new Finding(kind, proven, true, figures, text, remark);
    }

    private boolean holds(double actual) {
        return actual == budget.limit() ? !check.strict() : check.atMost() == actual < budget.limit();
    }

    private Recovery spikesRecovery() {
        LoadTimeline.Spike spike = LoadTimeline.of(result.plan().load())
                .spike()
                .orElseThrow(() -> ConfigurationException.saying(
                        "A budget on a recovery needs a load with a spike. Use profile = SPIKE."));
        return result.recovery(spike.firstStage(), spike.lastStage(), RecoveryRule.USUAL.of(budget.metric()));
    }

    Verdict verdict(Recovery recovery) {
        return of(recovery).on(check);
    }

    /** Whether the service recovered is a fact of the run, not an estimate. */
    private Finding of(Recovery recovery) {
        if (recovery.unknown().isPresent()) {
            return unknown(false, recovery.unknown().get());
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
                        () -> ConfigurationException.saying("A budget on a breakpoint needs a test that looks for one."
                                + " Use profile = BREAKPOINT or profile = SEARCH."));
    }

    private Finding of(Breakpoint found) {
        String finding = "The load " + found.inWords() + ", limit ≥ " + found.shown(budget.limit());
        if (found.held().isEmpty() && found.broke().isEmpty()) {
            return Finding.ofFact(Kind.INCONCLUSIVE, Figures.NONE, finding);
        }
        boolean holds = found.held().orElse(Double.NEGATIVE_INFINITY) >= budget.limit();
        return fact(holds ? Kind.PASS : Kind.BREACH, found.held(), finding);
    }

    private String withLimit(String finding) {
        String limit = budget.shownLimit();
        return finding + ", limit " + (check.strict() ? limit.replace('≤', '<').replace('≥', '>') : limit);
    }

    private static Finding fact(Kind kind, OptionalDouble actual, String text) {
        return Finding.ofFact(kind, new Figures(actual, Interval.UNBOUNDED, Interval.UNBOUNDED, 1), text);
    }

    private Finding unknown(boolean provable, String why) {
        return new Finding(
                Kind.INCONCLUSIVE, false, provable, Figures.NONE, withLimit(budget.figure() + " is unknown"), why);
    }
}
