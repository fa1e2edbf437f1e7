package dev.llmbench.regression;

import dev.llmbench.regression.RelativeVerdict.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Judges the relative budgets of a test on two endpoints in the same run. Noise that both share cancels in each block. A
 * fifth of the false alarms is reserved for the geometric mean of the same latency, which proves a slowdown of all requests
 * even if a high percentile alone is too noisy to show it. All budgets of a test together raise a false alarm in at most {@link
 * RelativeVerdict#FALSE_ALARMS 1 %} of runs, as long as noise that the endpoints do not share is fast or also affects the
 * earlier runs of equal code.
 */
public final class PairJudge {
    private static final double SHARE_OF_MEAN = 0.2;
    private static final int FEWEST_BLOCKS = 5;

    private PairJudge() {}

    /** Returns a verdict for each question, in order; the questions must be all those of one run of a test. */
    public static List<RelativeVerdict> judge(List<PairQuestion> questions) {
        List<PairQuestion> tested =
                questions.stream().filter(PairJudge::isPossible).toList();
        List<Comparison> comparisons = tested.stream().map(Comparison::new).toList();
        double[] levels =
                Holm.levels(comparisons.stream().mapToDouble(Comparison::chance).toArray());
        List<RelativeVerdict> verdicts = new ArrayList<>();
        for (PairQuestion question : questions) {
            int place = tested.indexOf(question);
            verdicts.add(
                    place < 0 ? impossible(question) : comparisons.get(place).verdict(levels[place]));
        }
        return verdicts;
    }

    /**
     * Returns the ratio of a run, to be recorded if both endpoints have the same code; empty if there are too few blocks.
     *
     * @param logs the logarithm of the ratio in each block
     */
    public static Optional<PairRatio> ratio(List<Double> logs) {
        if (logs.size() < FEWEST_BLOCKS) {
            return Optional.empty();
        }
        PairEstimate estimate =
                PairEstimate.of(logs.stream().mapToDouble(log -> log).toArray(), List.of());
        return Optional.of(new PairRatio(estimate.difference(), estimate.error()));
    }

    private static double[] figures(Blocks blocks) {
        return blocks.ratios().stream().mapToDouble(BlockRatio::figure).toArray();
    }

    private static boolean isPossible(PairQuestion question) {
        return question.blocks().ratios().size() >= FEWEST_BLOCKS
                && question.blocks().areMostlyThere();
    }

    private static RelativeVerdict impossible(PairQuestion question) {
        Blocks blocks = question.blocks();
        int there = blocks.ratios().size();
        String why = blocks.areMostlyThere()
                ? "the run has " + there + " blocks in which both endpoints have samples, and " + FEWEST_BLOCKS
                        + " are needed: give it more requests or more time"
                : blocks.leftOut() + " of " + (there + blocks.leftOut())
                        + " blocks are left out, mostly since an endpoint"
                        + " has no sample there: give the run more requests or more time";
        ComparedFigure figure = question.budget().figure();
        return new RelativeVerdict(
                question.budget(),
                Kind.INCONCLUSIVE,
                false,
                question.value(),
                OptionalDouble.of(question.baseline()),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                there,
                Optional.empty(),
                figure.label() + " was " + figure.shown(question.value()) + ", "
                        + figure.shown(question.baseline()) + " at " + question.against() + ", limit "
                        + question.budget().limitInWords(),
                why);
    }

    /** A comparison of two endpoints. */
    private static final class Comparison {
        private final PairQuestion question;
        private final RelativeBudget budget;
        private final ComparedFigure figure;
        private final PairEstimate estimate;
        private final Optional<PairEstimate> mean;

        Comparison(PairQuestion question) {
            this.question = question;
            this.budget = question.budget();
            this.figure = budget.figure();
            this.estimate = PairEstimate.of(figures(question.blocks()), question.equalRuns());
            double[] means = question.blocks().ratios().stream()
                    .flatMapToDouble(ratio -> ratio.mean().stream())
                    .toArray();
            this.mean =
                    figure.isLatency() ? Optional.of(PairEstimate.of(means, question.equalRuns())) : Optional.empty();
        }

        double chance() {
            double byFigure = estimate.chance() / figureShare();
            double byMean =
                    mean.map(companion -> companion.chance() / SHARE_OF_MEAN).orElse(1.0);
            return Math.min(1, Math.min(byFigure, byMean));
        }

        private double figureShare() {
            return mean.isPresent() ? 1 - SHARE_OF_MEAN : 1;
        }

        RelativeVerdict verdict(double level) {
            double own = figureShare() * level;
            if (isBreach(estimate, own)) {
                return breach(estimate, own, Words.sure(figure, own, worst(estimate, own)), own);
            }
            if (mean.isPresent() && isBreach(mean.get(), SHARE_OF_MEAN * level)) {
                return breachOfMean(mean.get(), SHARE_OF_MEAN * level, own);
            }
            if (estimate.atMost() <= budget.logLimit()) {
                return verdict(Kind.PASS, true, OptionalDouble.empty(), own, sees(own));
            }
            return budget.isBlindAt(detectable(own))
                    ? verdict(
                            Kind.INCONCLUSIVE,
                            false,
                            OptionalDouble.empty(),
                            own,
                            sees(own)
                                    + ": too little to call this a pass. Give the run more requests, or budget the mean"
                                    + " or p50")
                    : verdict(Kind.PASS, false, OptionalDouble.empty(), own, sees(own));
        }

        private boolean isBreach(PairEstimate of, double level) {
            return of.chance() <= level && of.difference() > budget.logLimit();
        }

        private RelativeVerdict breachOfMean(PairEstimate companion, double level, double own) {
            String what = "requests as a whole were slower, by "
                    + Words.percent(figure.worseBy(companion.difference())) + " in the geometric mean, "
                    + Words.sure(figure, level, worst(companion, level));
            return breach(companion, level, what, own);
        }

        private double worst(PairEstimate of, double level) {
            return figure.worseBy(of.atLeast(level));
        }

        private RelativeVerdict breach(PairEstimate of, double level, String what, double own) {
            String deployments = question.equalRuns().size() < PairEstimate.ENOUGH_EQUAL_RUNS
                    ? "; it holds for these two deployments, and two of the same code can differ too"
                    : "";
            return verdict(
                    Kind.BREACH, true, OptionalDouble.of(worst(of, level)), own, what + "; " + sees(own) + deployments);
        }

        private double detectable(double level) {
            return figure.worseBy(estimate.detectable(level, budget.logLimit()));
        }

        private String sees(double level) {
            return Words.sees(figure, detectable(level));
        }

        private RelativeVerdict verdict(
                Kind kind, boolean proven, OptionalDouble atLeast, double level, String remark) {
            return new RelativeVerdict(
                    budget,
                    kind,
                    proven,
                    question.value(),
                    OptionalDouble.of(question.baseline()),
                    OptionalDouble.of(figure.worseBy(estimate.difference())),
                    atLeast,
                    OptionalDouble.of(detectable(level)),
                    OptionalDouble.empty(),
                    OptionalDouble.of(chance()),
                    question.blocks().ratios().size(),
                    Optional.empty(),
                    finding(),
                    remark);
        }

        private String finding() {
            Blocks blocks = question.blocks();
            String seconds = Words.seconds(blocks.length());
            return Words.change(figure, question.value(), estimate.difference()) + " than at " + question.against()
                    + " (" + figure.shown(question.baseline()) + "; "
                    + blocks.ratios().size() + " pairs of "
                    + seconds + "), limit " + budget.limitInWords();
        }
    }
}
