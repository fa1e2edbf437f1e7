package dev.llmbench.regression;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Histories for tests, of TTFT p95 in microseconds. */
final class Histories {
    static final ComparedFigure TTFT = ComparedFigure.of(Metric.TTFT, Statistic.percentile(95));
    static final RelativeBudget FIVE_PERCENT = RelativeBudget.of(TTFT, "5%");
    static final String EPOCH = "2026-11 llama-4";

    private Histories() {}

    static RunFigure run(double micros) {
        return run(micros, EPOCH, "now");
    }

    static RunFigure run(double micros, String epoch, String label) {
        return new RunFigure(MeasuredFigure.of(micros), epoch, label, true);
    }

    static RunFigure breached(double micros, String label) {
        return new RunFigure(MeasuredFigure.of(micros), EPOCH, label, false);
    }

    /** Runs that are labelled {@code c0}, {@code c1} and so on. */
    static List<RunFigure> runs(double... micros) {
        return runs(EPOCH, micros);
    }

    static List<RunFigure> runs(String epoch, double... micros) {
        List<RunFigure> runs = new ArrayList<>();
        for (double value : micros) {
            runs.add(run(value, epoch, "c" + runs.size()));
        }
        return runs;
    }

    /** Returns the given number of values around the level, which differ by about the given fraction. */
    static double[] around(double level, double spread, int count) {
        double[] pattern = {0.3, -1.2, 1.1, -0.4, 0.9, -0.8, 1.4, -1.3, 0.2, -0.2};
        return DoubleStream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> level * (1 + spread * pattern[(int) i % pattern.length]))
                .toArray();
    }

    static RelativeVerdict verdict(List<RunFigure> before, RunFigure now) {
        return verdict(FIVE_PERCENT, before, now, false);
    }

    static RelativeVerdict onDefaultBranch(List<RunFigure> before, RunFigure now) {
        return verdict(FIVE_PERCENT, before, now, true);
    }

    static RelativeVerdict verdict(
            RelativeBudget budget, List<RunFigure> before, RunFigure now, boolean looksForSteps) {
        return new HistoryJudge(looksForSteps)
                .judge(List.of(new Question(budget, now, Baseline.of(before))))
                .get(0);
    }
}
