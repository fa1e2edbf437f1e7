package dev.llmbench.regression;

import dev.llmbench.metric.Format;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A figure that can be compared with a baseline: a percentile or the mean of a latency, or a throughput.
 *
 * @param metric a latency or a rate per second
 * @param statistic a percentile or the mean for a latency, the plain value for a rate
 * @param stage the stage, counted from 1; empty for the whole run
 */
public record ComparedFigure(Metric metric, Statistic statistic, OptionalInt stage) {

    /** Throws an exception with the reason if such a figure cannot be compared. */
    public ComparedFigure {
        refusal(metric, statistic).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
    }

    /** Returns a figure of the whole run. */
    public static ComparedFigure of(Metric metric, Statistic statistic) {
        return new ComparedFigure(metric, statistic, OptionalInt.empty());
    }

    /** Returns why such a figure cannot be compared with a baseline, and what to write instead; empty if it can. */
    public static Optional<String> refusal(Metric metric, Statistic statistic) {
        String named = (metric.label() + " " + statistic.label()).strip();
        return switch (metric.kind()) {
            case LATENCY ->
                statistic.kind() == Statistic.Kind.PERCENTILE || statistic.kind() == Statistic.Kind.MEAN
                        ? Optional.empty()
                        : Optional.of(
                                named + " cannot be compared with a baseline: of a latency, only percentiles and the"
                                        + " mean can. Compare p95 or mean");
            case PER_SECOND ->
                statistic.kind() == Statistic.Kind.VALUE
                        ? Optional.empty()
                        : Optional.of(named + " cannot be compared with a baseline: of a rate, only its plain value"
                                + " can. Leave the statistic out");
            case PROPORTION ->
                Optional.of(named + " cannot be compared with a baseline: it is a ratio of small counts, which varies"
                        + " greatly from run to run even if nothing has changed. Give it a fixed limit, such as 1 %");
            case COUNT, UTILIZATION ->
                Optional.of(named + " cannot be compared with a baseline: only latencies and throughputs can. Give it a"
                        + " fixed limit");
        };
    }

    /** Returns the name in files, such as {@code ttft.p95}, {@code stage2.tpot.mean} or {@code request_throughput}. */
    public String key() {
        String of = stage.isPresent() ? "stage" + stage.getAsInt() + "." : "";
        return of + metric.key() + (isLatency() ? "." + statistic.label() : "");
    }

    /** Returns the name for display, such as {@code TTFT p95} or {@code TTFT p95 of stage 2}. */
    public String label() {
        String of = stage.isPresent() ? " of stage " + stage.getAsInt() : "";
        return metric.label() + (isLatency() ? " " + statistic.label() : "") + of;
    }

    boolean isLatency() {
        return metric.isLatency();
    }

    /** Returns the logarithm of a value, with its sign chosen such that more is worse. */
    double log(double value) {
        return isLatency() ? Math.log(value) : -Math.log(value);
    }

    /** Returns the value that has this logarithm. */
    double value(double log) {
        return Math.exp(isLatency() ? log : -log);
    }

    /** Returns by what fraction a figure is worse, given the difference on the logarithmic scale. */
    public double worseBy(double logDifference) {
        return isLatency() ? Math.expm1(logDifference) : -Math.expm1(-logDifference);
    }

    /** Returns the difference on the logarithmic scale of a figure that is worse by this fraction. */
    double logOfWorse(double share) {
        return isLatency() ? Math.log1p(share) : -Math.log1p(-share);
    }

    String shown(double value) {
        return Format.value(metric, value);
    }

    String worse() {
        return isLatency() ? "slower" : "lower";
    }

    String better() {
        return isLatency() ? "faster" : "higher";
    }
}
