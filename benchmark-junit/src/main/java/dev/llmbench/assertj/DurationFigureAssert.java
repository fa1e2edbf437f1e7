package dev.llmbench.assertj;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget.Bound;
import java.time.Duration;

/**
 * Assertions on one figure of a latency, such as the 95th percentile of TTFT. They are judged by an exact count of the
 * samples over the limit, including requests that were cut off or timed out after waiting for longer than the limit.
 *
 * <pre>{@code
 * assertThat(result).tpot().p50().isBetween(ofMillis(5), ofMillis(30));
 * }</pre>
 */
public final class DurationFigureAssert extends AbstractFigureAssert<DurationFigureAssert> {

    DurationFigureAssert(LoadResultAssert origin, Metric metric, Statistic statistic) {
        super(origin, metric, statistic);
    }

    @Override
    DurationFigureAssert self() {
        return this;
    }

    /** Verifies that the figure is less than the limit. */
    public DurationFigureAssert isLessThan(Duration limit) {
        return holdsStrictly(Bound.AT_MOST, micros(limit));
    }

    /** Verifies that the figure is at most the limit. */
    public DurationFigureAssert isLessThanOrEqualTo(Duration limit) {
        return holds(Bound.AT_MOST, micros(limit));
    }

    /** Verifies that the figure is greater than the limit. */
    public DurationFigureAssert isGreaterThan(Duration limit) {
        return holdsStrictly(Bound.AT_LEAST, micros(limit));
    }

    /** Verifies that the figure is at least the limit. */
    public DurationFigureAssert isGreaterThanOrEqualTo(Duration limit) {
        return holds(Bound.AT_LEAST, micros(limit));
    }

    /** Verifies that the figure is between the limits, inclusive. */
    public DurationFigureAssert isBetween(Duration from, Duration to) {
        return holdsBetween(micros(from), micros(to));
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1_000.0;
    }
}
