package dev.llmbench.result;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Summarizes the health of the load generator in one line, so that its own delays are not mistaken for the server's.
 *
 * <pre>{@code
 * System.out.println(GeneratorLine.of(result));
 * }</pre>
 */
public final class GeneratorLine {
    private static final double WORTH_TELLING = 0.01;
    private static final double MANY = 0.1;

    /** Garbage collection is named as a cause if it took at least this fraction of the time. */
    private static final double MUCH_COLLECTING = 0.05;

    private GeneratorLine() {}

    /** Returns the lag, CPU, stalls, offered load and most requests in flight, as far as they are known. */
    public static String of(LoadResult result) {
        GeneratorLog generator = result.facts().generator();
        List<String> parts = new ArrayList<>();
        OptionalDouble lag = result.run().value(Metric.DISPATCH_LAG, Statistic.percentile(99));
        lag.ifPresent(micros -> parts.add("lag p99 " + Format.micros(micros)));
        generator.cpuShare().ifPresent(share -> parts.add("CPU " + cpu(share, generator.processors())));
        if (!generator.slots().isEmpty()) {
            long longest = Math.max(
                    generator.longestStall().toNanos(),
                    result.facts().stalls().longest().toNanos());
            parts.add("longest stall " + Format.micros(longest / 1e3));
        }
        stalled(result).ifPresent(parts::add);
        double lost = result.run().lostLoad();
        if (lost >= WORTH_TELLING) {
            parts.add("offered " + Format.percent(1 - lost) + " of the planned load");
        }
        if (result.facts().peakInFlight() > 0) {
            parts.add(String.format(
                    Locale.ROOT, "at most %,d in flight", result.facts().peakInFlight()));
        }
        return String.join(", ", parts);
    }

    /** Describes the stalls that count; empty if there are none. */
    private static Optional<String> stalled(LoadResult result) {
        long tolerance = result.plan().lagTolerance().toNanos() / 1_000;
        long times = result.facts().stalls().each().stream()
                .filter(stall -> stall.micros() > tolerance)
                .count();
        return times == 0
                ? Optional.empty()
                : Optional.of("stalled " + (times == 1 ? "once" : times + " times") + ", "
                        + Format.micros(result.facts().stalls().total().toNanos() / 1e3) + " in all");
    }

    private static String cpu(double share, int processors) {
        return Format.percent(share) + " of " + processors + (processors == 1 ? " core" : " cores");
    }

    /**
     * Returns a hint with cause and remedy if the load generator's own delays blur the figures that budgets are judged
     * on.
     */
    static Optional<String> hint(LoadResult result) {
        return result.plan().budgets().stream()
                .filter(budget -> budget.metric().isLatency() && !budget.isDerived())
                .max(Comparator.comparingDouble(budget -> share(result, budget)))
                .filter(budget -> share(result, budget) > MANY)
                .map(budget -> text(result, budget));
    }

    private static double share(LoadResult result, Budget budget) {
        Measurement measured = budget.turn().isPresent()
                ? result.turn(budget.turn().getAsInt())
                : budget.stage().isPresent() ? result.stage(budget.stage().getAsInt()) : result.run();
        return measured.blurredShare(budget.metric(), budget.limit());
    }

    private static String text(LoadResult result, Budget budget) {
        return "The load generator may have added more than a tenth of the limit " + budget.shownLimit() + " to "
                + Format.percent(share(result, budget)) + " of the samples of "
                + budget.metric().label() + ". " + cause(result.facts());
    }

    private static String cause(RunFacts facts) {
        GeneratorLog log = facts.generator();
        boolean isSpread = !facts.workers().isEmpty();
        String jvm = isSpread ? "the workers" : "the test JVM";
        double own = log.cpuShare().orElse(0);
        double others = Math.max(0, log.machineCpuShare().orElse(own) - own);
        double collecting = (double) log.collecting().toMillis()
                / Math.max(1, facts.elapsed().toMillis());
        String used = "Of " + log.processors() + (log.processors() == 1 ? " processor" : " processors")
                + ", other processes used " + Format.percent(others) + (isSpread ? ", the workers " : ", this JVM ")
                + Format.percent(own)
                + " (collecting garbage for " + seconds(log.collecting()) + "). ";
        if (collecting > MUCH_COLLECTING && collecting >= Math.max(own, others)) {
            return used + "Give " + jvm + " a larger heap";
        }
        return used
                + (others > own
                        ? "Run " + (isSpread ? jvm : "the test") + " on a less busy machine, or set a wider limit"
                        : "Give " + jvm + " more CPU, or spread the load over fewer streams");
    }

    private static String seconds(Duration time) {
        return Format.micros(time.toNanos() / 1e3);
    }
}
