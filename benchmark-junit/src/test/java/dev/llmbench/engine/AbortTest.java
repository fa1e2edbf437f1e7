package dev.llmbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.AbortRule;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Stage;
import dev.llmbench.result.RunFacts;
import dev.llmbench.sample.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Ten users for ten minutes. */
class AbortTest {
    private static final Budget E2E_P95 = budget(OptionalInt.empty());

    private static Budget budget(OptionalInt stage) {
        return new Budget(Metric.E2E, Statistic.percentile(95), Budget.Bound.AT_MOST, 200_000, stage);
    }

    @Test
    void aHopelessRunEndsAfterTheDelayAndSaysWhy() throws InterruptedException {
        VirtualRun run = VirtualRun.answering(plan(new AbortRule(Duration.ofSeconds(10), 100), E2E_P95), 300);
        RunFacts facts = run.toTheEnd().facts();

        assertThat(facts.elapsed()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        assertThat(facts.aborted().orElseThrow())
                .matches("ended after 10s, since a budget was provably broken:"
                        + " (\\d+) of \\1 requests took longer; the limit is E2E latency p95 ≤ 200 ms");
        assertThat(facts.cutShort()).isEmpty();
        assertThat(run.samples).hasSizeGreaterThan(300);
        assertThat(run.withOutcome(Outcome.INTERRUPTED)).hasSize(10);
    }

    @Test
    void aRunEndsOnNoFewerSamplesThanTheRuleAsksFor() throws InterruptedException {
        RunFacts facts = VirtualRun.answering(plan(new AbortRule(Duration.ZERO, 1_000), E2E_P95), 300)
                .toTheEnd()
                .facts();

        assertThat(facts.elapsed()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
    }

    @Test
    void requestsThatHangCountBeforeTheyEnd() throws InterruptedException {
        RunFacts facts = VirtualRun.answering(
                        plan(new AbortRule(Duration.ofSeconds(5), 10), E2E_P95), call -> FakeTransport.NEVER)
                .toTheEnd()
                .facts();

        assertThat(facts.elapsed()).isLessThan(Duration.ofSeconds(6));
        assertThat(facts.aborted().orElseThrow()).contains("10 of 10 requests took longer");
    }

    @Test
    void aBreachThatMayBeChanceEndsNothing() throws InterruptedException {
        // One in fifteen is slow: over the limit, but of a hundred samples not beyond chance.
        int[] number = {0};
        RunFacts facts = VirtualRun.answering(
                        shortPlan(new AbortRule(Duration.ofSeconds(1), 100), E2E_P95),
                        call -> number[0]++ % 15 == 0 ? 250 : 100)
                .toTheEnd()
                .facts();

        assertThat(facts.aborted()).isEmpty();
    }

    @Test
    void errorsEndARunByTheirBudget() throws InterruptedException {
        VirtualRun run = new VirtualRun(
                plan(new AbortRule(Duration.ofSeconds(1), 50)),
                new FakeTransport(call -> 100_000, true, call -> Outcome.HTTP_5XX));

        assertThat(run.toTheEnd().facts().aborted().orElseThrow())
                .matches("ended after 1s, .* requests failed; the limit is Error rate ≤ 1 %");
    }

    @Test
    void aBudgetOfAStageLooksAtThatStageAlone() throws InterruptedException {
        LoadPlan plan = VirtualRun.plan(
                VirtualRun.load(10, 300, 0, VirtualRun.stage(10, 20_000), VirtualRun.stage(10, 60_000)),
                60_000,
                new EarlyEnd(Optional.of(new AbortRule(Duration.ofSeconds(1), 50)), Optional.empty()),
                Optional.empty(),
                budget(OptionalInt.of(2)));
        RunFacts facts = VirtualRun.answering(plan, 300).toTheEnd().facts();

        assertThat(facts.elapsed()).isBetween(Duration.ofSeconds(21), Duration.ofSeconds(23));
        assertThat(facts.aborted().orElseThrow()).contains("provably broken in stage 2:");
    }

    private static LoadPlan plan(AbortRule rule, Budget... budgets) {
        return plan(rule, VirtualRun.stage(10, 600_000), budgets);
    }

    private static LoadPlan shortPlan(AbortRule rule, Budget... budgets) {
        return plan(rule, VirtualRun.stage(10, 3_000), budgets);
    }

    private static LoadPlan plan(AbortRule rule, Stage stage, Budget... budgets) {
        return VirtualRun.plan(
                VirtualRun.load(10, 300, 0, stage),
                60_000,
                new EarlyEnd(Optional.of(rule), Optional.empty()),
                Optional.empty(),
                budgets);
    }

    @Test
    void arrivalsThatAStallHeldBackEndNothing() throws InterruptedException {
        Load load =
                Load.ofArrivals(20, List.of(new Stage(20, Duration.ofSeconds(60))), Duration.ofSeconds(1), 1_000, 1);
        AbortRule rule = new AbortRule(Duration.ofSeconds(5), 50);
        LoadPlan plan = VirtualRun.plan(
                load, 60_000, new EarlyEnd(Optional.of(rule), Optional.empty()), Optional.empty(), E2E_P95);

        assertThat(slowUpToSecond20(plan).toTheEnd().facts().aborted()).isPresent();
        VirtualRun stalled = slowUpToSecond20(plan);
        stalled.stall(8_000, 10_000);
        assertThat(stalled.toTheEnd().facts().aborted()).isEmpty();
    }

    private static VirtualRun slowUpToSecond20(LoadPlan plan) {
        return VirtualRun.answering(
                plan, call -> call.scheduled() > 8_000_000 && call.scheduled() < 20_000_000 ? 300 : 10);
    }
}
