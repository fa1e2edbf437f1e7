package dev.llmbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RateSearchTest {
    private static final Duration HOLD = Duration.ofSeconds(20);

    @Test
    void asManyRatesAreTriedAsThePrecisionTakesWhateverHolds() {
        for (double precision : new double[] {0.01, 0.05, 0.2}) {
            RateSearch search = new RateSearch(1, 100, HOLD, precision);
            for (double capacity = 1.5; capacity < 100; capacity *= 1.17) {
                double held = 1;
                double broke = 100;
                for (int i = 0; i < search.tries(); i++) {
                    double rate = RateSearch.between(held, broke);
                    held = rate <= capacity ? rate : held;
                    broke = rate <= capacity ? broke : rate;
                }
                // Rates are rounded to four digits.
                assertThat(broke / held).isLessThan(1 + precision + 0.001);
                assertThat(capacity).isBetween(held, broke);
            }
        }
    }

    @Test
    void itsStagesAreARateAndARestForEachTry() {
        RateSearch search = new RateSearch(50, 100, HOLD, 0.5);

        assertThat(search.tries()).isEqualTo(1);
        assertThat(search.stages(List.of(70.71)))
                .containsExactly(
                        new Stage(70.71, Duration.ZERO),
                        new Stage(70.71, HOLD),
                        new Stage(0, Duration.ZERO),
                        new Stage(0, Duration.ofSeconds(5)));
        assertThat(search.stages()).isEqualTo(search.stages(List.of(70.71)));
    }

    @Test
    void itSaysWhatItDoes() {
        assertThat(new RateSearch(1, 100, HOLD, 0.05).inWords())
                .isEqualTo("search between 1 and 100/s, each rate for 20s, at most 7 of them");
    }

    @Test
    void whatCannotBeSearchedIsRefused() {
        assertRefused("startRate = 100 and target = 100", () -> new RateSearch(100, 100, HOLD, 0.05));
        assertRefused("hold", () -> new RateSearch(1, 100, Duration.ZERO, 0.05));
        assertRefused("precision", () -> new RateSearch(1, 100, HOLD, 0));
        assertRefused("precision", () -> new RateSearch(1, 100, HOLD, 1));
    }

    @Test
    void aBreakpointNeedsABudgetThatLoadCanBreak() {
        assertRefused("budgets has none for the whole run", () -> plan(search(1)));
        assertRefused(
                "Request throughput ≥ 5/s",
                () -> plan(search(1), budget(Metric.REQUEST_THROUGHPUT, Statistic.VALUE, Budget.Bound.AT_LEAST, 5)));
        assertRefused("TTFT min", () -> plan(search(1), budget(Metric.TTFT, Statistic.MIN, Budget.Bound.AT_MOST, 5)));
    }

    @Test
    void aSearchHoldsEachRateForAsManyRequestsAsItsBudgetsNeed() {
        Budget p99 = budget(Metric.TTFT, Statistic.percentile(99), Budget.Bound.AT_MOST, 300_000);

        assertRefused("that is 20 requests, and TTFT p99 ≤ 300 ms needs 100", () -> plan(search(1), p99));
        assertThat(plan(search(5), p99).judgedBudgets()).isEmpty();
        assertThat(plan(search(5), p99).budgets()).containsExactly(p99);
    }

    @Test
    void aSearchIsForARate() {
        assertRefused("SEARCH searches for a rate", () -> plan(Plans.STEADY, search(5), p95()));
    }

    @Test
    void aBreakpointRunHasNoBudgetOfItsOwnOnTheErrorRate() {
        assertThat(plan(search(5), p95()).budgets()).containsExactly(p95());
    }

    private static Budget p95() {
        return budget(Metric.TTFT, Statistic.percentile(95), Budget.Bound.AT_MOST, 300_000);
    }

    private static Budget budget(Metric metric, Statistic statistic, Budget.Bound bound, double limit) {
        return new Budget(metric, statistic, bound, limit, OptionalInt.empty());
    }

    private static RateSearch search(double lowest) {
        return new RateSearch(lowest, 100, HOLD, 0.05);
    }

    private static LoadPlan plan(RateSearch search, Budget... budgets) {
        return plan(Load.ofArrivals(0, search.stages(), Duration.ZERO, 10, 1), search, budgets);
    }

    private static LoadPlan plan(Load load, RateSearch search, Budget... budgets) {
        return Plans.plan(load, new EarlyEnd(Optional.empty(), Optional.of(search)), budgets);
    }

    private static void assertRefused(String message, ThrowingCallable what) {
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(what).withMessageContaining(message);
    }
}
