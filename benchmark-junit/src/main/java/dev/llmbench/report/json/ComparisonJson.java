package dev.llmbench.report.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.regression.ComparedFigure;
import dev.llmbench.regression.RelativeBudget;
import dev.llmbench.regression.RelativeVerdict;
import dev.llmbench.regression.RunFigure;
import dev.llmbench.result.FigureComparison;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** A comparison with a baseline in run.json, so that its verdict can be shown again without the baseline. */
record ComparisonJson(
        Metric metric,
        Optional<Statistic> statistic,
        OptionalInt stage,
        double limit,
        RelativeVerdict.Kind verdict,
        boolean proven,
        double value,
        OptionalDouble baseline,
        OptionalDouble change,
        OptionalDouble atLeast,
        OptionalDouble sees,
        OptionalDouble spread,
        OptionalDouble chance,
        int compared,
        Optional<String> since,
        String finding,
        String remark,
        RunFigure now,
        List<RunFigure> before,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<List<Double>> blocks) {
    private static final int MOST_RUNS = 60;

    static ComparisonJson of(FigureComparison comparison) {
        RelativeVerdict verdict = comparison.verdict();
        ComparedFigure figure = verdict.budget().figure();
        List<RunFigure> before = comparison.before();
        return new ComparisonJson(
                figure.metric(),
                Optional.of(figure.statistic()).filter(Predicate.not(Statistic.VALUE::equals)),
                figure.stage(),
                verdict.budget().limit(),
                verdict.kind(),
                verdict.proven(),
                verdict.value(),
                verdict.baseline(),
                verdict.change(),
                verdict.atLeast(),
                verdict.sees(),
                verdict.spread(),
                verdict.chance(),
                verdict.compared(),
                verdict.since(),
                verdict.finding(),
                verdict.remark(),
                comparison.now(),
                before.subList(Math.max(0, before.size() - MOST_RUNS), before.size()),
                Optional.of(comparison.blocks()).filter(Predicate.not(List::isEmpty)));
    }

    FigureComparison comparison() {
        ComparedFigure figure = new ComparedFigure(metric, statistic.orElse(Statistic.VALUE), stage);
        return new FigureComparison(
                new RelativeVerdict(
                        new RelativeBudget(figure, limit),
                        verdict,
                        proven,
                        value,
                        baseline,
                        change,
                        atLeast,
                        sees,
                        spread,
                        chance,
                        compared,
                        since,
                        finding,
                        remark),
                now,
                before,
                blocks.orElse(List.of()));
    }
}
