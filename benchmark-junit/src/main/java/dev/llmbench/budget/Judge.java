package dev.llmbench.budget;

import dev.llmbench.budget.BoundedCheck.Finding;
import dev.llmbench.budget.BoundedCheck.Side;
import dev.llmbench.budget.Verdict.Kind;
import dev.llmbench.metric.Metric;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.stats.Interval;
import java.util.Optional;
import java.util.OptionalDouble;

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
            return noSample(all.noSample());
        }
        Finding found = all.finding();
        Ruled ruled = isBurst() ? beside(found) : new Ruled(kind(found.side()), found);
        return verdict(ruled);
    }

    /** A kind of verdict, and the finding that it rests on. */
    private record Ruled(Kind kind, Finding finding) {
        Ruled saying(String remark) {
            String both = finding.remark().isEmpty() ? remark : finding.remark() + "; " + remark;
            return new Ruled(kind, with(finding, both));
        }

        private static Finding with(Finding f, String remark) {
            return new Finding(
                    f.side(),
                    f.proven(),
                    f.provable(),
                    f.actual(),
                    f.interval(),
                    f.possible(),
                    f.samples(),
                    f.over(),
                    f.thin(),
                    f.text(),
                    remark);
        }
    }

    private static Kind kind(Side side) {
        return switch (side) {
            case KEPT -> Kind.PASS;
            case BROKEN -> Kind.BREACH;
            case OPEN -> Kind.INCONCLUSIVE;
        };
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
    private Ruled beside(Finding all) {
        Optional<BudgetCheck> asked = question.onQuietTime();
        Optional<BoundedCheck> held = asked.map(BoundedCheck::new).filter(BoundedCheck::hasSample);
        Optional<Finding> quiet = held.map(BoundedCheck::finding).filter(found -> isEnough(found, all));
        if (quiet.isEmpty()) {
            return all.side() == Side.KEPT
                    ? new Ruled(Kind.PASS, all)
                    : new Ruled(Kind.INCONCLUSIVE, all)
                            .saying(VerdictText.littleQuiet(
                                    asked.map(ofQuietTime -> held.map(BoundedCheck::finding)
                                            .map(Finding::samples)
                                            .orElse(0L)),
                                    all.samples()));
        }
        Finding found = quiet.get();
        if (found.side() == Side.OPEN) {
            return new Ruled(all.side() == Side.KEPT ? Kind.PASS : Kind.INCONCLUSIVE, all);
        }
        String part = VerdictText.quietPart(found.samples(), all.samples());
        return found.side() == Side.BROKEN && all.side() == Side.KEPT
                ? new Ruled(Kind.INCONCLUSIVE, found)
                        .saying(part + ", and of all time within the limit: hold the load for longer")
                : new Ruled(kind(found.side()), found).saying(part);
    }

    /** Half of the requests, and as many as the figure takes. */
    private boolean isEnough(Finding quiet, Finding all) {
        return quiet.samples() * 2 >= all.samples()
                && (quiet.thin().isEmpty() || all.thin().isPresent());
    }

    private Verdict verdict(Ruled ruled) {
        double lost = question.measured().lostLoad();
        if (ruled.kind() != Kind.PASS || lost < WORTH_TELLING) {
            return toldAs(ruled);
        }
        Ruled said = ruled.saying(
                VerdictText.atLoad(1 - lost, question.result().plan().load().model()));
        // A run that lost as much is invalid, whatever its budgets say.
        boolean isOfThePart = question.result().run().lostLoad() <= MOST_LOST;
        return toldAs(lost > MOST_LOST && isOfThePart ? new Ruled(Kind.INCONCLUSIVE, said.finding()) : said);
    }

    private Verdict toldAs(Ruled ruled) {
        Finding found = ruled.finding();
        boolean decided = ruled.kind() == kind(found.side());
        Decision decision = new Decision(ruled.kind(), found.proven() && decided, found.provable());
        boolean isThin = decision.kind() == Kind.PASS
                && !decision.proven()
                && found.thin().isPresent();
        return new Verdict(
                question.budget(),
                question.measured().scope(),
                decision.kind(),
                decision.proven(),
                // Thin evidence proves nothing, whether or not more of it could.
                decision.fails(question.evidence()) || (isThin && question.evidence() == Evidence.PROVEN_PASS),
                found.actual(),
                found.interval(),
                found.possible(),
                found.samples(),
                found.over(),
                isThin ? found.thin() : OptionalDouble.empty(),
                found.text(),
                found.remark());
    }

    private Verdict noSample(String text) {
        return new Verdict(
                question.budget(),
                question.measured().scope(),
                Kind.NO_SAMPLE,
                false,
                true,
                OptionalDouble.empty(),
                Interval.UNBOUNDED,
                Interval.UNBOUNDED,
                0,
                0,
                OptionalDouble.empty(),
                text,
                "");
    }
}
