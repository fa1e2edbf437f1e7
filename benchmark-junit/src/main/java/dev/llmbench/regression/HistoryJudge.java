package dev.llmbench.regression;

import dev.llmbench.regression.FigureLog.Point;
import dev.llmbench.regression.Steps.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Judges the relative budgets of a test against earlier runs. The unit is a run, because its own requests vary far less than
 * runs do. A budget is broken if the figure is above the prediction interval of the next run and
 * the measured change is over the limit. All budgets of a test together raise a false alarm in at most {@link
 * RelativeVerdict#FALSE_ALARMS 1 %} of runs, as long as the noise between runs is roughly normal.
 */
public final class HistoryJudge {
    private final boolean looksForSteps;

    /**
     * Creates a judge.
     *
     * @param looksForSteps whether the run continues the series of the earlier ones, as on the default branch; if so, steps and
     * gradual changes are looked for
     */
    public HistoryJudge(boolean looksForSteps) {
        this.looksForSteps = looksForSteps;
    }

    /** Returns a verdict for each question, in order; the questions must be all those of one run of a test. */
    public List<RelativeVerdict> judge(List<Question> questions) {
        List<Comparison> comparisons = questions.stream()
                .map(question -> new Comparison(question, looksForSteps))
                .toList();
        List<Comparison> tested =
                comparisons.stream().filter(Comparison::isPossible).toList();
        double[] levels =
                Holm.levels(tested.stream().mapToDouble(Comparison::chance).toArray());
        List<RelativeVerdict> verdicts = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            int place = tested.indexOf(comparison);
            verdicts.add(place < 0 ? comparison.noBaseline() : comparison.verdict(levels[place]));
        }
        return verdicts;
    }

    /** A run and its history. */
    private static final class Comparison {
        private final Question question;
        private final RelativeBudget budget;
        private final FigureLog log;
        private final Moments level;
        private final List<Finding> findings = new ArrayList<>();

        Comparison(Question question, boolean looksForSteps) {
            this.question = question;
            this.budget = question.budget();
            this.log = FigureLog.of(budget, question.baseline(), question.now().epoch());
            this.level = log.level();
            if (isPossible()) {
                double least = leastBad();
                findings.add(new Finding(deviation(least), false));
                if (looksForSteps) {
                    findings.addAll(steps(least).findings());
                }
            }
        }

        boolean isPossible() {
            return level.count() > 0;
        }

        private Steps steps(double logNow) {
            return new Steps(log, new Point(logNow, true, question.now().label()));
        }

        /** Subtracts what the generator may have added, which is not the server's, for a breach, and keeps it for a pass. */
        private double leastBad() {
            return Math.min(logOf(now().low()), logOf(now().high()));
        }

        private double mostBad() {
            return Math.max(logOf(now().low()), logOf(now().high()));
        }

        private double logOf(double value) {
            return budget.figure().log(value);
        }

        private MeasuredFigure now() {
            return question.now().figure();
        }

        private Deviation deviation(double logNow) {
            return log.deviation(logNow, now().logError());
        }

        /** Returns the p-value of the figure: that of its most significant test, corrected for the number of tests. */
        double chance() {
            return Math.min(1, findings.size() * mostTelling().deviation().chance());
        }

        private Finding mostTelling() {
            return findings.stream()
                    .min(Comparator.comparingDouble(
                            (Finding finding) -> finding.deviation().chance()))
                    .orElseThrow();
        }

        RelativeVerdict verdict(double level) {
            double each = level / findings.size();
            return findings.stream()
                    .filter(finding -> isBreach(finding.deviation(), each))
                    .min(Comparator.comparingDouble(
                            (Finding finding) -> finding.deviation().chance()))
                    .map(finding -> breach(finding, each))
                    .orElseGet(() -> noBreach(each));
        }

        private boolean isBreach(Deviation deviation, double each) {
            return deviation.chance() <= each && deviation.difference() > budget.logLimit();
        }

        private RelativeVerdict breach(Finding finding, double each) {
            HistoryWords words = words(each);
            boolean isRun = finding.equals(findings.get(0));
            return isRun
                    ? words.breach(finding.deviation())
                    : words.breach(
                            finding.deviation(),
                            finding.creeps()
                                    ? steps(leastBad()).creepOver(budget.logLimit())
                                    : steps(leastBad()).step());
        }

        private RelativeVerdict noBreach(double each) {
            HistoryWords words = words(each);
            Deviation most = deviation(mostBad());
            if (most.atMost() <= budget.logLimit()) {
                return words.pass(true);
            }
            if (isBreach(most, each)) {
                return words.hiddenByGenerator();
            }
            double sees = budget.figure().worseBy(most.detectable(each, budget.logLimit()));
            return budget.isBlindAt(sees) ? words.blind() : words.pass(false);
        }

        private HistoryWords words(double each) {
            return new HistoryWords(question, log, deviation(logOf(now().value())), each, chance());
        }

        RelativeVerdict noBaseline() {
            return HistoryWords.noBaseline(question);
        }
    }
}
