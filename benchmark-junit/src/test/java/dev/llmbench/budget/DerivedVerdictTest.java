package dev.llmbench.budget;

import static dev.llmbench.budget.Verdict.Kind.BREACH;
import static dev.llmbench.budget.Verdict.Kind.INCONCLUSIVE;
import static dev.llmbench.budget.Verdict.Kind.NO_SAMPLE;
import static dev.llmbench.budget.Verdict.Kind.PASS;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.Budget.Bound;
import dev.llmbench.plan.ConfigurationException;
import dev.llmbench.plan.EarlyEnd;
import dev.llmbench.plan.Evidence;
import dev.llmbench.plan.Load;
import dev.llmbench.plan.LoadModel;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Measuring;
import dev.llmbench.plan.Plans;
import dev.llmbench.plan.RisingLoad;
import dev.llmbench.plan.Stage;
import dev.llmbench.plan.TwoLengths;
import dev.llmbench.result.Breakpoint;
import dev.llmbench.result.LoadResult;
import dev.llmbench.result.Pairs;
import dev.llmbench.result.Results;
import dev.llmbench.result.Samples;
import dev.llmbench.sample.RequestSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Budgets on what no distribution tells; the spike is from 30 s to 40 s and takes 12 s to get over. */
class DerivedVerdictTest {
    private static final Load SPIKE = Plans.load(
            10,
            new Stage(10, ofSeconds(30)),
            new Stage(20, ofSeconds(10)),
            new Stage(10, ofSeconds(0)),
            new Stage(10, ofMinutes(5)));
    private static final Budget P95 =
            new Budget(Metric.TTFT, Statistic.percentile(95), Bound.AT_MOST, 300_000, OptionalInt.empty());

    private final LoadResult spiked = Results.result(Plans.plan(SPIKE), samples());

    @Test
    void aDriftIsJudgedByItsEstimateAndProvenByItsInterval() {
        Verdict breach = Verdicts.judge(spiked, drift("5%/h"));

        assertThat(breach.word()).isEqualTo("BREACH (proven)");
        assertThat(breach.finding()).isEqualTo(spiked.drift(Metric.TTFT).inWords() + ", limit ≤ 5 %/h");
        assertThat(breach.interval().contains(breach.actual().orElseThrow())).isTrue();
        assertThat(Verdicts.judge(spiked, drift("1000%/h")).word()).isEqualTo("PASS (proven)");
    }

    @Test
    void aDriftThatCannotBeToldFailsUnlessOnlyAProvenBreachDoes() {
        LoadResult empty = Results.result(Plans.plan());

        assertThat(Verdicts.judge(empty, drift("5%/h")))
                .matches(verdict -> verdict.kind() == INCONCLUSIVE && verdict.failed())
                .hasToString("TTFT drift is unknown, limit ≤ 5 %/h: INCONCLUSIVE, "
                        + empty.drift(Metric.TTFT).unknown().orElseThrow());
        assertThat(Verdicts.judge(empty, drift("5%/h").with(Evidence.PROVEN_BREACH))
                        .failed())
                .isFalse();
        assertThat(Verdicts.judge(empty, drift("5%/h").with(Evidence.PROVEN_PASS))
                        .failed())
                .isTrue();
    }

    @Test
    void aRecoveryIsJudgedByTheTimeThatItTook() {
        assertThat(Verdicts.judge(spiked, recovery("12s")).kind()).isEqualTo(PASS);
        assertThat(Verdicts.judge(spiked, recovery("11s")).message())
                .isEqualTo(spiked.recovery().orElseThrow().inWords() + ", limit ≤ 11 s: BREACH");
    }

    @Test
    void aBreakpointIsJudgedByTheHighestRateThatHeld() {
        LoadResult broken = broken(OptionalDouble.of(40.5), OptionalDouble.of(42), breakpoint("41/s"));

        assertThat(Verdicts.of(broken).all())
                .singleElement()
                .hasToString("The load held 40.5/s, broke at 42/s: slow, limit ≥ 41/s: BREACH");
        assertThat(Verdicts.judge(broken, breakpoint("40/s")).kind()).isEqualTo(PASS);
        assertThat(Verdicts.judge(
                                broken(OptionalDouble.empty(), OptionalDouble.of(2), breakpoint("1/s")),
                                breakpoint("1/s"))
                        .kind())
                .isEqualTo(BREACH);
    }

    @Test
    void aLoadOfWhichNothingCouldBeToldIsInconclusive() {
        LoadResult untold = broken(OptionalDouble.empty(), OptionalDouble.empty(), breakpoint("1/s"));

        assertThat(Verdicts.of(untold).all())
                .singleElement()
                .extracting(Verdict::kind)
                .isEqualTo(INCONCLUSIVE);
    }

    @Test
    void aRecoveryNeedsASpike() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Plans.plan(recovery("12s")))
                .withMessageContainingAll("budgets.statistic = \"recovery\"", "profile = SPIKE");
    }

    @Test
    void aBreakpointNeedsATestThatLooksForOne() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Plans.plan(breakpoint("40/s")))
                .withMessageContainingAll("budgets.statistic = \"breakpoint\"", "profile = BREAKPOINT");
    }

    @Test
    void aTpotByDifferenceIsJudgedByItsMeanAndProvenByItsInterval() {
        assertThat(byDifference(20, Bound.AT_MOST, "6ms").word()).isEqualTo("PASS (proven)");
        assertThat(byDifference(20, Bound.AT_MOST, "5ms").word()).isEqualTo("PASS");
        assertThat(byDifference(20, Bound.AT_MOST, "4.99ms").word()).isEqualTo("BREACH");
        assertThat(byDifference(20, Bound.AT_MOST, "4ms").word()).isEqualTo("BREACH (proven)");
        assertThat(byDifference(20, Bound.AT_LEAST, "4ms").word()).isEqualTo("PASS (proven)");
        assertThat(byDifference(20, Bound.AT_LEAST, "6ms").word()).isEqualTo("BREACH (proven)");
    }

    @Test
    void aTpotByDifferenceOfAStageNamesIt() {
        Verdict verdict = Verdicts.judge(
                pairs(20), new Budget(Metric.TPOT, Statistic.BY_DIFFERENCE, Bound.AT_MOST, 4_000, OptionalInt.of(1)));

        assertThat(verdict.message()).startsWith("Stage 1: TPOT by M and M+10 was 5 ms");
        assertThat(verdict.samples()).isEqualTo(20);
    }

    @Test
    void oneChancePairIsInconclusiveAndNoneIsNoSample() {
        assertThat(byDifference(1, Bound.AT_MOST, "1s").message()).endsWith("needs at least 2 pairs that count, had 1");
        assertThat(byDifference(1, Bound.AT_MOST, "1s").failed()).isTrue();
        assertThat(byDifference(0, Bound.AT_MOST, "1s").kind()).isEqualTo(NO_SAMPLE);
    }

    /** The longer requests ended up to 10 ms late, the shorter ones up to 20 ms: of 10 tokens, 4 ms to 7 ms. */
    @Test
    void aTpotByDifferenceHasItsBounds() {
        assertThat(blurred(Bound.AT_MOST, "7ms").kind()).isEqualTo(PASS);
        assertThat(blurred(Bound.AT_MOST, "6.99ms").kind()).isEqualTo(INCONCLUSIVE);
        assertThat(blurred(Bound.AT_MOST, "4ms").kind()).isEqualTo(INCONCLUSIVE);
        assertThat(blurred(Bound.AT_MOST, "3.99ms").kind()).isEqualTo(BREACH);
        assertThat(blurred(Bound.AT_LEAST, "4ms").kind()).isEqualTo(PASS);
        assertThat(blurred(Bound.AT_LEAST, "4.01ms").kind()).isEqualTo(INCONCLUSIVE);
        assertThat(blurred(Bound.AT_LEAST, "7ms").kind()).isEqualTo(INCONCLUSIVE);
        assertThat(blurred(Bound.AT_LEAST, "7.01ms").kind()).isEqualTo(BREACH);
        assertThat(blurred(Bound.AT_MOST, "5ms").message())
                .endsWith(
                        "INCONCLUSIVE, the verdict depends on the load generator's own delay: give the test JVM more CPU, or lengthen the load");
    }

    /** The interval is 0.1 ms wide on either side. */
    @Test
    void theIntervalOfATpotByDifferenceMovesWithItsBounds() {
        assertThat(blurred(Bound.AT_MOST, "7.05ms").proven()).isFalse();
        assertThat(blurred(Bound.AT_MOST, "7.2ms").proven()).isTrue();
        assertThat(blurred(Bound.AT_MOST, "3.95ms").proven()).isFalse();
        assertThat(blurred(Bound.AT_MOST, "3.8ms").proven()).isTrue();
        assertThat(blurred(Bound.AT_LEAST, "3.95ms").proven()).isFalse();
        assertThat(blurred(Bound.AT_LEAST, "3.8ms").proven()).isTrue();
        assertThat(blurred(Bound.AT_MOST, "5ms").proven()).isFalse();
    }

    @Test
    void aTpotByDifferenceThatIsNotProvenSaysWhatWouldProveIt() {
        assertThat(needingProof(Bound.AT_MOST, "5.01ms").message())
                .endsWith("PASS, not proven: lengthen the stages for more pairs, or raise the limit");
        assertThat(needingProof(Bound.AT_LEAST, "4.99ms").message())
                .endsWith("PASS, not proven: lengthen the stages for more pairs, or lower the limit");
        assertThat(needingProof(Bound.AT_MOST, "6ms").remark()).isEmpty();
        assertThat(needingProof(Bound.AT_MOST, "4.9ms").remark()).isEmpty();
    }

    @Test
    void aStrictLimitOnATpotByDifferenceDoesNotHoldItself() {
        Verdict verdict =
                Verdicts.judgeStrictly(pairs(20), budget(Metric.TPOT, Statistic.BY_DIFFERENCE, Bound.AT_MOST, "5ms"));

        assertThat(verdict.kind()).isEqualTo(BREACH);
        assertThat(verdict.finding()).endsWith(", limit < 5 ms");
    }

    @Test
    void aRecoveryThatCannotBeToldIsInconclusive() {
        LoadResult empty = Results.result(Plans.plan(SPIKE));

        assertThat(Verdicts.judge(empty, recovery("12s")))
                .matches(verdict -> verdict.kind() == INCONCLUSIVE && !verdict.proven());
    }

    private static Verdict needingProof(Bound bound, String limit) {
        return Verdicts.judge(
                pairs(20),
                budget(Metric.TPOT, Statistic.BY_DIFFERENCE, bound, limit).with(Evidence.PROVEN_PASS));
    }

    private static Verdict blurred(Bound bound, String limit) {
        LoadPlan plan = Plans.plan().with(Measuring.NONE.withTwoLengths(new TwoLengths(10, false)));
        return Verdicts.judge(
                Results.result(plan, Pairs.around5Millis(20, ofMillis(20), ofMillis(10))),
                budget(Metric.TPOT, Statistic.BY_DIFFERENCE, bound, limit));
    }

    @Test
    void aTpotByDifferenceNeedsATestThatMeasuresIt() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Plans.plan(budget(Metric.TPOT, Statistic.BY_DIFFERENCE, Bound.AT_MOST, "5ms")))
                .withMessageContainingAll("budgets.statistic = \"by_difference\"", "tpotByDifference = 10");
    }

    @Test
    void aMetricThatHasNoneIsAMistake() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> budget(Metric.GOODPUT, Statistic.DRIFT, Bound.AT_MOST, "5%/h"))
                .withMessageContaining("Goodput has none");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> budget(Metric.TTFT, Statistic.DRIFT, Bound.AT_LEAST, "5%/h"))
                .withMessageContaining("Write atMost");
    }

    @Test
    void aDriftOfTheErrorRateLeavesTheBudgetOnTheErrorRateItself() {
        Budget ofErrors = budget(Metric.ERROR_RATE, Statistic.DRIFT, Bound.AT_MOST, "1%/h");

        assertThat(Plans.plan(ofErrors).budgets()).containsExactly(ofErrors, Budget.DEFAULT_ERROR_RATE);
    }

    @Test
    void aLimitOnADriftIsNoLimitOnALatency() {
        assertThat(Plans.plan(budget(Metric.TPOT, Statistic.DRIFT, Bound.AT_MOST, "5%/h"))
                        .lagTolerance())
                .isEqualTo(Plans.plan().lagTolerance());
    }

    private static Verdict byDifference(int pairs, Bound bound, String limit) {
        return Verdicts.judge(pairs(pairs), budget(Metric.TPOT, Statistic.BY_DIFFERENCE, bound, limit));
    }

    private static LoadResult pairs(int number) {
        LoadPlan plan = Plans.plan().with(Measuring.NONE.withTwoLengths(new TwoLengths(10, false)));
        return Results.result(plan, Pairs.around5Millis(number));
    }

    private static LoadResult broken(OptionalDouble held, OptionalDouble broke, Budget budget) {
        Breakpoint found = new Breakpoint(
                LoadModel.ARRIVAL_RATE,
                held,
                broke,
                broke.isPresent() ? Optional.of("slow") : Optional.empty(),
                List.of());
        EarlyEnd rising = new EarlyEnd(Optional.empty(), Optional.of(new RisingLoad(ofSeconds(9))));
        Load open = Plans.arrivals(0, new Stage(50, ofMinutes(1)));
        return Results.broken(
                Plans.plan(open, rising, P95, budget), found, 0, List.of(Samples.okWithTtft(ofMillis(100))));
    }

    private static Budget drift(String limit) {
        return budget(Metric.TTFT, Statistic.DRIFT, Bound.AT_MOST, limit);
    }

    private static Budget recovery(String limit) {
        return budget(Metric.TTFT, Statistic.RECOVERY, Bound.AT_MOST, limit);
    }

    private static Budget breakpoint(String limit) {
        return budget(Metric.REQUEST_THROUGHPUT, Statistic.BREAKPOINT, Bound.AT_LEAST, limit);
    }

    private static Budget budget(Metric metric, Statistic statistic, Bound bound, String limit) {
        return new Budget(
                metric, statistic, bound, Budget.parseLimit("limit", metric, statistic, limit), OptionalInt.empty());
    }

    private static List<RequestSample> samples() {
        List<RequestSample> samples = new ArrayList<>();
        for (long millis = 0; millis < SPIKE.length().toMillis(); millis += 100) {
            boolean isSlow = millis >= 30_000 && millis < 52_000;
            // From the end of the spike on a third of a level of 100 ms in a thousand seconds.
            long micros = isSlow ? 900_000 : 100_000 + Math.max(0, millis - 40_000) / 30 + millis % 700;
            samples.add(Samples.ok()
                    .stage(millis < 30_000 ? 1 : millis < 40_000 ? 2 : 4)
                    .scheduledAt(ofMillis(millis))
                    .ttft(Duration.ofNanos(1_000 * micros))
                    .e2e(ofSeconds(1))
                    .sample());
        }
        return samples;
    }
}
