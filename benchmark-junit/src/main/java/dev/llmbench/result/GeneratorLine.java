package dev.llmbench.result;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Says in one line how the generator itself did, so that nobody takes its own delays for the server's.
 *
 * <pre>{@code
 * System.out.println(GeneratorLine.of(result));
 * }</pre>
 */
public final class GeneratorLine {
    private static final double WORTH_TELLING = 0.01;

    private GeneratorLine() {}

    /** Lag, CPU, stalls, the load that was offered and the most requests in flight, as far as they are known. */
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

    /** The stalls that count, where there are any. */
    private static Optional<String> stalled(LoadResult result) {
        long tolerance = result.plan().lagTolerance().toNanos() / 1_000;
        long times = result.facts().stalls().each().stream()
                .filter(stall -> stall.micros() > tolerance)
                .count();
        return times == 0
                ? Optional.empty()
                : Optional.of("stood still " + (times == 1 ? "once" : times + " times") + ", "
                        + Format.micros(result.facts().stalls().total().toNanos() / 1e3) + " in all");
    }

    private static String cpu(double share, int processors) {
        return Format.percent(share) + " of " + processors + (processors == 1 ? " core" : " cores");
    }
}
