package dev.llmbench.assertj;

import dev.llmbench.budget.Verdict;
import dev.llmbench.budget.Verdicts;
import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Budget.Bound;
import org.assertj.core.api.Descriptable;
import org.assertj.core.description.Description;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on one figure, each of which is judged like a budget.
 *
 * @param <SELF> the concrete type of the assertions
 */
abstract class AbstractFigureAssert<SELF extends AbstractFigureAssert<SELF>> implements Descriptable<SELF> {
    private final LoadResultAssert origin;
    private final Metric metric;
    private final Statistic statistic;
    private @Nullable Description description;

    AbstractFigureAssert(LoadResultAssert origin, Metric metric, Statistic statistic) {
        this.origin = origin;
        this.metric = metric;
        this.statistic = statistic;
    }

    abstract SELF self();

    /**
     * Verifies that the figure is at most the limit.
     *
     * @param limit as in a budget: {@code "300ms"} for a latency, {@code "1%"} or {@code "0.01"} for a share, {@code "40/s"}
     *     for a rate, {@code "3"} for a count
     * @throws dev.llmbench.plan.ConfigurationException if the text is not such a limit
     */
    public SELF isAtMost(String limit) {
        return holds(Bound.AT_MOST, Budget.parseLimit("limit", metric, limit));
    }

    /**
     * Verifies that the figure is at least the limit.
     *
     * @param limit as in a budget, see {@link #isAtMost(String)}
     * @throws dev.llmbench.plan.ConfigurationException if the text is not such a limit
     */
    public SELF isAtLeast(String limit) {
        return holds(Bound.AT_LEAST, Budget.parseLimit("limit", metric, limit));
    }

    /**
     * Verifies that the figure is no worse than in earlier runs of the test with the same load on the same class of machine,
     * like a budget with {@code noWorseThan}. Only recorded runs are compared: those of a test that has such a budget or
     * sets {@code llmbench.history-record}.
     *
     * @param limit how much worse the figure may be, such as {@code "5%"}
     * @throws dev.llmbench.plan.ConfigurationException if the text is not a percentage, or the figure cannot be compared
     */
    public SELF isNoWorseThan(String limit) {
        return verify(judged(Budget.noWorseThan("limit", metric, statistic, limit, origin.stage()), false));
    }

    /** Returns to the assertions on the same run or stage. */
    @CheckReturnValue
    public LoadResultAssert and() {
        return origin;
    }

    /** Sets the description of this figure in the messages of the following assertions. */
    @Override
    @CheckReturnValue
    public SELF describedAs(Description newDescription) {
        description = newDescription;
        return self();
    }

    final SELF holds(Bound bound, double limit) {
        return verify(judged(bound, limit, false));
    }

    final SELF holdsStrictly(Bound bound, double limit) {
        return verify(judged(bound, limit, true));
    }

    final SELF holdsBetween(double from, double to) {
        if (from > to) {
            throw new IllegalArgumentException("The lower limit is above the upper one: swap them");
        }
        Verdict upper = judged(Bound.AT_MOST, to, false);
        return upper.failed() ? verify(upper) : holds(Bound.AT_LEAST, from);
    }

    private Verdict judged(Bound bound, double limit, boolean strict) {
        return judged(new Budget(metric, statistic, bound, limit, origin.stage()), strict);
    }

    private Verdict judged(Budget budget, boolean strict) {
        return Verdicts.judge(
                origin.result(),
                origin.turn().isPresent() ? budget.ofTurn(origin.turn().getAsInt()) : budget,
                origin.measured(),
                strict);
    }

    private SELF verify(Verdict verdict) {
        origin.verify(verdict, description);
        return self();
    }
}
