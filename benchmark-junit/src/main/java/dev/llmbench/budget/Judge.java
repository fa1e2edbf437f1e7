package dev.llmbench.budget;

import dev.llmbench.budget.Finding.Figures;
import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.LoadModel;
import java.util.Optional;

/**
 * Judges one budget. If requests arrive on a schedule and the generator stalled, it sent the delayed requests as a
 * burst, which queued at the server. In this case, the budget is also checked against the quiet time.
 */
final class Judge {
    /** A lower load is easier for the server, so a pass only counts if no more than this was lost. */
    private static final double MOST_LOST = 0.05;

    private static final double WORTH_TELLING = 0.01;

    private final BudgetCheck check;

    Judge(BudgetCheck check) {
        this.check = check;
    }

    Verdict verdict() {
        BoundedCheck all = new BoundedCheck(check);
        if (!all.hasSample()) {
            return Finding.ofFact(Kind.NO_SAMPLE, Figures.NONE, all.noSample()).on(check);
        }
        Finding found = all.finding();
        return atItsLoad(isBurst() ? beside(found) : found).on(check);
    }

    /** Rates are judged on the whole time: the generator only lowers them, and their bounds show by how much. */
    private boolean isBurst() {
        boolean isOfRequests = check.metric().isLatency() || check.metric().kind() == Metric.Kind.PROPORTION;
        return isOfRequests
                && check.result().plan().load().model() != LoadModel.VIRTUAL_USERS
                && !check.result().isQuiet();
    }

    /** Judges the quiet time in addition to the whole time. */
    private Finding beside(Finding all) {
        Optional<BudgetCheck> asked = check.onQuietTime();
        Optional<Finding> held =
                asked.map(BoundedCheck::new).filter(BoundedCheck::hasSample).map(BoundedCheck::finding);
        Optional<Finding> quiet = held.filter(found -> isEnough(found.figures(), all.figures()));
        if (quiet.isEmpty()) {
            Optional<Long> samples = asked.map(
                    ofQuietTime -> held.map(found -> found.figures().samples()).orElse(0L));
            return all.kind() == Kind.PASS
                    ? all
                    : all.as(Kind.INCONCLUSIVE)
                            .saying(VerdictText.littleQuiet(
                                    samples, all.figures().samples()));
        }
        Finding found = quiet.get();
        if (found.kind() == Kind.INCONCLUSIVE) {
            return all.kind() == Kind.PASS ? all : all.as(Kind.INCONCLUSIVE);
        }
        String part =
                VerdictText.quietPart(found.figures().samples(), all.figures().samples());
        return found.kind() == Kind.BREACH && all.kind() == Kind.PASS
                ? found.as(Kind.INCONCLUSIVE)
                        .saying(part + ", but within the limit over the whole time: hold the load for longer")
                : found.saying(part);
    }

    /** Returns whether the quiet time has half of the requests and as many as the figure needs. */
    private static boolean isEnough(Figures quiet, Figures all) {
        return quiet.samples() * 2 >= all.samples()
                && (quiet.thin().isEmpty() || all.thin().isPresent());
    }

    /** Adds to a pass under a lower load than planned that it is one, or makes it inconclusive. */
    private Finding atItsLoad(Finding found) {
        double lost = check.measured().lostLoad();
        if (found.kind() != Kind.PASS || lost < WORTH_TELLING) {
            return found;
        }
        Finding said = found.saying(
                VerdictText.atLoad(1 - lost, check.result().plan().load().model()));
        // A whole run that lost this much is invalid anyway.
        boolean isOfThePart = check.result().run().lostLoad() <= MOST_LOST;
        return lost > MOST_LOST && isOfThePart ? said.as(Kind.INCONCLUSIVE) : said;
    }
}
