package dev.llmbench.result;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmbench.metric.Metric;
import dev.llmbench.metric.Outcome;
import dev.llmbench.metric.RequestSample;
import dev.llmbench.metric.Statistic;
import dev.llmbench.plan.Budget;
import dev.llmbench.plan.GoodputLimits;
import dev.llmbench.plan.LoadPlan;
import dev.llmbench.plan.Plans;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ValidityTest {

    @Test
    void aRunThatMeasuredTheServerIsValid() {
        assertThat(lagging(Plans.plan(), ofMillis(10)).isValid()).isTrue();
    }

    @Test
    void aLateGeneratorMakesTheRunInvalid() {
        assertThat(lagging(Plans.plan(), ofMillis(15)).causes())
                .singleElement()
                .asString()
                .contains("dispatch lag p99 was 15 ms, more than 10 ms", "Use fewer users");
    }

    @Test
    void aLateGeneratorThatUsedAllProcessorsIsCalledSaturated() {
        assertThat(lagging(cpu(0.9, 0.98, 0.9)).causes())
                .singleElement()
                .asString()
                .contains("It was saturated: this JVM used 92.7 % of 2 cores. Use fewer users");
        assertThat(lagging(cpu(0.2, 0.98, 0.2)).causes())
                .singleElement()
                .asString()
                .contains("It was saturated at times: this JVM used up to 98 % of 2 cores.");
    }

    @Test
    void aLateGeneratorWithProcessorsToSpareIsNotCalledSaturated() {
        assertThat(lagging(cpu(0.2, 0.3)).causes()).singleElement().asString().doesNotContain("saturated");
    }

    @Test
    void aBusyGeneratorThatWasInTimeIsValid() {
        assertThat(Results.generated(
                                Plans.plan(), cpu(0.98), List.of(Samples.ok().sample()))
                        .validity()
                        .isValid())
                .isTrue();
    }

    private static Validity lagging(GeneratorLog generator) {
        RequestSample late = Samples.ok().lag(ofMillis(500)).sample();
        return Results.generated(Plans.plan(), generator, List.of(late)).validity();
    }

    private static GeneratorLog cpu(double... shares) {
        return new GeneratorLog(
                2,
                Arrays.stream(shares)
                        .mapToObj(share -> new GeneratorSlot(Duration.ZERO, Duration.ZERO, OptionalDouble.of(share), 1))
                        .toList());
    }

    @Test
    void aFewLateRequestsDoNot() {
        RequestSample late = Samples.ok().lag(ofMillis(500)).sample();
        List<RequestSample> samples = Results.many(99, Samples.ok().sample(), 1, late);

        assertThat(Results.result(Plans.plan(), samples).validity().isValid()).isTrue();
    }

    @Test
    void aTenthOfTheTightestTtftLimitIsToleratedWhereThatIsMore() {
        LoadPlan plan = Plans.plan(budget(Metric.TTFT, ofMillis(300)), budget(Metric.TTFT, ofMillis(900)));

        assertThat(lagging(plan, ofMillis(29)).isValid()).isTrue();
        assertThat(lagging(plan, ofMillis(35)).isValid()).isFalse();
    }

    @Test
    void halfOfTheTightestStreamLimitIsToleratedWhereThatIsLess() {
        LoadPlan plan = Plans.plan(budget(Metric.TTFT, ofMillis(300)), budget(Metric.TPOT, ofMillis(12)));

        assertThat(lagging(plan, ofMillis(5)).isValid()).isTrue();
        assertThat(lagging(plan, ofMillis(7)).isValid()).isFalse();
    }

    @Test
    void goodputLimitsCountAsLimits() {
        GoodputLimits goodput = new GoodputLimits(Map.of(Metric.TTFT, ofMillis(500)));

        assertThat(lagging(Plans.plan(Plans.STEADY, goodput, false), ofMillis(45))
                        .isValid())
                .isTrue();
    }

    @Test
    void aGeneratorThatStandsStillTooLongMakesTheRunInvalid() {
        Stalls stalls = new Stalls(List.of(), ofMillis(600), ofMillis(400));

        assertThat(Results.stalled(Plans.plan(), stalls, List.of(Samples.ok().sample()))
                        .validity()
                        .causes())
                .singleElement()
                .asString()
                .contains("stood still", "1 % of the run", "the longest took 400 ms", "Give the test JVM more CPU");
    }

    @Test
    void stallsOfHalfAPercentOfTheRunAreChance() {
        Stalls stalls = new Stalls(List.of(), ofMillis(300), ofMillis(300));

        assertThat(Results.stalled(Plans.plan(), stalls, List.of(Samples.ok().sample()))
                        .validity()
                        .isValid())
                .isTrue();
    }

    @Test
    void aRunInWhichNothingEndedOkIsInvalid() {
        LoadResult result = Results.result(
                Plans.plan(), Samples.failed(Outcome.CONNECT, "refused").sample());

        assertThat(result.validity().causes()).containsExactly("No request ended ok: errors 1, interrupted 0");
    }

    @Test
    void greatNumbersAreGrouped() {
        RequestSample refused = Samples.failed(Outcome.CONNECT, "refused").sample();

        assertThat(Results.result(Plans.plan(), Results.many(1_234, refused))
                        .validity()
                        .causes())
                .containsExactly("No request ended ok: errors 1,234, interrupted 0");
    }

    @Test
    void whereNothingEndedOkTheGeneratorsOwnTroubleIsNotNamedBesides() {
        Stalls stalls = new Stalls(List.of(), ofMillis(600), ofMillis(400));
        RequestSample refused = Samples.failed(Outcome.CONNECT, "refused").sample();

        assertThat(Results.stalled(Plans.plan(), stalls, List.of(refused))
                        .validity()
                        .causes())
                .containsExactly("No request ended ok: errors 1, interrupted 0");
    }

    @Test
    void aRunThatSentNothingIsInvalid() {
        assertThat(Results.result(Plans.plan()).validity().causes()).containsExactly("No request was sent");
    }

    @Test
    void aPlanThatWasNotCarriedOutMakesTheRunInvalid() {
        LoadResult result = Results.cutShort(
                Plans.plan(), "the deadline came", List.of(Samples.ok().sample()));

        assertThat(result.validity().causes()).containsExactly("The plan was not carried out: the deadline came");
    }

    private static Validity lagging(LoadPlan plan, Duration lag) {
        return Results.result(plan, Samples.ok().lag(lag).sample()).validity();
    }

    private static Budget budget(Metric metric, Duration limit) {
        return new Budget(
                metric, Statistic.percentile(95), Budget.Bound.AT_MOST, limit.toNanos() / 1_000.0, OptionalInt.empty());
    }
}
