package dev.llmbench.budget;

import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.plan.Evidence;
import dev.llmbench.stats.Interval;
import java.util.OptionalDouble;

/**
 * What a check of a budget found; its verdict follows from this.
 *
 * @param proven whether chance is ruled out at 95 %
 * @param provable whether more samples could rule it out; if not, every policy goes by the figure
 * @param text the figure, the limit and what they were drawn from
 * @param remark what else to know about it; may be empty
 */
record Finding(Kind kind, boolean proven, boolean provable, Figures figures, String text, String remark) {

    /**
     * The figure, and what it rests on.
     *
     * @param samples the number of samples
     * @param over those of them on the wrong side; where that is open, those that may be
     * @param thin the share that so few samples prove at the most; empty where they are enough for the figure
     */
    record Figures(
            OptionalDouble actual, Interval interval, Interval possible, long samples, long over, OptionalDouble thin) {
        static final Figures NONE = new Figures(OptionalDouble.empty(), Interval.UNBOUNDED, Interval.UNBOUNDED, 0);

        /** A figure that is not judged by counting. */
        Figures(OptionalDouble actual, Interval interval, Interval possible, long samples) {
            this(actual, interval, possible, samples, 0, OptionalDouble.empty());
        }
    }

    /** A figure that is no estimate but a fact of the run. */
    static Finding ofFact(Kind kind, Figures figures, String text) {
        return new Finding(kind, false, false, figures, text, "");
    }

    /** The same finding, judged otherwise; it then proves nothing. */
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
