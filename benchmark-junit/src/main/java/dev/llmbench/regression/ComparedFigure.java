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
 * @param statistic a percentile or the mean of a latency, the plain value of a rate
 * @param stage the stage that it is of, counted from 1; empty for the whole run
 */
public record ComparedFigure(Metric metric, Statistic statistic, OptionalInt stage) {

    /** Throws with the reason where such a figure cannot be compared. */
    public ComparedFigure {
        refusal(metric, statistic).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
    }

    /** A figure of the whole run. */
    public static ComparedFigure of(Metric metric, Statistic statistic) {
        return new ComparedFigure(metric, statistic, OptionalInt.empty());
    }

    /** Why such a figure cannot be compared with a baseline, and what to write instead; empty where it can. */
    public static Optional<String> refusal(Metric metric, Statistic statistic) {
        String named = (metric.label() + " " + statistic.label()).strip();
        return switch (metric.kind()) {
            case LATENCY ->
                statistic.kind() == Statistic.Kind.PERCENTILE || statistic.kind() == Statistic.Kind.MEAN
                        ? Optional.empty()
                        : Optional.of(named + " cannot be compared with a baseline: of a latency, percentiles and the"
                                + " mean can. Compare p95 or mean");
            case PER_SECOND ->
                statistic.kind() == Statistic.Kind.VALUE
                        ? Optional.empty()
                        : Optional.of(named + " cannot be compared with a baseline: of a rate, only its plain value"
                                + " can. Leave the statistic out");
            case PROPORTION ->
                Optional.of(named + " cannot be compared with a baseline: it is a ratio of small counts, which changes"
                        + " by much from run to run though nothing has changed. Give it a fixed limit, such as 1 %");
            case COUNT, UTILIZATION ->
                Optional.of(named + " cannot be compared with a baseline: latencies and throughputs can. Give it a"
                        + " fixed limit");
        };
    }

    /** The name in files, such as {@code ttft.p95}, {@code stage2.tpot.mean} or {@code request_throughput}. */
    public String key() {
        String of = stage.isPresent() ? "stage" + stage.getAsInt() + "." : "";
        return of + metric.key() + (isLatency() ? "." + statistic.label() : "");
    }

    /** The name for people, such as {@code TTFT p95} or {@code TTFT p95 of stage 2}. */
    public String label() {
        String of = stage.isPresent() ? " of stage " + stage.getAsInt() : "";
        return metric.label() + (isLatency() ? " " + statistic.label() : "") + of;
    }

    boolean isLatency() {
        return metric.isLatency();
    }

    /** The logarithm of a value, with its sign such that more is worse. */
    double log(double value) {
        return isLatency() ? Math.log(value) : -Math.log(value);
    }

    /** The value that has this logarithm. */
    double value(double log) {
        return Math.exp(isLatency() ? log : -log);
    }

    /** By what share a figure is worse that differs by so much on the logarithmic scale. */
    public double worseBy(double logDifference) {
        return isLatency() ? Math.expm1(logDifference) : -Math.expm1(-logDifference);
    }

    /** The difference on the logarithmic scale of a figure that is worse by this share. */
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
