package dev.llmbench.budget;

import dev.llmbench.budget.Finding.Figures;
import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.LoadModel;
import java.util.Optional;

/**
 * Judges one budget. Where requests arrive by a schedule and the generator stood still, what it held back was sent as a burst
 * and queued at the server: there the budget is held against the quiet time too.
 */
final class Judge {
    /** A lower load is easier for the server: up to here a pass stands. */
    private static final double MOST_LOST = 0.05;

    private static final double WORTH_TELLING = 0.01;

    private final BudgetCheck question;

    Judge(BudgetCheck question) {
        this.question = question;
    }

    Verdict verdict() {
        BoundedCheck all = new BoundedCheck(question);
        if (!all.hasSample()) {
            return Finding.ofFact(Kind.NO_SAMPLE, Figures.NONE, all.noSample()).on(question);
        }
        Finding found = all.finding();
        return atItsLoad(isBurst() ? beside(found) : found).on(question);
    }

    /** Rates are of all time: the generator only lowers them, and their bounds say by how much. */
    private boolean isBurst() {
        boolean isOfRequests =
                question.metric().isLatency() || question.metric().kind() == Metric.Kind.PROPORTION;
        return isOfRequests
                && question.result().plan().load().model() != LoadModel.VIRTUAL_USERS
                && !question.result().isQuiet();
    }

    /** Judges the quiet time beside all time. */
    private Finding beside(Finding all) {
        Optional<BudgetCheck> asked = question.onQuietTime();
        Optional<Finding> held =
                asked.map(BoundedCheck::new).filter(BoundedCheck::hasSample).map(BoundedCheck::finding);
        Optional<Finding> quiet = held.filter(found -> isEnough(found.figures(), all.figures()));
        if (quiet.isEmpty()) {
            Optional<Long> samples = asked.map(
                    ofQuietTime -> held.map(found -> found.figures().samples()).orElse(0L));
            return all.kind() == Kind.PASS
                    ? all
                    : all.as(Kind.INCONCLUSIVE)
                            .saying(VerdictText.littleQuiet(samples, all.figures().samples()));
        }
        Finding found = quiet.get();
        if (found.kind() == Kind.INCONCLUSIVE) {
            return all.kind() == Kind.PASS ? all : all.as(Kind.INCONCLUSIVE);
        }
        String part = VerdictText.quietPart(
                found.figures().samples(), all.figures().samples());
        return found.kind() == Kind.BREACH && all.kind() == Kind.PASS
                ? found.as(Kind.INCONCLUSIVE)
                        .saying(part + ", and of all time within the limit: hold the load for longer")
                : found.saying(part);
    }

    /** Half of the requests, and as many as the figure takes. */
    private static boolean isEnough(Figures quiet, Figures all) {
        return quiet.samples() * 2 >= all.samples()
                && (quiet.thin().isEmpty() || all.thin().isPresent());
    }

    /** A pass under a lower load than planned says so, or is none. */
    private Finding atItsLoad(Finding found) {
        double lost = question.measured().lostLoad();
        if (found.kind() != Kind.PASS || lost < WORTH_TELLING) {
            return found;
        }
        Finding said = found.saying(
                VerdictText.atLoad(1 - lost, question.result().plan().load().model()));
        // A run that lost as much is invalid, whatever its budgets say.
        boolean isOfThePart = question.result().run().lostLoad() <= MOST_LOST;
        return lost > MOST_LOST && isOfThePart ? said.as(Kind.INCONCLUSIVE) : said;
    }
}
