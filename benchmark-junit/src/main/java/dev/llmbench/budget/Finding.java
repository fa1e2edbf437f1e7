package dev.llmbench.budget;

import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.plan.Evidence;
import dev.llmbench.stats.Interval;
import java.util.OptionalDouble;

/**
 * What checking a budget found, from which its verdict follows.
 *
 * @param proven whether chance is ruled out at 95 %
 * @param provable whether more samples could rule chance out; if not, every evidence policy goes by the figure
 * @param text the figure, its limit, and the samples that it was drawn from
 * @param remark what else to know about it; may be empty
 */
record Finding(Kind kind, boolean proven, boolean provable, Figures figures, String text, String remark) {

    /**
     * The figure, and what it rests on.
     *
     * @param samples the number of samples
     * @param over how many of them are on the wrong side of the limit, or may be
     * @param thin the largest share that so few samples can prove; empty if there are enough for the figure
     */
    record Figures(
            OptionalDouble actual, Interval interval, Interval possible, long samples, long over, OptionalDouble thin) {
        static final Figures NONE = new Figures(OptionalDouble.empty(), Interval.UNBOUNDED, Interval.UNBOUNDED, 0);

        /** A figure that is not judged by counting. */
        Figures(OptionalDouble actual, Interval interval, Interval possible, long samples) {
            this(actual, interval, possible, samples, 0, OptionalDouble.empty());
        }
    }

    /** A fact of the run, as opposed to an estimate. */
    static Finding ofFact(Kind kind, Figures figures, String text) {
        return new Finding(kind, false, false, figures, text, "");
    }

    /** The same finding with another kind, which is not proven. */
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
            // Thin evidence proves nothing, whether or not more of it could.
            case PROVEN_PASS -> kind != Kind.PASS || (!proven && provable) || isThin();
        };
    }
}
