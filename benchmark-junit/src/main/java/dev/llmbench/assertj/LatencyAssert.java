package dev.llmbench.assertj;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;

/**
 * Selects the figure of a latency to verify.
 *
 * <pre>{@code
 * assertThat(result).ttft().p95().isLessThan(ofMillis(300));
 * assertThat(result).e2e().percentile(99.9).isLessThan(ofSeconds(10));
 * }</pre>
 */
@CheckReturnValue
public final class LatencyAssert {
    private final LoadResultAssert origin;
    private final Metric metric;

    LatencyAssert(LoadResultAssert origin, Metric metric) {
        this.origin = origin;
        this.metric = metric;
    }

    /** The median. */
    public DurationFigureAssert p50() {
        return percentile(50);
    }

    /** The 90th percentile. */
    public DurationFigureAssert p90() {
        return percentile(90);
    }

    /** The 95th percentile; requires at least 20 samples. */
    public DurationFigureAssert p95() {
        return percentile(95);
    }

    /** The 99th percentile; requires at least 100 samples. */
    public DurationFigureAssert p99() {
        return percentile(99);
    }

    /**
     * Any percentile, such as 99.9, by nearest rank.
     *
     * @param percent the percentage between 0 and 100, exclusive
     */
    public DurationFigureAssert percentile(double percent) {
        return figure(Statistic.percentile(percent));
    }

    /** The mean. */
    public DurationFigureAssert mean() {
        return figure(Statistic.MEAN);
    }

    /** The standard deviation of the samples. */
    public DurationFigureAssert standardDeviation() {
        return figure(Statistic.STDDEV);
    }

    /** The smallest sample. */
    public DurationFigureAssert min() {
        return figure(Statistic.MIN);
    }

    /** The largest sample. */
    public DurationFigureAssert max() {
        return figure(Statistic.MAX);
    }

    private DurationFigureAssert figure(Statistic statistic) {
        return new DurationFigureAssert(origin, metric, statistic);
    }
}
