package dev.llmbench.report;

import dev.llmbench.metric.Distribution;
import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.result.Completed;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Measurement;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Formats the figures of a measurement for tables and lines; {@code -} stands for a missing figure. */
public final class Figures {
    private static final List<Metric> LATENCIES = List.of(
            Metric.TTFT,
            Metric.TTFT_FROM_SCHEDULE,
            Metric.TTFO,
            Metric.TPOT,
            Metric.CHUNK_GAP,
            Metric.E2E,
            Metric.E2E_FROM_SCHEDULE,
            Metric.WAITING,
            Metric.CONNECT,
            Metric.DISPATCH_LAG);

    /** The statistics that are shown for each latency. */
    public static final List<Statistic> STATISTICS = List.of(
            Statistic.MEAN,
            Statistic.percentile(50),
            Statistic.percentile(90),
            Statistic.percentile(95),
            Statistic.percentile(99),
            Statistic.MAX);

    private static final String NONE = "-";

    private Figures() {}

    /** Returns the mean number of prompt tokens, which grows from turn to turn if histories are sent. */
    public static String promptTokens(Measurement measured) {
        Completed completed = measured.completed();
        return completed.promptTokens() == 0 ? NONE : count(completed.promptTokens() / completed.requests());
    }

    /**
     * Returns the latencies to show, in order: those that have a sample. A latency from the schedule follows the same latency from
     * the first byte sent, and the first output is only shown if it differs from the first token because of reasoning.
     */
    public static List<Metric> latencies(Measurement measured) {
        boolean reasons =
                !measured.value(Metric.TTFO, Statistic.MEAN).equals(measured.value(Metric.TTFT, Statistic.MEAN));
        return LATENCIES.stream()
                .filter(metric -> !measured.latency(metric).isEmpty())
                .filter(metric -> metric != Metric.TTFO || reasons)
                .toList();
    }

    /** Formats a time such that its unit takes two columns and digits are aligned. */
    public static String time(Distribution latency, Statistic statistic) {
        OptionalDouble micros = latency.micros(statistic);
        if (micros.isEmpty()) {
            return NONE + "   ";
        }
        String shown = Format.micros(micros.getAsDouble());
        return shown.endsWith(" s") ? shown + " " : shown;
    }

    /** Returns the number of samples from which on a percentile is more than the maximum: 20 for p95, 100 for p99. */
    public static long needed(Statistic statistic) {
        return statistic.kind() == Statistic.Kind.PERCENTILE && statistic.percent() > 50
                ? Math.round(1 / statistic.tail())
                : 1;
    }

    /** Formats a number with thousands separators. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Formats a count with its noun, such as {@code 1 error} or {@code 3 errors}. */
    public static String counted(long count, String one) {
        return count(count) + " " + one + (count == 1 ? "" : "s");
    }

    /** Formats a rate per second, without its unit. */
    public static String rate(Measurement measured, Metric metric) {
        OptionalDouble rate = measured.value(metric, Statistic.VALUE);
        return rate.isPresent() ? Format.digits(rate.getAsDouble()) : NONE;
    }

    /** Formats a fraction as a percentage. */
    public static String share(OptionalDouble share) {
        return share.isPresent() ? Format.percent(share.getAsDouble()) : NONE;
    }

    /** Returns a note in parentheses for an estimated figure; empty if the figure is not estimated. */
    public static String estimated(LoadResult result, Metric metric) {
        return result.run().estimated(metric).map(word -> " (" + word + ")").orElse("");
    }
}
