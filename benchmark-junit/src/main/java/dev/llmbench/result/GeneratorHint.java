package dev.llmbench.result;

import dev.llmbench.metric.Format;
import dev.llmbench.plan.Budget;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/** Says, once for a run, that the load generator's own delays blur what its budgets are judged on, why, and what to do. */
final class GeneratorHint {
    private static final double MANY = 0.1;

    /** Less of the time than that is no reason for anything. */
    private static final double MUCH_COLLECTING = 0.05;

    private GeneratorHint() {}

    static Optional<String> of(LoadResult result) {
        return result.plan().budgets().stream()
                .filter(budget ->
                        budget.metric().isLatency() && !budget.statistic().isDerived())
                .max(Comparator.comparingDouble(budget -> share(result, budget)))
                .filter(budget -> share(result, budget) > MANY)
                .map(budget -> text(result, budget));
    }

    private static double share(LoadResult result, Budget budget) {
        Measurement measured = budget.turn().isPresent()
                ? result.turn(budget.turn().getAsInt())
                : budget.stage().isPresent() ? result.stage(budget.stage().getAsInt()) : result.run();
        return result.blurredShare(measured, budget.metric(), budget.limit());
    }

    private static String text(LoadResult result, Budget budget) {
        return "The load generator may have added more than a tenth of the limit " + budget.shownLimit() + " to "
                + Format.percent(share(result, budget)) + " of the samples of "
                + budget.metric().label() + ". " + cause(result.facts());
    }

    private static String cause(RunFacts facts) {
        GeneratorLog log = facts.generator();
        double own = log.cpuShare().orElse(0);
        double others = Math.max(0, log.machineCpuShare().orElse(own) - own);
        double collecting = (double) log.collecting().toMillis()
                / Math.max(1, facts.elapsed().toMillis());
        String used = "Of " + log.processors() + (log.processors() == 1 ? " processor" : " processors")
                + " other processes took " + Format.percent(others) + ", this JVM " + Format.percent(own)
                + " (collecting garbage for " + seconds(log.collecting()) + "). ";
        if (collecting > MUCH_COLLECTING && collecting >= Math.max(own, others)) {
            return used + "Give the test JVM a larger heap";
        }
        return used
                + (others > own
                        ? "Run the test on a machine with less else to do, or set a wider limit"
                        : "Give the test JVM more CPU, or spread the load over fewer streams");
    }

    private static String seconds(Duration time) {
        return Format.micros(time.toNanos() / 1e3);
    }
}
