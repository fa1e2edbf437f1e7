package dev.llmbench.assertj;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget.Bound;

/**
 * Assertions on a figure that is a number: a share between 0 and 1, a rate per second, or a count.
 *
 * <pre>{@code
 * assertThat(result).outputTokenThroughput().isGreaterThanOrEqualTo(400.0);
 * }</pre>
 */
public final class FigureAssert extends AbstractFigureAssert<FigureAssert> {

    FigureAssert(LoadResultAssert origin, Metric metric) {
        super(origin, metric, Statistic.VALUE);
    }

    @Override
    FigureAssert self() {
        return this;
    }

    /** Verifies that the figure is less than the limit. */
    public FigureAssert isLessThan(double limit) {
        return holdsStrictly(Bound.AT_MOST, limit);
    }

    /** Verifies that the figure is at most the limit. */
    public FigureAssert isLessThanOrEqualTo(double limit) {
        return holds(Bound.AT_MOST, limit);
    }

    /** Verifies that the figure is greater than the limit. */
    public FigureAssert isGreaterThan(double limit) {
        return holdsStrictly(Bound.AT_LEAST, limit);
    }

    /** Verifies that the figure is at least the limit. */
    public FigureAssert isGreaterThanOrEqualTo(double limit) {
        return holds(Bound.AT_LEAST, limit);
    }

    /** Verifies that the figure is between the limits, inclusive. */
    public FigureAssert isBetween(double from, double to) {
        return holdsBetween(from, to);
    }

    /** Verifies that the figure is zero. */
    public FigureAssert isZero() {
        return holds(Bound.AT_MOST, 0);
    }
}
