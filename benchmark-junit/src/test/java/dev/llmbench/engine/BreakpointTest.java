package dev.llmbench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.openai.Call;
import dev.llmbench.plan.BreakpointHunt;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.RateSearch;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.plan.Stage;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.Breakpoint.Finding;
import dev.llmbench.result.RunFacts;
import dev.llmbench.sample.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A server that answers one request after the other, 25 ms each: its capacity is 40 a second. */
class BreakpointTest {
    private static final int CAPACITY = 40;
    private static final Budget E2E_P95 =
            new Budget(Metric.E2E, Statistic.percentile(95), Budget.Bound.AT_MOST, 200_000, OptionalInt.empty());
    private static final RisingLoad RISING = new RisingLoad(Duration.ofSeconds(9));

    @Test
    void aRisingLoadEndsSoonAfterABudgetBreaks() throws InterruptedException {
        RunFacts facts = facts(rising(1_000, new Stage(100, Duration.ofSeconds(500))));
        Breakpoint found = facts.breakpoint().orElseThrow();

        assertThat(found.held().orElseThrow()).isCloseTo(CAPACITY, within(0.05 * CAPACITY));
        assertThat(found.broke().orElseThrow()).isCloseTo(CAPACITY, within(0.05 * CAPACITY));
        assertThat(found.held().orElseThrow()).isLessThan(found.broke().orElseThrow());
        assertThat(found.cause().orElseThrow())
                .matches("\\d+ of \\d+ requests took longer; the limit is E2E latency p95 ≤ 200 ms");
        assertThat(facts.elapsed()).isLessThan(Duration.ofSeconds(225));
        assertThat(facts.cutShort()).isEmpty();
        assertThat(facts.aborted()).isEmpty();
    }

    @Test
    void stagesOfOneLevelEachAreHeldOrBroken() throws InterruptedException {
        Breakpoint found = facts(rising(
                        1_000,
                        new Stage(30, Duration.ZERO),
                        new Stage(30, Duration.ofSeconds(9)),
                        new Stage(38, Duration.ZERO),
                        new Stage(38, Duration.ofSeconds(9)),
                        new Stage(50, Duration.ZERO),
                        new Stage(50, Duration.ofSeconds(30))))
                .breakpoint()
                .orElseThrow();

        assertThat(found.held()).hasValue(38);
        assertThat(found.broke()).hasValue(50);
        assertThat(found.levels())
                .filteredOn(level -> level.finding() == Finding.HELD)
                .extracting(Breakpoint.Level::level)
                .containsExactly(30.0, 30.0, 30.0, 38.0, 38.0, 38.0);
    }

    @Test
    void aSlowMomentIsNoBreak() throws InterruptedException {
        Load load = load(1_000, new Stage(20, Duration.ZERO), new Stage(20, Duration.ofSeconds(60)));
        VirtualRun run = VirtualRun.answering(
                plan(load, RISING), call -> call.scheduled() > 20_000_000 && call.scheduled() < 23_500_000 ? 500 : 10);
        Breakpoint found = run.toTheEnd().facts().breakpoint().orElseThrow();

        assertThat(found.levels()).extracting(Breakpoint.Level::finding).contains(Finding.BROKE);
        assertThat(found.broke()).isEmpty();
        assertThat(found.held()).hasValue(20);
        assertThat(found.inWords()).isEqualTo("held 20/s, and nothing broke");
    }

    @Test
    void requestsThatHangBreakABudgetBeforeTheyEnd() throws InterruptedException {
        Load load = load(1_000, new Stage(20, Duration.ZERO), new Stage(20, Duration.ofSeconds(60)));
        RunFacts facts = VirtualRun.answering(plan(load, RISING), call -> FakeTransport.NEVER)
                .toTheEnd()
                .facts();

        assertThat(facts.breakpoint().orElseThrow().broke()).hasValue(20);
        assertThat(facts.elapsed()).isLessThan(Duration.ofSeconds(11));
    }

    @Test
    void anArrivalThatIsDroppedIsTheBreak() throws InterruptedException {
        RunFacts facts = facts(rising(10, new Stage(100, Duration.ofSeconds(500))));
        Breakpoint found = facts.breakpoint().orElseThrow();

        assertThat(facts.dropped()).isPositive();
        assertThat(found.broke().orElseThrow()).isGreaterThan(CAPACITY).isLessThan(1.1 * CAPACITY);
        assertThat(found.cause()).contains("requests could not start, since 10 were in flight, which is the maximum");
    }

    @Test
    void aBurstAfterAStallIsNoBreak() throws InterruptedException {
        Load load = load(1_000, new Stage(20, Duration.ZERO), new Stage(20, Duration.ofSeconds(60)));
        VirtualRun run = VirtualRun.answering(
                plan(load, RISING), call -> call.scheduled() > 20_000_000 && call.scheduled() < 32_000_000 ? 500 : 10);
        run.stall(20_000, 22_000);

        Breakpoint found = run.toTheEnd().facts().breakpoint().orElseThrow();

        assertThat(found.broke()).isEmpty();
        assertThat(found.held()).hasValue(20);
        assertThat(found.levels())
                .filteredOn(level -> level.finding() == Finding.UNTOLD)
                .hasSizeBetween(3, 5)
                .extracting(Breakpoint.Level::cause)
                .contains("the load generator stalled too often to tell");
    }

    @Test
    void anArrivalThatIsDroppedInABurstAfterAStallIsNoBreak() throws InterruptedException {
        Load load = load(10, new Stage(20, Duration.ZERO), new Stage(20, Duration.ofSeconds(60)));
        VirtualRun run = VirtualRun.answering(
                plan(load, RISING), call -> call.scheduled() > 20_000_000 && call.scheduled() < 22_000_000 ? 800 : 10);
        run.stall(20_000, 22_000);
        RunFacts facts = run.toTheEnd().facts();

        assertThat(facts.dropped()).isPositive();
        assertThat(facts.breakpoint().orElseThrow().broke()).isEmpty();
    }

    @Test
    void aTryThatStallsDisturbedIsRepeatedOnce() throws InterruptedException {
        RateSearch search = new RateSearch(4, 400, Duration.ofSeconds(10), 0.1);
        LoadPlan plan = plan(load(1_000, search.stages().toArray(Stage[]::new)), search);
        VirtualRun run = new VirtualRun(plan, new FakeTransport(queue(), true));
        long start = search.startOf(1).toMillis();
        run.stall(start + 1_000, start + 3_000);

        Breakpoint found = run.toTheEnd().facts().breakpoint().orElseThrow();

        assertThat(found.levels().get(1).finding()).isEqualTo(Finding.UNTOLD);
        assertThat(found.levels().get(2).level())
                .isEqualTo(found.levels().get(1).level());
        assertThat(found.levels().get(2).finding()).isNotEqualTo(Finding.UNTOLD);
        assertThat(found.held().orElseThrow()).isLessThanOrEqualTo(CAPACITY);
    }

    @Test
    void aRateWhoseSecondTryIsDisturbedTooStaysUntold() throws InterruptedException {
        RateSearch search = new RateSearch(4, 400, Duration.ofSeconds(10), 0.1);
        LoadPlan plan = plan(load(1_000, search.stages().toArray(Stage[]::new)), search);
        VirtualRun run = new VirtualRun(plan, new FakeTransport(queue(), true));
        for (int attempt = 1; attempt <= 2; attempt++) {
            long start = search.startOf(attempt).toMillis();
            run.stall(start + 1_000, start + 3_000);
        }

        Breakpoint found = run.toTheEnd().facts().breakpoint().orElseThrow();

        assertThat(found.levels().get(2).finding()).isEqualTo(Finding.UNTOLD);
        assertThat(found.levels().get(3).level())
                .isLessThan(found.levels().get(2).level());
        assertThat(found.broke().orElse(1_000))
                .isNotEqualTo(found.levels().get(2).level());
    }

    @Test
    void requestsThatAllFailBreakTheLoadWhateverTheBudgets() throws InterruptedException {
        Load load = load(1_000, new Stage(20, Duration.ZERO), new Stage(20, Duration.ofSeconds(60)));
        VirtualRun run =
                new VirtualRun(plan(load, RISING), new FakeTransport(call -> 10_000, true, call -> Outcome.HTTP_5XX));

        Breakpoint found = run.toTheEnd().facts().breakpoint().orElseThrow();

        assertThat(found.broke()).hasValue(20);
        assertThat(found.held()).isEmpty();
        assertThat(found.inWords()).startsWith("held no level that was tried, broke at 20/s: all ");
    }

    @Test
    void aSearchFindsTheCapacityToItsPrecision() throws InterruptedException {
        RateSearch search = new RateSearch(4, 400, Duration.ofSeconds(30), 0.02);
        Load load = load(1_000, search.stages().toArray(Stage[]::new));
        RunFacts facts = facts(plan(load, search));
        Breakpoint found = facts.breakpoint().orElseThrow();

        assertThat(found.levels()).hasSize(search.tries());
        assertThat(found.held().orElseThrow()).isCloseTo(CAPACITY, within(0.02 * CAPACITY));
        assertThat(found.broke().orElseThrow())
                .isGreaterThan(found.held().orElseThrow())
                .isLessThan(found.held().orElseThrow() * 1.021);
        assertThat(facts.elapsed()).isEqualTo(load.end());
    }

    @Test
    void aSearchWithRandomArrivalsFindsALowerRate() throws InterruptedException {
        RateSearch search = new RateSearch(4, 400, Duration.ofSeconds(60), 0.05);
        Load load = Load.ofArrivals(0, search.stages(), Duration.ofSeconds(1), 1_000, 7);
        Load random = new Load(
                dev.llmbench.plan.LoadModel.POISSON_ARRIVAL_RATE,
                0,
                load.stages(),
                Duration.ZERO,
                load.gracefulStop(),
                load.pace(),
                load.limits(),
                load.maxInFlight(),
                load.seed());

        // M/D/1: waits of more than 175 ms are rarer than one in twenty up to about 88 % load.
        assertThat(facts(plan(random, search)).breakpoint().orElseThrow().held().orElseThrow())
                .isBetween(0.75 * CAPACITY, 0.97 * CAPACITY);
    }

    @Test
    void aSearchInWhichNothingBreaksEndsBelowItsHighestRate() throws InterruptedException {
        RateSearch search = new RateSearch(4, 100, Duration.ofSeconds(10), 0.05);
        Breakpoint found = VirtualRun.answering(plan(load(1_000, search.stages().toArray(Stage[]::new)), search), 1)
                .toTheEnd()
                .facts()
                .breakpoint()
                .orElseThrow();

        assertThat(found.broke()).isEmpty();
        assertThat(found.held().orElseThrow()).isBetween(95.0, 100.0);
    }

    @Test
    void whatABrokenRateLeftInFlightIsCutOffBeforeTheNext() {
        RateSearch search = new RateSearch(4, 400, Duration.ofSeconds(10), 0.1);
        VirtualRun run = new VirtualRun(
                plan(load(10_000, search.stages().toArray(Stage[]::new)), search), new FakeTransport(queue(), true));
        run.toTheEnd();

        assertThat(run.withOutcome(Outcome.INTERRUPTED))
                .allSatisfy(sample ->
                        assertThat(sample.at().end() - sample.at().scheduled()).isLessThanOrEqualTo(12_500_000));
    }

    private static LoadPlan rising(int maxInFlight, Stage... stages) {
        return plan(load(maxInFlight, stages), RISING);
    }

    private static Load load(int maxInFlight, Stage... stages) {
        return Load.ofArrivals(0, List.of(stages), Duration.ofSeconds(1), maxInFlight, 1);
    }

    private static LoadPlan plan(Load load, BreakpointHunt hunt) {
        return VirtualRun.plan(
                load, 60_000, new EarlyEnd(Optional.empty(), Optional.of(hunt)), Optional.empty(), E2E_P95);
    }

    private static RunFacts facts(LoadPlan plan) throws InterruptedException {
        return new VirtualRun(plan, new FakeTransport(queue(), true)).toTheEnd().facts();
    }

    /** One request after the other. */
    static java.util.function.ToLongFunction<Call> queue() {
        long[] free = {0};
        return call -> {
            long now = call.clock().micros();
            // What was cut off is served no more: the queue is never longer than what is in flight can make it.
            free[0] = Math.max(free[0], now) + 1_000_000 / CAPACITY;
            return free[0] - now;
        };
    }
}
