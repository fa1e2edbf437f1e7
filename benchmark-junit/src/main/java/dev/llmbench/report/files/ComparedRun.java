package dev.llmbench.report.files;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.report.LoadLine;
import dev.llmbench.result.LoadResult;
import dev.llmbench.stats.Interval;
import java.util.Map;
import java.util.OptionalDouble;

/** The figures of a whole run, as far as they are known, to be compared with another's. */
interface ComparedRun {

    /** One figure: microseconds of a latency, a share between 0 and 1, or so many a second; empty where there is none. */
    OptionalDouble value(Metric metric, Statistic statistic);

    /** Its 95 % interval, in the same unit. */
    Interval interval(Metric metric, Statistic statistic);

    /** What it was made with, by the names of summary.json, such as {@code endpoint}; empty where there is none. */
    String text(String name);

    static ComparedRun of(LoadResult result) {
        LoadPlan plan = result.plan();
        Map<String, String> texts = Map.of(
                "endpoint", plan.target().shownEndpoint(),
                "model", plan.request().model().orElse(""),
                "load", LoadLine.of(plan),
                "dataset", plan.dataset(),
                "streaming", String.valueOf(plan.request().streaming()));
        return new ComparedRun() {
            @Override
            public String text(String name) {
                return texts.getOrDefault(name, "");
            }

            @Override
            public OptionalDouble value(Metric metric, Statistic statistic) {
                return result.run().value(metric, statistic);
            }

            @Override
            public Interval interval(Metric metric, Statistic statistic) {
                return result.interval(metric, statistic);
            }
        };
    }
}
