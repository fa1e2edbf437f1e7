package dev.llmbench.regression;

import dev.llmbench.regression.FigureLog.Point;
import dev.llmbench.regression.RelativeVerdict.Kind;
import dev.llmbench.regression.Steps.Step;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Describes the results of comparing a run with earlier ones. */
final class HistoryWords {
    private static final int COMPARED_WELL = 10;

    private final Question question;
    private final ComparedFigure figure;
    private final FigureLog log;
    private final Moments level;
    private final Deviation deviation;
    private final double each;
    private final double chance;
    private final double detectable;

    /**
     * Determines the parts that all verdicts on a question share.
     *
     * @param deviation the deviation of the measured figure
     * @param each the level of each test of the figure
     * @param chance the p-value of the figure
     */
    HistoryWords(Question question, FigureLog log, Deviation deviation, double each, double chance) {
        this.question = question;
        this.figure = question.budget().figure();
        this.log = log;
        this.level = log.level();
        this.deviation = deviation;
        this.each = each;
        this.chance = chance;
        this.detectable =
                figure.worseBy(deviation.detectable(each, question.budget().logLimit()));
    }

    RelativeVerdict breach(Deviation found) {
        double atLeast = figure.worseBy(found.atLeast(each));
        return verdict(
                Kind.BREACH,
                true,
                OptionalDouble.of(atLeast),
                Words.sure(figure, each, atLeast) + "; first seen after " + lastRunThatCounts(),
                Optional.empty());
    }

    private String lastRunThatCounts() {
        return log.current().stream()
                .filter(Point::counts)
                .reduce((first, second) -> second)
                .map(Point::label)
                .orElse("");
    }

    RelativeVerdict breach(Deviation found, Step step) {
        double atLeast = figure.worseBy(found.atLeast(each));
        String change = Words.percent(figure.worseBy(step.change())) + " " + figure.worse();
        String what = step.creeps()
                ? "crept up: the last 5 runs were " + change + " than the first 10 of the epoch ("
                        + figure.shown(figure.value(step.before())) + "), over the limit since " + step.since() + " ("
                        + Words.runs(step.runs()) + ")"
                : change + " since " + step.since() + " (" + Words.runs(step.runs()) + "), before it "
                        + figure.shown(figure.value(step.before())) + " in " + Words.runs(step.runsBefore());
        return verdict(
                Kind.BREACH,
                true,
                OptionalDouble.of(atLeast),
                what + "; " + Words.sure(figure, each, atLeast) + "; fix it, or accept it by a new epoch",
                Optional.of(step.since()));
    }

    RelativeVerdict pass(boolean proven) {
        String improved = log.improved() ? "; this baseline began when the figure became better for good" : "";
        return verdict(Kind.PASS, proven, OptionalDouble.empty(), sees() + improved, Optional.empty());
    }

    RelativeVerdict hiddenByGenerator() {
        MeasuredFigure now = question.now().figure();
        return inconclusive("the figure lies between " + figure.shown(now.low()) + " and " + figure.shown(now.high())
                + ", because the load generator stalled: give the test JVM more CPU, or a longer run; "
                + sees());
    }

    RelativeVerdict blind() {
        return inconclusive(sees() + ": too little to call this a pass. Compare two endpoints in one run, which cancels"
                + " the noise that both share; or budget a figure that varies less, such as the mean or p50");
    }

    private RelativeVerdict inconclusive(String why) {
        return verdict(Kind.INCONCLUSIVE, false, OptionalDouble.empty(), why, Optional.empty());
    }

    private String sees() {
        return Words.sees(figure, detectable);
    }

    private RelativeVerdict verdict(
            Kind kind, boolean proven, OptionalDouble atLeast, String remark, Optional<String> since) {
        return new RelativeVerdict(
                question.budget(),
                kind,
                proven,
                question.now().figure().value(),
                OptionalDouble.of(figure.value(level.mean())),
                OptionalDouble.of(figure.worseBy(deviation.difference())),
                atLeast,
                OptionalDouble.of(detectable),
                OptionalDouble.of(spread()),
                OptionalDouble.of(chance),
                level.count(),
                since,
                finding(),
                kind == Kind.BREACH ? remark + "; " + sees() : remark);
    }

    private double spread() {
        return Math.sqrt(Spread.of(level, log.earlier(), log.ownVariance()).variance());
    }

    private String finding() {
        return Words.change(figure, question.now().figure().value(), deviation.difference()) + " than "
                + compared() + " (" + figure.shown(figure.value(level.mean())) + ", run-to-run spread "
                + Words.percent(spread()) + "), limit " + question.budget().limitInWords();
    }

    private String compared() {
        String runs = level.count() == 1 ? "the run" : "the " + level.count() + " runs";
        String epoch = question.now().epoch();
        return epoch.isEmpty() ? runs + " before" : runs + " since \"" + epoch + "\"";
    }

    static RelativeVerdict noBaseline(Question question) {
        ComparedFigure figure = question.budget().figure();
        double value = question.now().figure().value();
        String epoch = question.now().epoch();
        List<RunFigure> runs = question.baseline().runs();
        String first = runs.isEmpty()
                ? "this is the first run"
                : "this is the first run of the epoch" + (epoch.isEmpty() ? "" : " \"" + epoch + "\"");
        boolean areDisturbed =
                !runs.isEmpty() && runs.stream().allMatch(run -> run.figure().isDisturbedFor(question.budget()));
        String none = areDisturbed
                ? "no comparable runs: in the " + Words.runs(runs.size())
                        + " before, the load generator may have changed the"
                        + " figure by more than the limit; give the test JVM more CPU"
                : question.baseline().none();
        return new RelativeVerdict(
                question.budget(),
                Kind.NO_BASELINE,
                false,
                value,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                0,
                Optional.empty(),
                figure.label() + " was " + figure.shown(value) + ", limit "
                        + question.budget().limitInWords(),
                none.isEmpty()
                        ? first + "; once it is recorded, the next is compared with it, and from " + COMPARED_WELL
                                + " runs on small changes are seen"
                        : none);
    }
}
