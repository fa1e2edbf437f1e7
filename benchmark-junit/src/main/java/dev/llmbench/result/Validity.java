package dev.llmbench.result;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Show;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.LoadPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether the run measured the server or the generator itself.
 *
 * @param causes what makes it invalid, each with its figure and, where there is one, the remedy; empty where it is valid
 */
public record Validity(List<String> causes) {
    private static final double LEAST_TOLERANCE_MICROS = 10_000;

    public Validity {
        causes = List.copyOf(causes);
    }

    public boolean isValid() {
        return causes.isEmpty();
    }

    static Validity judge(LoadPlan plan, Measurement run, RunFacts facts) {
        List<String> causes = new ArrayList<>();
        facts.cutShort().ifPresent(why -> causes.add("The plan was not carried out: " + why));
        if (run.ok() == 0) {
            causes.add(nothingMeasured(run));
        }
        Distribution lag = run.latency(Metric.DISPATCH_LAG);
        double tolerance = toleranceMicros(plan);
        double p99 = lag.micros(Statistic.percentile(99)).orElse(0);
        if (p99 > tolerance) {
            causes.add("The load generator was late: dispatch lag p99 was " + Show.micros(p99) + ", more than "
                    + Show.micros(tolerance) + ", so latencies may be the generator's own."
                    + " Use fewer users, give the test JVM more CPU, or run it apart from the server");
        }
        return new Validity(causes);
    }

    private static String nothingMeasured(Measurement run) {
        return run.requests() + run.interrupted() == 0
                ? "No request was sent"
                : "No request ended ok: " + run.errors() + " errors, " + run.interrupted() + " interrupted";
    }

    /** The larger of 10 ms and a tenth of the tightest TTFT limit, or half of the tightest TPOT or gap limit if less. */
    private static double toleranceMicros(LoadPlan plan) {
        double ofTtft = limits(plan, Metric.TTFT, Metric.TTFT_FROM_SCHEDULE, Metric.TTFO)
                .map(limit -> limit / 10)
                .min(Double::compare)
                .orElse(0.0);
        double ofStream = limits(plan, Metric.TPOT, Metric.CHUNK_GAP)
                .map(limit -> limit / 2)
                .min(Double::compare)
                .orElse(Double.MAX_VALUE);
        return Math.min(Math.max(LEAST_TOLERANCE_MICROS, ofTtft), ofStream);
    }

    private static Stream<Double> limits(LoadPlan plan, Metric... metrics) {
        List<Metric> wanted = List.of(metrics);
        Stream<Double> budgets = plan.budgets().stream()
                .filter(budget -> wanted.contains(budget.metric()) && budget.bound() == Budget.Bound.AT_MOST)
                .map(Budget::limit);
        Stream<Double> goodput = plan.goodput().limits().entrySet().stream()
                .filter(limit -> wanted.contains(limit.getKey()))
                .map(limit -> micros(limit.getValue()));
        return Stream.concat(budgets, goodput);
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1_000.0;
    }
}
