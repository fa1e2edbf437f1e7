package dev.llmbench.budget;

import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.plan.Evidence;

/**
 * How a budget came out, and how surely.
 *
 * @param proven whether chance is ruled out at 95 %
 * @param provable whether more samples could rule it out; if not, every policy goes by the figure
 */
record Decision(Kind kind, boolean proven, boolean provable) {

    /** Of a figure that is no estimate but a fact of the run. */
    static Decision ofFact(Kind kind) {
        return new Decision(kind, false, false);
    }

    boolean fails(Evidence evidence) {
        if (kind == Kind.NO_SAMPLE) {
            return true;
        }
        return switch (evidence) {
            case POINT -> kind != Kind.PASS;
            case PROVEN_BREACH -> kind == Kind.BREACH && (proven || !provable);
            case PROVEN_PASS -> kind != Kind.PASS || (!proven && provable);
        };
    }
}
