package dev.llmbench.budget;

import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.plan.Evidence;
import dev.llmbench.stats.Interval;
import java.util.OptionalDouble;

/**
 * The outcome of checking a budget, which determines its verdict.
 *
 * @param proven whether chance is ruled out at 95 % confidence
 * @param provable whether more samples could rule chance out; if not, the figure decides under every evidence policy
 * @param text the figure, its limit, and the samples that it is based on
 * @param remark further information about it; may be empty
 */
record Finding(Kind kind, boolean proven, boolean provable, Figures figures, String text, String remark) {

    /**
     * The figure and what it is based on.
     *
     * @param samples the number of samples
     * @param over the number of samples that are, or may be, on the wrong side of the limit
     * @param thin if there are too few samples for the figure, the smallest upper bound that they prove for the
     *     fraction on the wrong side; otherwise empty
     */
    record Figures(
            OptionalDouble actual, Interval interval, Interval possible, long samples, long over, OptionalDouble thin) {
        static final Figures NONE = new Figures(OptionalDouble.empty(), Interval.UNBOUNDED, Interval.UNBOUNDED, 0);

        /** Creates a figure that is not judged by counting. */
        Figures(OptionalDouble actual, Interval interval, Interval possible, long samples) {
            this(actual, interval, possible, samples, 0, OptionalDouble.empty());
        }
    }

    /** Returns the finding for a fact of the run, as opposed to an estimate. */
    static Finding ofFact(Kind kind, Figures figures, String text) {
        return new Finding(kind, false, false, figures, text, "");
    }

    /** Returns the same finding with another kind, which is not proven. */
    Finding as(Kind other) {
        return new Finding(other, proven && kind == other, provable, figures, text, remark);
    }

    Finding saying(String more) {
        return new Finding(kind, proven, provable, figures, text, remark.isEmpty() ? more : remark + "; " + more);
    }

    Verdict on(BudgetCheck check) {
        return new Verdict(
                check.budget(),
                check.measured().scope(),
                kind,
                proven,
                fails(check.evidence()),
                figures.actual,
                figures.interval,
                figures.possible,
                figures.samples,
                figures.over,
                isThin() ? figures.thin : OptionalDouble.empty(),
                text,
                remark);
    }

    private boolean isThin() {
        return kind == Kind.PASS && !proven && figures.thin.isPresent();
    }

    boolean fails(Evidence evidence) {
        if (kind == Kind.NO_SAMPLE) {
            return true;
        }
        if (kind == Kind.NO_BASELINE) {
            return false;
        }
        return switch (evidence) {
            case POINT -> kind != Kind.PASS;
            case PROVEN_BREACH -> kind == Kind.BREACH && (proven || !provable);
            // Thin evidence proves nothing, even if more of it could.
            case PROVEN_PASS -> kind != Kind.PASS || (!proven && provable) || isThin();
        };
    }
}
