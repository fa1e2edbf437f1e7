package dev.llmbench.plan;

import dev.llmbench.metric.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * All that one load test asks for.
 *
 * @param test the test's name, as it stands in CSV and reports
 * @param dataset where the prompts come from, as the user wrote it
 * @param target where requests go
 * @param request what each of them says
 * @param load how many of them, when
 * @param budgets limits on the run's figures; one on the error rate is added where none is given
 * @param goodput limits on each request
 * @param deadline a limit on the whole run from outside, such as a test's timeout
 * @param acceptsInvalid whether a run that the generator itself distorted may pass
 * @param evidence how sure a verdict on a budget has to be to decide, unless the budget says so itself
 */
public record LoadPlan(
        String test,
        String dataset,
        Target target,
        RequestOptions request,
        Load load,
        List<Budget> budgets,
        GoodputLimits goodput,
        Optional<Duration> deadline,
        boolean acceptsInvalid,
        Evidence evidence) {

    private static final double LEAST_TOLERANCE_MICROS = 10_000;

    public LoadPlan {
        budgets = withErrorRate(budgets);
        for (Budget budget : budgets) {
            if (budget.stage().orElse(1) > load.stages().size()) {
                throw ConfigurationException.of(
                        "budgets.stage",
                        budget.stage().getAsInt(),
                        "the test has " + load.stages().size() + " stages",
                        "Name one of them; the first is 1");
            }
        }
    }

    /** A plan whose budgets are decided by their point estimates. */
    public LoadPlan(
            String test,
            String dataset,
            Target target,
            RequestOptions request,
            Load load,
            List<Budget> budgets,
            GoodputLimits goodput,
            Optional<Duration> deadline,
            boolean acceptsInvalid) {
        this(test, dataset, target, request, load, budgets, goodput, deadline, acceptsInvalid, Evidence.POINT);
    }

    private static List<Budget> withErrorRate(List<Budget> given) {
        boolean covered = given.stream()
                .anyMatch(budget ->
                        budget.metric() == Metric.ERROR_RATE && budget.stage().isEmpty());
        List<Budget> all = new ArrayList<>(given);
        if (!covered) {
            all.add(Budget.DEFAULT_ERROR_RATE);
        }
        return List.copyOf(all);
    }

    /** When the run is over whatever happens: the stages, the graceful stop and one connect timeout. */
    public Duration hardDeadline() {
        Duration own = load.end().plus(load.gracefulStop()).plus(target.connectTimeout());
        return deadline.filter(outer -> outer.compareTo(own) < 0).orElse(own);
    }

    /**
     * How late the generator itself may be before it distorts what this plan measures: the larger of 10 ms and a tenth of
     * the tightest TTFT limit, or half of the tightest limit on TPOT or chunk gap where that is less.
     */
    public Duration lagTolerance() {
        double ofTtft =
                tightest(Metric.TTFT, Metric.TTFT_FROM_SCHEDULE, Metric.TTFO).orElse(0) / 10;
        double ofStream = tightest(Metric.TPOT, Metric.CHUNK_GAP).orElse(Double.MAX_VALUE) / 2;
        double micros = Math.min(Math.max(LEAST_TOLERANCE_MICROS, ofTtft), ofStream);
        return Duration.ofNanos(Math.round(micros * 1_000));
    }

    private OptionalDouble tightest(Metric... metrics) {
        List<Metric> wanted = List.of(metrics);
        DoubleStream ofBudgets = budgets.stream()
                .filter(budget -> wanted.contains(budget.metric()) && budget.bound() == Budget.Bound.AT_MOST)
                .mapToDouble(Budget::limit);
        DoubleStream ofGoodput = goodput.limits().entrySet().stream()
                .filter(limit -> wanted.contains(limit.getKey()))
                .mapToDouble(limit -> limit.getValue().toNanos() / 1_000.0);
        return DoubleStream.concat(ofBudgets, ofGoodput).min();
    }
}
